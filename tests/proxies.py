"""Proxies as operators have them: HTTP and SOCKS5, open, with a password, unwilling or silent."""

import asyncio
import base64
import contextlib
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import ClassVar, Self
from urllib.parse import quote, urlsplit

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
HOST = "127.0.0.1"
USER = "zhang"


class Listener:
    """Something that listens on loopback within an `async with`; `port` is its own choice."""

    def __init__(self) -> None:
        self.port = 0
        self._tls: ssl.SSLContext | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, HOST, self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._quietly(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _quietly(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with closing(writer):
            with contextlib.suppress(OSError, EOFError, ValueError):
                await self.serve(reader, writer)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak with one client until its connection may be closed."""
        raise NotImplementedError


class Proxy(Listener):
    """With a password it wants that of `USER`; `refuses` to go anywhere; `silent`: takes what it is
    told and says nothing.
    """

    scheme: ClassVar[str]

    def __init__(self, *, password: str = "", refuses: bool = False, silent: bool = False) -> None:
        super().__init__()
        self.password, self.refuses, self.silent = password, refuses, silent
        self.asked: list[str] = []
        """Where it was asked to go."""

    def url(self, password: str = "") -> str:
        """Its address for BOT_PROXY, perhaps with a password."""
        user = f"{USER}:{quote(password, safe='')}@" if password else ""
        return f"{self.scheme}://{user}{HOST}:{self.port}"


class HttpProxy(Proxy):
    """Tunnels with CONNECT, and forwards requests for http addresses, one for each connection."""

    scheme = "http"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(1)
        if not first.isalpha():
            await _say(writer, "400 Bad Request")
            return
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, _, headers = head.partition("\r\n")
        method, target, _ = line.split(" ")
        self.asked.append(f"{method} {target}")
        known = base64.b64encode(f"{USER}:{self.password}".encode()).decode()
        if self.silent:
            await reader.read()
        elif self.password and f"basic {known}".casefold() not in headers.casefold():
            await _say(writer, "407 Proxy Authentication Required")
        elif self.refuses:
            await _say(writer, "403 Forbidden")
        elif method == "CONNECT":
            host, _, port = target.rpartition(":")
            async with connected(host, int(port)) as there:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await relay((reader, writer), there)
        else:
            url = urlsplit(target)
            assert url.hostname is not None
            async with connected(url.hostname, url.port or 80) as there:
                place = url.path + (f"?{url.query}" if url.query else "")
                asked = f"{method} {place} HTTP/1.1\r\nConnection: close\r\n{headers}"
                there[1].write(asked.encode("latin-1"))
                await relay((reader, writer), there)


class SocksProxy(Proxy):
    """SOCKS5 (RFC 1928, 1929) to IPv4 addresses and names."""

    scheme = "socks5"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        version, count = await reader.readexactly(2)
        if version != 5:
            raise ValueError("no SOCKS5")
        methods = await reader.readexactly(count)
        wanted = 2 if self.password else 0
        if self.silent:
            await reader.read()
        if wanted not in methods:
            writer.write(b"\x05\xff")
            return
        writer.write(bytes([5, wanted]))
        if self.password and not await self._known(reader, writer):
            return
        _, _, _, kind = await reader.readexactly(4)
        size = 4 if kind == 1 else (await reader.readexactly(1))[0]
        address = await reader.readexactly(size)
        host = ".".join(map(str, address)) if kind == 1 else address.decode()
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.asked.append(f"{host}:{port}")
        if self.refuses:
            writer.write(b"\x05\x02\x00\x01" + bytes(6))
            return
        async with connected(host, port) as there:
            writer.write(b"\x05\x00\x00\x01" + bytes(6))
            await relay((reader, writer), there)

    async def _known(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await reader.readexactly(1)
        user = await reader.readexactly((await reader.readexactly(1))[0])
        password = await reader.readexactly((await reader.readexactly(1))[0])
        known = (user.decode(), password.decode()) == (USER, self.password)
        writer.write(b"\x01\x00" if known else b"\x01\x01")
        return known


class Page(Listener):
    """A web server that has nothing but one page, whatever it is asked for."""

    def __init__(self, status: str, body: str = "") -> None:
        super().__init__()
        self.status, self.body = status, body

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await _say(writer, self.status, self.body)


class Tls(Listener):
    """Puts TLS before a server on loopback."""

    def __init__(self, port: int, certificate: Path) -> None:
        """`certificate` holds the key too."""
        super().__init__()
        self._behind = port
        self._tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._tls.load_cert_chain(certificate)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with connected(HOST, self._behind) as there:
            await relay((reader, writer), there)


@contextlib.asynccontextmanager
async def closing(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    """Close a stream in the end."""
    try:
        yield
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


@contextlib.asynccontextmanager
async def connected(host: str, port: int) -> AsyncIterator[Streams]:
    """A connection, closed in the end."""
    reader, writer = await asyncio.open_connection(host, port)
    async with closing(writer):
        yield reader, writer


async def relay(one: Streams, other: Streams) -> None:
    """Pass on what either side says until one of them ends."""
    ways = [asyncio.create_task(_pass_on(one[0], other[1]))]
    ways.append(asyncio.create_task(_pass_on(other[0], one[1])))
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()


async def _say(writer: asyncio.StreamWriter, status: str, body: str = "") -> None:
    body = f"<html><body>{status} {body}</body></html>"
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}"
    writer.write(f"{head}\r\nConnection: close\r\n\r\n{body}".encode())
    await writer.drain()
