"""What a page costs: milliseconds on the server and questions to the database, among many cases.

Pages are asked for as a browser does, signed in, through every layer but the network. The
reference beside them is the page for what is not there: the price of the layers alone.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linkwell.access.models import User
from linkwell.config.bench import access
from linkwell.config.bench.timing import Timing, percentile

WORKERS, RUNS, MOST_MS, MOST_QUERIES = 10, 60, 100.0, 15
PAGES = (
    ("today", ""),
    ("people", ""),
    ("queue", ""),
    ("case", "case"),
    ("reach", "case"),
    ("talk", "case"),
    ("plan", "case"),
    ("ask", "case"),
    ("hard-days", "case"),
    ("tell-practice", "case"),
    ("until", "case"),
)


@dataclass(frozen=True)
class PageTiming(Timing):
    """A page: its median is what is promised, and how many questions it asks at most."""

    @property
    def met(self) -> bool:
        return self.p50 <= self.promised_p95 and self.rows <= MOST_QUERIES

    def __str__(self) -> str:
        return (
            f"{self.what}: p50 {self.p50:.1f} ms, p95 {self.p95:.1f} ms, p99 {self.p99:.1f} ms,"
            f" {self.rows} questions, {self.runs} runs; the page for what is not there p95"
            f" {self.reference_p95:.1f} ms; at most {self.promised_p95:g} ms at the median and"
            f" {MOST_QUERIES} questions: {'met' if self.met else 'NOT MET'}"
        )


def run(people: int) -> Iterator[PageTiming]:
    """Fill the database for this many people, all with an open case; time each page."""
    access.fill(people)
    _fill_stories()
    chance = random.Random(people)
    users = list(User.objects.filter(email__startswith="worker-").order_by("email"))
    clients = [(_signed_in(user), _cases_of(user)) for user in chance.sample(users, WORKERS)]
    nothing = [_took(client, "/no/such/page") for client, _ in clients for _ in range(10)]
    for name, takes in PAGES:
        yield _time(name, takes, clients, chance, percentile(nothing, 0.95))


Signed = tuple[Client, list[UUID]]


def _time(
    name: str, takes: str, clients: list[Signed], chance: random.Random, reference: float
) -> PageTiming:
    took, most = [], 0
    for number in range(RUNS):
        client, cases = clients[number % len(clients)]
        address = reverse(name, args=[chance.choice(cases)] if takes else [])
        if number < len(clients):
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            most = max(most, questions(asked))
        took.append(_took(client, address))
    ask = partial(percentile, took)
    return PageTiming(name, RUNS, most, ask(0.5), ask(0.95), ask(0.99), reference, MOST_MS)


def _took(client: Client, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    took = (time.perf_counter() - began) * 1000
    expected = 404 if address.startswith("/no/") else 200
    if answer.status_code != expected:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return took


def questions(asked: CaptureQueriesContext) -> int:
    """Questions to tables; what only says who is asking, or begins and ends, is none."""
    ends = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK", "select set_config")
    return sum(not query["sql"].startswith(ends) for query in asked.captured_queries)


def _signed_in(user: User) -> Client:
    from linkwell.web.sign_in.second_factor import DEMO

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    session = client.session
    session[DEMO] = True
    session.save()
    return client


def _cases_of(user: User) -> list[UUID]:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select c.id from cases_case c join access_membership m on m.id = c.holder_id"
            " where m.user_id = %s",
            [user.pk],
        )
        return [row[0] for row in cursor.fetchall()]


def _fill_stories() -> None:
    with connections["bulk"].cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        cursor.execute("select exists (select from referrals_referral)")
        if (cursor.fetchone() or (False,))[0]:
            return
        for statement in _STORIES:
            cursor.execute(statement)
        cursor.execute("analyze")


_STORIES = (
    """insert into referrals_referral (id, person_id, service_id, practice_id, source, referred_by,
         phone, times, words, danger_elsewhere, wants, risk_mentioned, danger, question, answer,
         state, received_at, decided_at, reason, decision_note, passed_to, apart)
       select c.referral_id, c.person_id, c.service_id, r.organisation_id, 'practice', 'Dr Bench',
              '', '', 'Lives alone, sees nobody from one week to the next.', '', 'yes', false, '',
              '', '', 'accepted', now() - interval '30 days', now() - interval '29 days', '', '',
              '', false
       from cases_case c join access_relationship r
         on r.person_id = c.person_id and r.kind = 'referrer'""",
    """insert into people_contactway
         (id, person_id, service_id, channel, value, safe, times, said_by, said_at)
       select gen_random_uuid(), person_id, service_id, 'phone', '07700 900000', 'yes', '',
              'person', now() from cases_case""",
    """insert into journal_event (id, name, version, at, author_id, author_kind, service_id,
         person_id, subject_id, data)
       select gen_random_uuid(), (array['CaseBegun', 'ReferralAccepted', 'MessageSent'])[1 + n % 3],
              1, now() - make_interval(days => n), holder_id, 'member', service_id, person_id, id,
              '{"channel": "email", "to_person": false, "reader": "practice"}'
       from cases_case, generate_series(1, 20) n""",
    """insert into tasks_task (id, person_id, service_id, owner_id, kind, cause, about_id, due_on,
         state, created_at)
       select gen_random_uuid(), person_id, service_id, holder_id,
              (array['find_options', 'review'])[n], gen_random_uuid(), id,
              current_date + (n * 3), 'open', now()
       from cases_case, generate_series(1, 2) n""",
    """insert into conversations_contact (id, person_id, service_id, case_id, member_id, number,
         attendance, mode, at, minutes, words, strengths, next_step, next_on)
       select gen_random_uuid(), person_id, service_id, id, holder_id, n, 'met', 'phone',
              now() - make_interval(days => n * 7), 30, 'I used to sing.', '', 'Ring again',
              current_date + 7
       from cases_case, generate_series(1, 3) n""",
)
