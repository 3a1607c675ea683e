"""What a log may hold: sentences of ours, codes, numbers, ids. Nothing that a person told us.

Four walls, since any one can be forgotten: only named keys pass; the arguments of a message are
left out unless they are numbers; of an exception only its kind and place is kept, for its words
may quote a row; and what looks like an NHS number, phone, e-mail or postcode is blotted out.
"""

import logging
import re
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog

ALLOWED = frozenset(
    {
        *("event", "level", "logger", "timestamp", "pid", "exception"),
        # A request: its route as written in urls.py, never its path.
        *("request_id", "route", "method", "status", "ms"),
        # A job or a delivery.
        *("job", "task", "queue", "delivery", "handler", "attempts", "error", "count"),
        # The house.
        *("database", "port", "version", "command", "reason"),
        "demo_story",  # the key of an invented one: no real story ever has a name here
    }
)

LEFT_OUT = "[left out]"

_SCRUBBERS = (
    re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"),  # e-mail
    re.compile(r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])"),  # NHS number
    re.compile(r"(?<![\w-])(?:\+44|0044|0)[ (]*\d(?:[ ()-]*\d){7,10}(?!\w)"),  # UK phone
    re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b", re.IGNORECASE),  # postcode
)

Event = MutableMapping[str, Any]


def scrub(text: str) -> str:
    """`text` without NHS numbers, UK phone numbers, e-mail addresses and postcodes."""
    for pattern in _SCRUBBERS:
        text = pattern.sub(LEFT_OUT, text)
    return text


def logging_settings() -> dict[str, Any]:
    """The `logging.config` dictionary: one JSON object a line, on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"standard_error": {"()": make_handler}},
        "root": {"handlers": ["standard_error"], "level": "INFO"},
        "loggers": {
            # "Not Found: /path" and its like: the request's own line says it without the path.
            "django.request": {"level": "ERROR"},
            "procrastinate": {"level": "WARNING"},
            "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }


def make_handler(stream: TextIO | None = None) -> logging.Handler:
    """A handler that writes to `stream`, by default standard error, what a log may hold."""
    handler = logging.StreamHandler(stream)
    handler.addFilter(_without_words)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
            ],
            processors=[
                _only_allowed,
                _scrubbed,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    return handler


def _without_words(record: logging.LogRecord) -> bool:
    """A filter that lets all pass, rid of arguments and of what an exception says.

    It comes before any formatting: a record that cannot be formatted is printed whole by Python.
    """
    record.msg, record.args = _message(record.msg, record.args), ()
    error = record.exc_info[1] if record.exc_info else None
    record.exc_info = record.exc_text = record.stack_info = None
    if error is not None:
        places = traceback.extract_tb(error.__traceback__)[-12:]
        record.exception = [
            f"{type(error).__name__}: {error}" if _speaks_of_code(error) else type(error).__name__,
            *(f"{place.filename}:{place.lineno} {place.name}" for place in places),
        ]
    return True


def _speaks_of_code(error: BaseException) -> bool:
    """Whether its words are names in the code, which say more than they could give away."""
    return isinstance(error, (ImportError, NameError, AttributeError))


def _message(template: object, given: Any) -> str:
    if not given:
        return str(template)
    try:
        if isinstance(given, Mapping):
            return str(template) % {name: _number(value) for name, value in given.items()}
        return str(template) % tuple(_number(value) for value in given)
    except (TypeError, ValueError):  # a "%d" that was given words
        return str(template)


def _number(value: object) -> object:
    return value if isinstance(value, (int, float)) else LEFT_OUT


def _only_allowed(_logger: Any, _method: str, event: Event) -> Event:
    return {key: value for key, value in event.items() if key in ALLOWED}


def _scrubbed(_logger: Any, _method: str, event: Event) -> Event:
    return {key: _scrub_value(value) for key, value in event.items()}


def _scrub_value(value: object) -> object:
    if isinstance(value, (bool, int, float, type(None))):
        return value
    if isinstance(value, list):
        return [_scrub_value(item) for item in value]
    return scrub(str(value))
