"""Carry values between server, keeper and workers over sockets: JSON after its length."""

import asyncio
import json
import socket
import struct
from typing import Any

_LENGTH = struct.Struct(">I")


def pack(value: dict[str, Any]) -> bytes:
    """Return the bytes of a message."""
    content = json.dumps(value).encode()
    return _LENGTH.pack(len(content)) + content


def send(connection: socket.socket, value: dict[str, Any]) -> None:
    """Send a message."""
    connection.sendall(pack(value))


def receive(connection: socket.socket) -> dict[str, Any] | None:
    """Return the next message, or nothing where the other side is gone."""
    head = _receive_exactly(connection, _LENGTH.size)
    content = head and _receive_exactly(connection, _LENGTH.unpack(head)[0])
    return dict(json.loads(content)) if content else None


async def receive_soon(connection: socket.socket) -> dict[str, Any] | None:
    """Return the next message as `receive` does, of a socket that does not block."""
    loop = asyncio.get_running_loop()

    async def exactly(count: int) -> bytes | None:
        parts = bytearray()
        while len(parts) < count:
            part = await loop.sock_recv(connection, min(count - len(parts), 1 << 20))
            if not part:
                return None
            parts += part
        return bytes(parts)

    head = await exactly(_LENGTH.size)
    content = head and await exactly(_LENGTH.unpack(head)[0])
    return dict(json.loads(content)) if content else None


async def until_readable(connection: socket.socket) -> None:
    """Wait until there is something to receive."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(connection, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(connection)


def _receive_exactly(connection: socket.socket, count: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < count:
        part = connection.recv(min(count - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)
