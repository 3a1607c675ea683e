"""Who hears of what: the only place where a lower package's event reaches a higher one.

One table for each package that hears; an event that several hear of stands in several tables.
"""

from collections import defaultdict
from collections.abc import Mapping
from contextlib import AbstractContextManager
from uuid import UUID

from linkwell.access.events import GlassBroken
from linkwell.access.rules import Actor, system_actor
from linkwell.access.scope import acting_as
from linkwell.cases import handlers as cases
from linkwell.cases.events import (
    CaseBegun,
    CaseClosed,
    CaseHeld,
    CaseOpened,
    CasePaused,
    CaseReopened,
    CaseResumed,
)
from linkwell.connections import handlers as connections
from linkwell.connections import learning
from linkwell.connections.events import (
    AccountGiven,
    AccountsAgree,
    AccountsDiffer,
    Attended,
    ConnectionAnswered,
    ConnectionBegun,
    ConnectionRecalled,
    ConnectionStopped,
    DetailsClosed,
    DetailsSent,
    DetailsTakenBack,
    GoingSaid,
    NotAttended,
    NothingSuited,
    OptionChosen,
    OptionsShown,
    PartnerAnswered,
    PartnerNudged,
    ToldAbout,
    VerdictReached,
)
from linkwell.consent.events import ConsentSaid, ConsentWithdrawn, DecisionNoted
from linkwell.conversations import handlers as conversations
from linkwell.conversations.events import (
    ContactRecorded,
    EndedUnreached,
    LastLetterWritten,
    TriedToReach,
    TryingGoesOn,
)
from linkwell.diary import handlers as diary
from linkwell.diary.events import AppointmentEnded, InterpreterSaid, TalkPlanned
from linkwell.directory import handlers as directory
from linkwell.directory.events import (
    EditAccepted,
    EditSettled,
    EntriesJoined,
    EntriesTakenApart,
    EntriesWritten,
    EntryChanged,
    GroupAsked,
    GroupToldOf,
    NewGroupDecided,
)
from linkwell.feedback import handlers as feedback
from linkwell.feedback.events import PracticeMessageFiled, PracticeTold
from linkwell.gaps import handlers as gaps
from linkwell.journal.deliveries import Handler, wire
from linkwell.kernel.events import DomainEvent
from linkwell.measures import handlers as measures
from linkwell.measures.events import MeasureAnswered, PulsesAnswered
from linkwell.messages import asking_groups
from linkwell.messages import handlers as messages
from linkwell.messages.events import MessageHeld, MessageQueued
from linkwell.people import handlers as people
from linkwell.people.events import (
    DeathUndone,
    GuardSet,
    HomeHidden,
    PersonDied,
    ProxyNamed,
    SafeWaySaid,
)
from linkwell.plans import handlers as plans
from linkwell.plans.events import GoalSet, StepAgreed, StepDone, StepDropped, StepReopened
from linkwell.referrals import handlers as referrals
from linkwell.referrals.events import (
    DangerAnswered,
    MoreAnswered,
    MoreAsked,
    PauseAnswered,
    PauseBegan,
    ReferralAccepted,
    ReferralJoined,
    ReferralLinked,
    ReferralPassedOn,
    ReferralReceived,
    ReferralReturned,
)
from linkwell.safety import handlers as safety
from linkwell.safety.events import (
    AlertAcknowledged,
    AlertPassedOn,
    AlertRaised,
    ConcernClosed,
    ConcernPassedOn,
    ConcernRaised,
    DangerLookedAt,
    DangerMentioned,
)
from linkwell.tasks import handlers as tasks
from linkwell.tasks.events import TaskDone, TaskDropped

Heard = Mapping[type[DomainEvent], tuple[Handler, ...]]

