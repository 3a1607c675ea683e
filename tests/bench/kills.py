"""Referrals through a house whose parts are killed: none that was acknowledged is lost or doubled.

Clients send the referral form as a browser does, each with a key of its own, and send the same form
again until they hold the receipt. Meanwhile the database, the worker and the pages are killed in
turn, with SIGKILL. Then the database itself is asked, past every wall.
"""

import http.client
import os
import random
import re
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

import psycopg

from linkwell.config.postgres.server import DATABASE
from tests.bench.figures import Figure
from tests.interop.installation import Installation, children, free_port, health, until

CLIENTS = 8
GIVE_UP_S = 120
CHILDREN = ("pages", "worker")  # the supervisor's, in the order of their start


@dataclass
class Storm:
    """What the clients and the killer did."""

    acknowledged: dict[UUID, float] = field(default_factory=dict)  # key -> seconds it took
    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("database", *CHILDREN), 0))
    retries: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def worst_wait(self) -> float:
        return max(self.acknowledged.values())


class Client:
    """A browser that has opened a practice's link. Knows cookies, forms, and how to try again."""

    def __init__(self, port: int, link: str) -> None:
        self.port, self.link = port, link
        self.cookies: dict[str, str] = {}
        self.token = ""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Status, and where it leads or what it says. OSError when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(form) if form else None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location") or text

    def enter(self) -> None:
        """Open the link and the form; keep the form's token."""
        self.cookies.clear()
        self.ask("GET", self.link)
        status, page = self.ask("GET", "/refer/")
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        if status != 200 or found is None:
            raise OSError(f"the form answers {status}")
        self.token = found[1]

    def send(self, key: UUID, number: int) -> UUID | None:
        """Send one referral; the key of its receipt when that is there."""
        if not self.token:
            self.enter()
        status, where = self.ask("POST", "/refer/", self._form(key, number))
        if status == 302 and where.startswith("/refer/"):
            return UUID(where.rpartition("/")[2])
        if status in (403, 404):
            self.token = ""  # signed out or too old: open the link again
        return None

    def _form(self, key: UUID, number: int) -> dict[str, str]:
        return {
            "csrfmiddlewaretoken": self.token,
            "key": str(key),
            "referred_by": "Dr Storm",
            "given_name": "Una",
            "family_name": f"Number {number}",
            "birth_date-day": "3",
            "birth_date-month": "2",
            "birth_date-year": "1968",
            "words": "Behind with the rent.",
            "wants": "not_asked",
            "language": "en",
        }


