"""Files that come with a form are read in memory. A letter is small; a publisher's list may be
larger, from somebody who is signed in."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.urls import reverse

LIST_MOST = 20 * 1000 * 1000  # bytes of a list
_FORM_AROUND_IT = 100_000


class InMemory(MemoryFileUploadHandler):
    """What is larger than its page takes does not arrive at all."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        self.activated = content_length <= self._most()

    def _most(self) -> int:
        request = self.request
        user = getattr(request, "user", None)
        brings = request is not None and request.path == reverse("list-new")
        if brings and user is not None and user.is_authenticated:
            return LIST_MOST + _FORM_AROUND_IT
        return int(settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
