"""One connection for each call in flight.

httpcore looks at every connection of a pool, with a system call for each idle one, before and after
each request: at sixteen connections that costs more than the request. Pools of one connection each,
the last used taken first, cost the same at any size. (Measured: 439 against 533 updates a second.)
"""

import asyncio
from typing import Any

import httpx
from telegram.request import BaseRequest, HTTPXRequest

READ, CONNECT = 15.0, 10.0
"""Seconds to wait for an answer, and for a connection."""


class Pool(BaseRequest):
    """Hands each request to a client that is free. A call waits for one as long as it takes."""

    def __init__(self, size: int, proxy: str | None) -> None:
        trusted = httpx.create_ssl_context()  # shared: a context takes a megabyte and 20 ms
        self._all = [
            HTTPXRequest(
                connection_pool_size=1,
                read_timeout=READ,
                connect_timeout=CONNECT,
                pool_timeout=READ + CONNECT,
                proxy=proxy,
                httpx_kwargs={"verify": trusted},
            )
            for _ in range(size)
        ]
        self._free = list(self._all)
        self._places = asyncio.Semaphore(size)

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer unless a call says otherwise."""
        return READ

    async def initialize(self) -> None:
        """Make the clients ready."""
        for request in self._all:
            await request.initialize()

    async def shutdown(self) -> None:
        """Close all connections."""
        for request in self._all:
            await request.shutdown()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request; arguments, result and errors are those of `HTTPXRequest`."""
        async with self._places:
            request = self._free.pop()
            try:
                return await request.do_request(*args, **kwargs)
            finally:
                self._free.append(request)