MESSAGES: Heard = {
    ReferralReceived: (messages.acknowledge_practice, messages.acknowledge_person),
    MessageQueued: (messages.post_message,),
    GroupAsked: (asking_groups.post_question,),
    GuardSet: (messages.hold_what_waits,),
    HomeHidden: (messages.hold_what_waits,),
    PersonDied: (messages.cancel_everything,),
    ConsentWithdrawn: (messages.cancel_everything,),
}
DIRECTORY: Heard = dict.fromkeys(
    (
        EntriesWritten,
        EntryChanged,
        EditAccepted,
        EditSettled,
        EntriesJoined,
        EntriesTakenApart,
        GroupToldOf,
        NewGroupDecided,
    ),
    (directory.search_hears,),
)
PEOPLE: Heard = {
    PersonDied: (people.end_proxies,),
    ConsentWithdrawn: (people.end_proxies,),
}
TASKS: Heard = {
    ReferralReceived: (tasks.ask_for_triage,),
    ReferralAccepted: (tasks.triage_is_done, tasks.ask_for_first_talk),
    ReferralReturned: (tasks.triage_is_done,),
    CaseBegun: (tasks.first_talk_is_done, tasks.ask_for_options),
    OptionChosen: (tasks.options_are_found,),
    NothingSuited: (tasks.options_are_found,),
    SafeWaySaid: (tasks.safe_way_is_known,),
    MessageHeld: (tasks.ask_for_a_safe_way,),
}
CASES: Heard = {
    TaskDone: (cases.keep_a_next_date,),
    TaskDropped: (cases.keep_a_next_date,),
    CaseOpened: (cases.ask_anew_first,),
    ConsentSaid: (cases.asked_anew,),
    CaseHeld: (cases.review_on_its_day,),
    CasePaused: (cases.review_on_its_day,),
    CaseResumed: (cases.review_is_done,),
    CaseReopened: (cases.they_are_back, cases.ask_anew_first, cases.keep_a_next_date),
    CaseClosed: (cases.nothing_is_owed, cases.tell_the_holder),
    PersonDied: (cases.debrief, cases.end_for_good),
    ConsentWithdrawn: (cases.end_for_good,),
}

REFERRALS: Heard = {
    ConsentWithdrawn: (referrals.tell_the_practice_to_stop,),
    PersonDied: (referrals.tell_the_practice_it_ended,),
    PauseBegan: (referrals.await_answer,),
    PauseAnswered: (referrals.hurry,),
    SafeWaySaid: (referrals.number_is_not_safe,),
    MoreAsked: (referrals.tell_the_practice, referrals.expect_an_answer),
    MoreAnswered: (referrals.the_practice_answered,),
    ReferralPassedOn: (tasks.triage_is_done, referrals.nothing_else_is_owed),
    ReferralLinked: (tasks.triage_is_done, referrals.nothing_else_is_owed),
    ReferralReturned: (referrals.nothing_else_is_owed, referrals.nothing_is_sent_any_more),
    ReferralJoined: (referrals.tell_the_holder,),
}
SAFETY: Heard = {
    DangerAnswered: (safety.alert_about_referral,),
    AlertRaised: (safety.call_whose_turn_it_is,),
    AlertPassedOn: (safety.call_whose_turn_it_is, safety.team_stands_by),
    AlertAcknowledged: (safety.team_stands_down, safety.watch_what_is_open),
    ConcernRaised: (safety.call_whose_turn_it_is, safety.alert_about_concern),
    ConcernClosed: (safety.watch_what_is_open,),
    CaseOpened: (safety.watch_what_is_open, safety.danger_goes_on),
    ConcernPassedOn: (safety.call_whose_turn_it_is,),
    GlassBroken: (safety.tell_privacy_lead, safety.heed_what_was_said),
    DangerMentioned: (safety.owe_a_look,),
    DangerLookedAt: (safety.look_again,),
    PersonDied: (safety.nobody_is_in_danger,),
    DeathUndone: (safety.danger_goes_on,),
    **dict.fromkeys(
        (
            *(ReferralAccepted, ReferralJoined, ReferralReturned, ReferralPassedOn, MoreAsked),
            *(SafeWaySaid, ProxyNamed, DecisionNoted, TalkPlanned),
        ),
        (safety.heed_what_was_said,),
    ),
}
CONNECTIONS: Heard = {
    ConnectionBegun: (connections.ask_to_send,),
    ToldAbout: (connections.details_are_sent,),
    DetailsSent: (connections.details_are_sent, connections.tell_partner),
    DetailsTakenBack: (connections.nothing_is_owed,),
    PartnerAnswered: (connections.take_partners_answer,),
    ConnectionAnswered: (connections.after_the_answer, learning.the_group_is_full),
    PartnerNudged: (connections.nudge_partner,),
    GoingSaid: (connections.hear_whether_they_go,),
    AccountGiven: (connections.weigh_accounts,),
    VerdictReached: (connections.after_the_verdict,),
    AccountsDiffer: (connections.ask_who_is_right,),
    AccountsAgree: (connections.ask_again_whether_it_lasts,),
    NotAttended: (connections.stop_asking_whether_it_lasts,),
    Attended: (connections.ask_after_eight_weeks, learning.somebody_was_there),
    ConnectionStopped: (connections.nothing_is_owed, connections.tell_partner_it_is_off),
    ConnectionRecalled: (connections.nothing_is_owed, connections.tell_partner_it_is_off),
    DetailsClosed: (connections.tell_partner_it_is_off,),
    GuardSet: (connections.close_the_way,),
    SafeWaySaid: (connections.close_the_way,),
    CaseClosed: (connections.close_the_way,),
    PersonDied: (connections.recall_everything,),
    ConsentWithdrawn: (connections.recall_everything,),
}

