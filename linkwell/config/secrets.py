"""The installation's secret, and the passwords that are derived from it."""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from linkwell.kernel.errors import NotReady


def secret_key(home: Path, environ: Mapping[str, str]) -> str:
    """LINKWELL_SECRET_KEY, else the key kept in `home`/secret-key, made on first use."""
    given = environ.get("LINKWELL_SECRET_KEY")
    return given or kept_secret(home / "secret-key")


def kept_secret(path: Path) -> str:
    """The secret in the file `path`, mode 0600; a new one where there is none.

    Safe when two processes make it at once: both get the same.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _publish(path, secrets.token_urlsafe(50))
        return path.read_text().strip()
    except OSError as error:
        raise NotReady(f"The secret in {path} cannot be read or made: {error.strerror}.") from error


def _publish(path: Path, value: str) -> None:
    """Write `path` whole or not at all, and never over what another process has just written."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process was first: its secret stands
    finally:
        draft.unlink()


def role_password(key: str, role: str) -> str:
    """The password of a database role: derived, so that it is stored nowhere."""
    digest = hmac.new(key.encode(), f"linkwell database role {role}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")
