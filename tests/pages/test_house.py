"""What every request leaves behind, and what watchers are told."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from linkwell.config.logging import make_handler


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the request log writes meanwhile."""
    stream, logger = io.StringIO(), logging.getLogger("linkwell.config.requests")
    handler = make_handler(stream)
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def _lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.django_db
def test_a_request_is_logged_by_its_route_and_id(client: Client, log: io.StringIO) -> None:
    answer = client.get("/healthz?who=canary-maureen")
    (line,) = _lines(log)
    assert (line["method"], line["route"], line["status"]) == ("GET", "healthz", 200)
    assert line["request_id"] == answer["X-Request-Id"]
    assert "canary" not in log.getvalue()


@pytest.mark.security
@pytest.mark.django_db
def test_a_404_carries_no_id_and_its_path_is_not_logged(client: Client, log: io.StringIO) -> None:
    answer = client.get(f"/canary-{uuid4()}")
    assert answer.status_code == 404
    assert "X-Request-Id" not in answer
    (line,) = _lines(log)
    assert line["status"] == 404
    assert "canary" not in log.getvalue()


@pytest.mark.django_db
def test_health_names_the_last_good_run_of_each_job(client: Client) -> None:
    body = client.get("/healthz").json()
    assert (body["status"], body["database"]) == ("ok", "ok")
    assert "worker" in body["jobs"]


@pytest.mark.django_db(transaction=True)
def test_health_says_so_when_the_database_is_out_of_reach(client: Client) -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "nowhere"
    try:
        answer = client.get("/healthz")
    finally:
        connection.settings_dict["NAME"] = name
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "database": "unreachable"}


def test_health_is_for_reading_only(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