def run(home: Path, referrals: int, *, pause: float) -> tuple[Storm, dict[str, int]]:
    """Send `referrals` while something is killed about every `pause` seconds; what the rows say."""
    house = Installation(home, {"LINKWELL_POSTGRES_UNSAFE_FAST": ""})
    storm = Storm()
    with _town(house) as (port, process):
        link = _practice_link(port)
        numbers = iter(range(referrals))
        over = threading.Event()
        killer = threading.Thread(target=_kill_in_turn, args=(house, process, storm, pause, over))
        clients = [
            threading.Thread(target=_send_all, args=(Client(port, link), numbers, storm))
            for _ in range(CLIENTS)
        ]
        killer.start()
        for thread in clients:
            thread.start()
        for thread in clients:
            thread.join()
        over.set()
        killer.join()
        _wait_for_deliveries(house, max(GIVE_UP_S, referrals // 10))
        return storm, _count(house, storm)


@contextmanager
def _town(house: Installation) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    port = free_port()
    process = house.start("demo", "--without-its-year", "--port", str(port))
    try:
        until(lambda: health(port)[0] == 200, GIVE_UP_S)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def _practice_link(port: int) -> str:
    """A new link for a practice, made by the manager on her page."""
    helen = Client(port, "")
    _, page = helen.ask("GET", "/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    helen.ask("POST", "/demo/be/helen", {"csrfmiddlewaretoken": token[1]})
    _, page = helen.ask("GET", "/service/")
    made = re.search(r'action="(/service/links/[^"]+/new)"', page)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert made is not None
    assert token is not None
    _, where = helen.ask("POST", made[1], {"csrfmiddlewaretoken": token[1]})
    _, page = helen.ask("GET", where)  # shown this once
    link = re.search(r"http://[^/]+(/r/[\w-]+)", page)
    assert link is not None
    return link[1]


def _send_all(client: Client, numbers: Iterator[int], storm: Storm) -> None:
    while True:
        with storm.lock:
            number = next(numbers, None)
        if number is None:
            return
        key, began = uuid4(), time.monotonic()
        while (receipt := _try(client, key, number)) is None:
            assert time.monotonic() - began < GIVE_UP_S, "a client gave up"
            with storm.lock:
                storm.retries += 1
            time.sleep(0.05)
        with storm.lock:
            storm.acknowledged[receipt] = time.monotonic() - began


def _try(client: Client, key: UUID, number: int) -> UUID | None:
    try:
        return client.send(key, number)
    except OSError:
        return None


def _kill_in_turn(
    house: Installation,
    process: "subprocess.Popen[str]",
    storm: Storm,
    pause: float,
    over: threading.Event,
) -> None:
    chance = random.Random(20261122)
    while not over.wait(pause * chance.uniform(0.5, 1.5)):
        victim = chance.choice(("database", *CHILDREN))
        try:
            _kill(victim, house, process)
        except (OSError, ValueError, IndexError):
            continue  # it was down already
        storm.kills[victim] += 1


def _kill(victim: str, house: Installation, process: "subprocess.Popen[str]") -> None:
    if victim == "database":
        os.kill(house.postmaster(), signal.SIGKILL)
        return
    first = children(process.pid)[CHILDREN.index(victim)]
    for pid in [*children(first), first]:
        os.kill(pid, signal.SIGKILL)


def _wait_for_deliveries(house: Installation, seconds: float) -> None:
    """The worker falls behind while clients press; what follows from it all may take longer."""
    sql = "select count(*) from journal_delivery where state = 'due' and due_at <= now() + '1 min'"
    until(lambda: _ask(house, sql)[0] == (0,), seconds)


def _count(house: Installation, storm: Storm) -> dict[str, int]:
    """What must be nought, asked of the rows."""
    with _bulk(house) as database:
        database.execute("create temporary table told (key uuid primary key)")
        with database.cursor().copy("copy told from stdin") as copy:
            for key in storm.acknowledged:
                copy.write_row([key])
        return {name: database.execute(sql).fetchone()[0] for name, sql in _NOUGHT.items()}  # type: ignore[index]


_MINE = "(select referral_id from referrals_receipt r join told t on t.key = r.key)"
_EVENTS = f"""(select e.id, e.subject_id from journal_event e
   where e.name = 'ReferralReceived' and e.subject_id in {_MINE})"""
_NOUGHT = {
    "acknowledged and lost": """select count(*) from told where not exists
        (select from referrals_receipt r join referrals_referral f on f.id = r.referral_id
         join people_person p on p.person_id = f.person_id where r.key = told.key)""",
    "taken in twice": """select count(*) from (select key from referrals_receipt
        where key in (select key from told) group by key having count(*) > 1) x""",
    "people of one name": """select count(*) from (select family_name from people_person
        where family_name like 'Number %' group by family_name having count(*) > 1) x""",
    "without exactly one event": f"""select count(*) from {_MINE} m where
        (select count(*) from {_EVENTS} e where e.subject_id = m.referral_id) <> 1""",
    "without exactly one delivery for each handler, done": f"""select count(*) from {_EVENTS} e
        where (select count(*) from journal_delivery d where d.event_id = e.id) <> 3
           or exists
             (select from journal_delivery d where d.event_id = e.id and state <> 'done')""",
    "without exactly one message to the practice, sent": f"""select count(*) from {_EVENTS} e
        where (select count(*) from messaging_message m where m.cause = e.id and m.state = 'sent')
          <> 1""",
    "without exactly one task": f"""select count(*) from {_EVENTS} e
        where (select count(*) from tasks_task t where t.cause = e.id) <> 1""",
}


@contextmanager
def _bulk(house: Installation) -> Iterator[psycopg.Connection]:
    house.server.ensure_running()
    with house.server.superuser(DATABASE) as connection:
        yield connection


def _ask(house: Installation, sql: str) -> list[tuple[int, ...]]:
    with _bulk(house) as database:
        return database.execute(sql).fetchall()


def kills() -> list[Figure]:
    """10,000 referrals by 8 clients."""
    with tempfile.TemporaryDirectory(prefix="linkwell-kills-") as folder:
        home = Path(folder) / "home"
        storm, nought = run(home, 10_000, pause=4.0)
        Installation(home).remove()
    print(f"kills: {storm.kills}, {storm.retries} tries again", flush=True)
    return [
        *(Figure(f"referrals {name}", count, 0, "") for name, count in nought.items()),
        Figure("worst wait of a client", round(storm.worst_wait, 1), 15, "s"),
    ]
