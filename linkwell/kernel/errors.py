"""Errors are sentences that say what and where, each with a code that programs may rely on."""

from typing import ClassVar


class LinkwellError(Exception):
    """Something that a person is told about.

    `sentence` is whole, plain and free of personal data; `code` never changes once published.
    """

    code: ClassVar[str] = "error"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class InputAtFault(LinkwellError):
    """What was given cannot be used. CLI exit status 1, HTTP 400.

    `where` names the field, file or line; empty when the sentence already says it.
    """

    code = "input_at_fault"

    def __init__(self, sentence: str, *, where: str = "") -> None:
        super().__init__(f"{where}: {sentence}" if where else sentence)
        self.where = where


class NotThere(LinkwellError):
    """Missing, or forbidden: the two are never told apart. HTTP 404."""

    code = "not_there"

    def __init__(self) -> None:
        super().__init__("There is nothing here, or it is not yours to open.")


class WrongState(LinkwellError):
    """The thing has moved on since it was shown. HTTP 409."""

    code = "wrong_state"


class NotReady(LinkwellError):
    """The installation lacks something it may not run without. CLI exit status 1."""

    code = "not_ready"