CONVERSATIONS: Heard = {
    TriedToReach: (conversations.after_a_try,),
    LastLetterWritten: (conversations.after_the_letter,),
    TryingGoesOn: (conversations.go_on_trying,),
    EndedUnreached: (conversations.tell_referrer,),
    ContactRecorded: (conversations.after_a_talk,),
}
PLANS: Heard = {
    StepAgreed: (plans.step_is_owed,),
    StepReopened: (plans.step_is_owed,),
    StepDone: (plans.step_is_done,),
    StepDropped: (plans.step_is_done,),
}
MEASURES: Heard = {
    PulsesAnswered: (measures.close_link,),
    MeasureAnswered: (measures.close_link, measures.it_was_asked),
    CaseClosed: (measures.ask_once_more,),
    CaseOpened: (measures.nobody_asks_later,),
    CaseReopened: (measures.nobody_asks_later,),
    PersonDied: (measures.nobody_asks_later,),
    ConsentWithdrawn: (measures.nobody_asks_later,),
    GoalSet: (measures.there_is_a_plan,),
    OptionChosen: (measures.there_is_a_plan,),
    Attended: (measures.they_got_there,),
}
DIARY: Heard = {
    TalkPlanned: (diary.ask_for_interpreter,),
    InterpreterSaid: (diary.ask_for_interpreter,),
    AppointmentEnded: (diary.talk_was_settled,),
    CaseClosed: (diary.they_hear_that_a_talk_is_off,),
    ConsentWithdrawn: (diary.nothing_is_planned,),
    PersonDied: (diary.nothing_is_planned,),
}
FEEDBACK: Heard = {
    CaseClosed: (feedback.ask_to_tell,),
    CaseReopened: (feedback.they_are_back,),
    PracticeTold: (feedback.tell_the_office, feedback.ask_to_file, feedback.it_is_told),
    PracticeMessageFiled: (feedback.it_is_filed,),
    ConsentSaid: (feedback.they_would_rather_not,),
    ConsentWithdrawn: (feedback.nothing_is_told,),
    PersonDied: (feedback.nothing_more_is_written,),
    DeathUndone: (feedback.they_live,),
}

GAPS: Heard = {
    OptionsShown: (gaps.a_list_was_shown,),
    NothingSuited: (gaps.nothing_suited,),
}

TABLES: tuple[Heard, ...] = (
    DIRECTORY,
    MESSAGES,
    PEOPLE,
    TASKS,
    CASES,
    REFERRALS,
    SAFETY,
    CONVERSATIONS,
    PLANS,
    MEASURES,
    DIARY,
    CONNECTIONS,
    FEEDBACK,
    GAPS,
)


def handlers() -> dict[type[DomainEvent], tuple[Handler, ...]]:
    """Every event that somebody hears of, with all who do, in the order of the tables."""
    found: dict[type[DomainEvent], tuple[Handler, ...]] = defaultdict(tuple)
    for table in TABLES:
        for event, heard_by in table.items():
            found[event] += heard_by
    return dict(found)


def connect() -> None:
    """Called once, when Django is ready."""
    wire(handlers(), acting_for=_handling)


def _handling(person_id: UUID | None, service_id: UUID | None) -> AbstractContextManager[Actor]:
    return acting_as(system_actor("deliveries", person_id=person_id, service_id=service_id))
