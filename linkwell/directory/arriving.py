"""The answers of a feed are kept as they come, so that who goes on where it was broken off asks for
none of them twice: if the first is still what it was."""

import json
from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from linkwell.directory import incoming
from linkwell.directory.feed_pages import Get
from linkwell.directory.fetching import Answer
from linkwell.kernel.addresses import read_web_address
from linkwell.tables.sealing import seal, unseal

_WHOLE = "whole"  # the mark that all of it is here


class KeptAnswers:
    """Asks as `get` does, and answers from what is kept where that was asked before."""

    def __init__(self, import_id: UUID, get: Get) -> None:
        self._import_id, self._get = import_id, get
        self._bytes = incoming.bytes_kept(import_id)

    def __call__(self, url: str, version: Mapping[str, str]) -> Answer:
        return self._kept(url) or self._asked(url)

    def begin(self, url: str) -> None:
        """Forget what is kept where its first answer is another now."""
        first = self._kept(url)
        if first is None or self.is_whole:
            return
        now = self._get(url, first.version)
        if now.status != 304 and (now.status, now.body) != (first.status, first.body):
            incoming.forget(self._import_id)
            self._bytes = 0
            self._keep(url, now)

    def version_of(self, url: str) -> Mapping[str, str]:
        """Of which version the answer that is kept was, as far as it told."""
        answer = self._kept(url)
        return answer.version if answer else {}

    @property
    def is_whole(self) -> bool:
        return incoming.kept(self._import_id, _WHOLE) is not None

    def end(self) -> None:
        """All of it is here: nobody is asked again."""
        incoming.keep(self._import_id, _WHOLE, b"")

    def _kept(self, url: str) -> Answer | None:
        data = incoming.kept(self._import_id, _file(url))
        if data is None:
            return None
        head, _, body = data.partition(b"\n")
        told = unseal(head.decode())  # its address may hold a key
        if told is None:
            return None
        said = json.loads(told)
        address = read_web_address(said["address"], or_loopback=True)  # it was checked when asked
        return Answer(said["status"], address, body, said["version"])

    def _asked(self, url: str) -> Answer:
        answer = self._get(url, {})
        self._keep(url, answer)
        return answer

    def _keep(self, url: str, answer: Answer) -> None:
        if self._bytes + len(answer.body) > incoming.MOST_KEPT:
            return
        self._bytes += len(answer.body)
        said = {
            "status": answer.status,
            "address": str(answer.address),
            "version": dict(answer.version),
        }
        head = seal(json.dumps(said)).encode()
        incoming.keep(self._import_id, _file(url), head + b"\n" + answer.body)


def _file(url: str) -> str:
    return f"page-{sha256(url.encode()).hexdigest()[:32]}"
