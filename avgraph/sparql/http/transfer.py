"""Exchange requests for responses within limits of time and size."""

import queue
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import requests

from avgraph.errors import HttpError
from avgraph.sparql.http.address import shown

LARGEST_RESPONSE = 2**30
"""Bytes of a response beyond which it is refused."""
LARGEST_ACKNOWLEDGEMENT = 2**20
"""The same of a response that is to say no more than that something is done."""
SECONDS_TO_ACKNOWLEDGE = 30.0
"""Within which such a response, or that of an error, must be there once it has begun."""
SLOWEST = 100_000
"""Bytes a second; what is sent or received adds its share of time to that of a request."""
_PIECE = 2**16
_BOMB = (2**26, 200)
"""Bytes beyond which a response may not be packed so many times."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered."""

    status: int
    content_type: str
    content: bytes

    @property
    def media_type(self) -> str:
        """The media type, in small letters and without its parameters."""
        return self.content_type.partition(";")[0].strip().lower()


@dataclass(slots=True)
class Transfer:
    """A request under way, and until when."""

    end: float
    largest: int
    received: int = 0
    is_abandoned: bool = False
    outcome: "queue.SimpleQueue[Response | BaseException]" = field(default_factory=queue.SimpleQueue)

    def remaining(self) -> float:
        """Return the seconds that are left."""
        return self.end + self.received / SLOWEST - time.monotonic()

    def read(self, response: requests.Response) -> bytes:
        """Return the body of a response."""
        content = bytearray()
        for piece in _unpacked(self._received(response), response.headers.get("Content-Encoding", "").strip().lower()):
            content += piece
            if len(content) > self.largest:
                raise HttpError(f"answers with more than {self.largest:,} bytes; ask for less")
            if len(content) > max(_BOMB[0], _BOMB[1] * self.received):
                raise HttpError(f"answers with what is packed more than {_BOMB[1]} times, which no answer is")
        return bytes(content)

    def _received(self, response: requests.Response) -> Iterator[bytes]:
        for piece in response.raw.stream(_PIECE, decode_content=False):
            if self.is_abandoned:
                break
            self.received += len(piece)
            yield piece


def run(transfer: Transfer, exchange: Callable[[], Response]) -> Response:
    """Return the response of an exchange, in a thread, as a server that drips can hold up whoever reads. Raises TimeoutError."""

    def work() -> None:
        try:
            transfer.outcome.put(exchange())
        except BaseException as error:  # noqa: BLE001  (raised again where it is waited for)
            transfer.outcome.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        while (seconds := transfer.remaining()) > 0:
            try:
                outcome = transfer.outcome.get(timeout=seconds)
            except queue.Empty:
                continue
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome
        raise TimeoutError
    finally:
        transfer.is_abandoned = True


def _unpacked(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Yield a body as it was before it was packed, in pieces of bounded size."""
    if coding in ("", "identity"):
        yield from pieces
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise HttpError(f"answers in the coding {shown(coding)!r}, which was not asked for")
    decoder: Any = None
    for received in pieces:
        piece = received
        if decoder is None and piece:
            # Some servers send deflate without its envelope.
            has_envelope = piece[0] & 15 == 8 and int.from_bytes(piece[:2], "big") % 31 == 0
            decoder = zlib.decompressobj(47 if coding != "deflate" or has_envelope else -15)
        while piece:
            decoder = zlib.decompressobj(47) if decoder.eof else decoder
            yield decoder.decompress(piece, 2**20)
            piece = decoder.unconsumed_tail or decoder.unused_data
    if decoder is not None:
        yield decoder.flush()
        if not decoder.eof:
            raise HttpError("answers with a packed body that breaks off")
