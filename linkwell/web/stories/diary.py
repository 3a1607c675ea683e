"""The story of planned talks."""

from datetime import datetime

from linkwell.diary.rules import AppointmentState, Interpreter, Where
from linkwell.web.design.words import moment
from linkwell.web.link_worker.conversation_words import WHERE
from linkwell.web.people_words import sentence
from linkwell.web.stories.telling import PAPER, Teller, Told

INTERPRETERS = {
    Interpreter.NOT_NEEDED: "No interpreter is needed",
    Interpreter.NEEDED: "An interpreter is needed",
    Interpreter.BOOKED: "An interpreter is booked",
    Interpreter.CAME: "The interpreter came",
    Interpreter.DID_NOT_COME: "The interpreter did not come",
}
ENDED = {
    AppointmentState.PLANNED: "The talk takes place after all",
    AppointmentState.HAPPENED: "The planned talk took place",
    AppointmentState.CANCELLED_BY_PERSON: "They couldn’t make the planned talk",
    AppointmentState.CANCELLED_BY_SERVICE: "We called off the planned talk",
}

TELLERS: dict[str, Teller] = {
    "TalkPlanned": lambda _, d, c: Told(
        "Planned a talk",
        f"{sentence(moment(datetime.fromisoformat(d['at'])))}, {WHERE[Where(d['where'])]}.",
        PAPER,
    ),
    "InterpreterSaid": lambda _, d, c: Told(
        INTERPRETERS[Interpreter(d["interpreter"])], kind=PAPER
    ),
    "AppointmentEnded": lambda _, d, c: Told(ENDED[AppointmentState(d["state"])], kind=PAPER),
}
