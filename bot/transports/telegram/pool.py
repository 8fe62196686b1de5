"""The HTTP client: one connection for each call in flight, and no more than a call needs.

httpx's pool looks at each of its connections, with a system call for each idle one, before and
after every request, and its client rebuilds cookies, redirects and form bodies that the Bot API
never uses. Here each call takes a free transport of one connection, the last used first.
"""

import asyncio
import ssl
from typing import Any

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

READ, CONNECT = 15.0, 10.0
"""Seconds to wait for an answer, and for a connection, unless a call says otherwise."""
ONE = httpx.Limits(max_connections=1, keepalive_expiry=60.0)


class Pool(BaseRequest):
    """Hands each request to a connection that is free; a call waits for one as long as it takes.

    Proxies come from the settings alone, not from the environment. Uploads, rare and large, go
    through python-telegram-bot's own client.
    """

    def __init__(self, size: int, proxy: str | None, trusted: ssl.SSLContext) -> None:
        """`trusted` is best shared: an SSL context takes a megabyte and 20 ms."""
        self._all = [
            httpx.AsyncHTTPTransport(
                verify=trusted,
                trust_env=False,
                limits=ONE,
                proxy=httpx.Proxy(proxy) if proxy else None,
            )
            for _ in range(size)
        ]
        self._uploads = HTTPXRequest(
            proxy=proxy, httpx_kwargs={"verify": trusted, "trust_env": False}
        )
        self._headers = {"User-Agent": self.USER_AGENT, "Content-Type": "application/json"}
        self._free = list(self._all)
        self._places = asyncio.Semaphore(size)

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer unless a call says otherwise."""
        return READ

    async def initialize(self) -> None:
        """Make the clients ready."""
        await self._uploads.initialize()

    async def shutdown(self) -> None:
        """Close all connections."""
        await self._uploads.shutdown()
        for transport in self._all:
            await transport.aclose()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        *args: Any,
        **kwargs: Any,
    ) -> tuple[int, bytes]:
        """Make a request: status and body. Raises `TimedOut` or `NetworkError`.

        Of the timeouts only that for reading counts.
        """
        if request_data and request_data.contains_files:
            return await self._uploads.do_request(
                url, method, request_data, read_timeout, *args, **kwargs
            )
        read = read_timeout if isinstance(read_timeout, int | float) else READ
        timeouts = {"connect": CONNECT, "read": read, "write": CONNECT, "pool": CONNECT}
        request = httpx.Request(
            method,
            url,
            headers=self._headers,
            content=request_data.json_payload if request_data else b"{}",
            extensions={"timeout": timeouts},
        )
        async with self._places:
            transport = self._free.pop()
            try:
                # httpx has no time limit for the greeting of a SOCKS proxy.
                async with asyncio.timeout(CONNECT + CONNECT + read):
                    response = await transport.handle_async_request(request)
                    return response.status_code, await response.aread()
            except (httpx.TimeoutException, TimeoutError) as error:
                raise TimedOut from error
            except httpx.HTTPError as error:
                raise NetworkError(type(error).__name__) from error
            finally:
                self._free.append(transport)
