"""A publisher's server on this machine, that answers as it is told: well, badly, or on and on."""

import gzip
import json
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Sent: TypeAlias = Iterable[bytes]  # what goes over the wire, part by part


@dataclass(frozen=True)
class Asked:
    path: str
    page: int
    headers: Mapping[str, str]


@dataclass
class Server:
    """`port` is where it listens; `asked` what it was asked; `connections` how often."""

    port: int = 0
    connections: int = 0
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str = "/services") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def serving(
    answer: Callable[[Asked], Sent],
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Server]:
    told = Server()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            told.connections += 1
            try:
                if tls is not None:
                    self.connection = tls.wrap_socket(self.request, server_side=True)
                    self.rfile = self.connection.makefile("rb")
                asked = _asked(self.rfile.readline(), iter(self.rfile.readline, b"\r\n"))
                told.asked.append(asked)
                for part in answer(asked):
                    self.connection.sendall(part)
            except (OSError, ValueError):
                return  # whoever asked has gone, or spoke no HTTP
            finally:
                self.connection.close()

    class Threads(socketserver.ThreadingTCPServer):
        allow_reuse_address, daemon_threads, block_on_close = True, True, False

    with Threads((host, port), Handler) as server:
        told.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield told
        finally:
            server.shutdown()


def _asked(first: bytes, lines: Iterable[bytes]) -> Asked:
    path = first.decode().split(" ")[1]
    pairs = (line.decode().split(":", 1) for line in lines if b":" in line)
    page = parse_qs(urlsplit(path).query).get("page", ["1"])[0]
    return Asked(path, int(page), {name.lower(): value.strip() for name, value in pairs})


def head(status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "Connection: close", "", ""]).encode()


def whole(body: bytes, status: str = "200 OK", **headers: str) -> list[bytes]:
    return [head(status, Content_Length=str(len(body)), **headers), body]


def as_json(value: Any, **headers: str) -> list[bytes]:
    return whole(json.dumps(value).encode(), Content_Type="text/html", **headers)


def redirect(to: str) -> list[bytes]:
    return whole(b"", "302 Found", Location=to)


def page_3(records: list[Any], number: int, total: int) -> dict[str, Any]:
    """The envelope of ORUK 3.0 and HSDS 3."""
    return {"total_items": total * len(records), "total_pages": total, "page_number": number,
            "size": len(records), "first_page": number == 1, "last_page": number == total,
            "empty": not records, "contents": records}  # fmt: skip


def page_1(records: list[Any], number: int, total: int) -> dict[str, Any]:
    """The envelope of ORUK 1.0."""
    return {"totalElements": total * len(records), "totalPages": total, "number": number,
            "size": len(records), "first": number == 1, "last": number == total,
            "empty": not records, "content": records}  # fmt: skip


@cache
def gzip_bomb(megabytes: int, of: bytes = b" ") -> bytes:
    """Spaces before a list: JSON, if anybody unpacks it all."""
    return gzip.compress(of * (megabytes * 1024 * 1024) + b"[]")


@dataclass(frozen=True)
class Certified:
    server: ssl.SSLContext
    trusted: ssl.SSLContext


def certified(name: str, folder: Path) -> Certified:
    """A certificate for that name, and who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(issuer)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    file = folder / f"{name}.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + pem
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return Certified(server, ssl.create_default_context(cadata=pem.decode()))
