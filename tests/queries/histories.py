"""Random histories of referrals, told to the journal as the actions tell it."""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connections

from linkwell.kernel.ids import new_id

BEGIN = datetime(2025, 1, 6, 9, tzinfo=UTC)
_CASE_FACTS = (
    *("CaseBegun", "CaseBegun", "ContactRecorded", "ContactRecorded", "GoalSet", "OptionChosen"),
    *("connection", "connection", "connection", "CaseClosed", "CaseReopened"),
)
_CONNECTION_FACTS = (
    *("ToldAbout", "DetailsSent", "DetailsSent", "DetailsTakenBack"),
    *("ConnectionAnswered", "ConnectionAnswered"),
    *("AccountGiven", "AccountGiven", "AccountGiven", "AccountGiven"),
)


@dataclass
class Teller:
    """Tells random histories of one service; `write` puts them into the journal, out of order."""

    service_id: UUID
    chance: random.Random
    practices: list[UUID] = field(default_factory=lambda: [new_id() for _ in range(3)])
    people: list[UUID] = field(default_factory=list)
    cases: dict[UUID, UUID] = field(default_factory=dict)  # of a person
    rows: list[tuple[object, ...]] = field(default_factory=list)
    at: datetime = BEGIN

    def history(self) -> None:
        """One referral, from wherever it comes to wherever it leads."""
        self.at = BEGIN + timedelta(minutes=self.chance.randint(0, 250_000))
        person, referral = new_id(), new_id()
        self.people.append(person)
        practice = self.chance.choice(self.practices)
        wants = self.chance.choice(["yes", "yes", "yes", "not_asked", "no"])
        self._tell(person, "ReferralReceived", referral, practice_id=practice, wants=wants)
        if wants == "no" and self.chance.random() < 0.8:
            self._tell(person, "ReferralDeclined", referral, practice_id=practice)
        elif self.cases and self.chance.random() < 0.25:
            self._turn_out_to_be(self.chance.choice(list(self.cases)), person, referral)
        else:
            self._decide(person, referral)
            known = self.cases.keys() - {person}
            if person in self.cases and known and self.chance.random() < 0.25:
                self._turn_out_later_to_be(person, referral)

    def _turn_out_later_to_be(self, person: UUID, referral: UUID) -> None:
        """They were taken on, and are somebody known: their story ends, and goes on there."""
        case = self.cases.pop(person)
        self._tell(person, "CaseClosed", case)
        self._turn_out_to_be(self.chance.choice(list(self.cases)), person, referral)

    def _turn_out_to_be(self, known: UUID, person: UUID, referral: UUID) -> None:
        copy, case = new_id(), self.cases[known]
        joins = self.chance.random() < 0.6
        self._tell(person, "ReferralLinked", referral, copy_id=copy)
        self._tell(known, "ReferralJoined", copy, case_id=case if joins else None)
        if joins:
            self._case(known, case)
        else:
            self._decide(known, copy)

    def _decide(self, person: UUID, referral: UUID) -> None:
        decided = self.chance.choice(["ReferralAccepted"] * 6 + ["ReferralReturned", "", ""])
        if decided == "ReferralAccepted":
            self.cases[person] = new_id()
            self._tell(person, decided, referral, case_id=self.cases[person])
            self._case(person, self.cases[person])
        elif decided:
            self._tell(person, decided, referral)

    def _case(self, person: UUID, case: UUID) -> None:
        connections_of = [new_id(), new_id()]
        for connection in connections_of:
            self._tell(person, "ConnectionBegun", connection, case_id=case)
        for _ in range(self.chance.randint(0, 14)):
            name = self.chance.choice(_CASE_FACTS)
            if name == "connection":
                self._of_connection(person, case, self.chance.choice(connections_of))
            elif name in ("CaseBegun", "CaseClosed", "CaseReopened"):
                self._tell(person, name, case)
            else:
                met = self.chance.choice(["met", "they_couldnt"])
                self._tell(person, name, new_id(), case_id=case, attendance=met)

    def _of_connection(self, person: UUID, case: UUID, connection: UUID) -> None:
        name = self.chance.choice(_CONNECTION_FACTS)
        if name == "AccountGiven":
            question = self.chance.choice(["visit", "helped"])
            also = ["not_yet"] if question == "visit" else ["a_little"]
            answer = self.chance.choice(["yes", "yes", "no", "unknown", *also])
            source = self.chance.choice(["person", "partner"])
            said = {"question": question, "source": source, "answer": answer}
            self._tell(person, name, connection, **said)
        else:
            answer = self.chance.choice(["yes", "later", "full", "not_right"])
            self._tell(person, name, connection, case_id=case, answer=answer)

    def _tell(self, person: UUID, name: str, subject: UUID, **data: object) -> None:
        self.at += timedelta(minutes=self.chance.randint(1, 9000), microseconds=len(self.rows))
        told = json.dumps({key: str(one) if one else None for key, one in data.items()})
        who = (UUID(int=7), "member", self.service_id, person)
        self.rows.append((new_id(), name, 1, self.at, *who, subject, told))

    def write(self) -> None:
        """What came first in time is not always written first."""
        self.chance.shuffle(self.rows)
        with connections["bulk"].cursor() as cursor:
            cursor.executemany(
                "insert into access_subject (person_id, service_id, registered_at)"
                " values (%s, %s, %s)",
                [(person, self.service_id, BEGIN) for person in self.people],
            )
            cursor.executemany(
                "insert into journal_event (id, name, version, at, author_id, author_kind,"
                " service_id, person_id, subject_id, data) values"
                " (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                self.rows,  # type: ignore[arg-type]
            )
        self.people, self.rows = [], []
