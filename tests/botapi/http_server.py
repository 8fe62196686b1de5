"""The HTTP edge: requests in, answers out, connections broken where a fault says so."""

import asyncio
import json
import socket
import struct
from collections.abc import Callable
from functools import partial
from typing import Any

from aiohttp import web

from tests.botapi.errors import ApiError
from tests.botapi.exchange import Answer, Exchange
from tests.botapi.params import Upload, decode_form, unquote
from tests.botapi.values import Json

_LARGEST = 64 << 20
_RESET = struct.pack("ii", 1, 0)
_NOT_FOUND = ApiError(404, "Not Found")


Control = Callable[[str, Json], Any]
"""What `/control/NAME` does with its arguments; returns something that fits JSON. May raise
LookupError, TypeError or ValueError.
"""


class HttpServer:
    """Serves one bot on 127.0.0.1. Port 0 takes a free one; `port` tells which after `start`."""

    def __init__(self, exchange: Exchange, control: Control, port: int) -> None:
        self._exchange, self._control, self.port = exchange, control, port
        self._runner: web.ServerRunner | None = None

    async def start(self) -> None:
        """Listen."""
        loop = asyncio.get_running_loop()
        request = partial(web.BaseRequest, loop=loop, client_max_size=_LARGEST)
        server = web.Server(self._handle, request_factory=request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every connection."""
        self._exchange.world.updates.end_poll(replaced=False)
        if self._runner:
            await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path, _, query = request.raw_path.partition("?")
        place, _, name = unquote(path).rpartition("/")
        try:
            fields = await _fields(request, query)
        except web.HTTPRequestEntityTooLarge:
            return _response(_error(ApiError(413, "Request Entity Too Large")))
        except ValueError:
            return _response(_error(ApiError(400, "Bad Request: can't parse the request")))
        if place == "/control":
            return _response(self._steer(name, fields))
        if not place.startswith("/bot"):
            return _response(_error(_NOT_FOUND))
        token, alive = place.removeprefix("/bot"), partial(_alive, request)
        answer = await self._exchange.serve(token, name, fields, alive)
        if answer.broken:
            _break(request, answer.broken)
        return _response(answer)

    def _steer(self, name: str, arguments: Json) -> Answer:
        try:
            result = self._control(name, arguments)
        except (LookupError, TypeError, ValueError) as error:
            return _error(ApiError(400, f"{type(error).__name__}: {error}"))
        return Answer(200, json.dumps(result).encode())


async def _fields(request: web.BaseRequest, query: str) -> Json:
    """Parameters from the query and the body, of whatever kind it is."""
    fields = decode_form(query.encode()) if query else {}
    if not request.body_exists:
        return fields
    if request.content_type == "application/json":
        return fields | dict(json.loads(await request.read()))
    if request.content_type == "multipart/form-data":
        form = await request.post()
        return fields | {name: _part(value) for name, value in form.items()}
    return fields | decode_form(await request.read())


def _part(value: str | bytes | bytearray | web.FileField) -> str | Upload:
    if isinstance(value, web.FileField):
        with value.file as file:
            return Upload(value.filename, value.content_type, file.read())
    return value if isinstance(value, str) else value.decode()


def _error(error: ApiError) -> Answer:
    return Answer(error.code, json.dumps(error.body).encode())


def _response(answer: Answer) -> web.Response:
    status = answer.status or 200
    return web.Response(body=answer.body, status=status, content_type=answer.content_type)


def _alive(request: web.BaseRequest) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def _break(request: web.BaseRequest, how: str) -> None:
    """End the connection without an answer; "reset" makes the kernel send RST."""
    transport = request.transport
    if transport is None:
        return
    if how == "reset":
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        transport.abort()
    else:
        transport.close()
