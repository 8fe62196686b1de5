"""The HTTP client: one connection for each call in flight, and no more than a call needs.

httpx's client rebuilds cookies, redirects and form bodies that the Bot API never uses, and the pool
below it, httpcore's, looks at each of its connections, with a system call for each idle one, before
and after every request. Here each call takes a free pool of one connection, the last used first.
"""

import asyncio
import ssl
from typing import Any

import httpcore
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

READ, CONNECT = 15.0, 10.0
"""Seconds to wait for an answer, and for a connection, unless a call says otherwise."""
KEPT = 60.0
"""Seconds for which an idle connection is kept."""
FAILURES = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


class Pool(BaseRequest):
    """Hands each request to a connection that is free; a call waits for one as long as it takes.

    Proxies come from the settings alone, not from the environment. Uploads, rare and large, go
    through python-telegram-bot's own client.
    """

    def __init__(self, size: int, proxy: str | None, trusted: ssl.SSLContext) -> None:
        """`trusted` is best shared: an SSL context takes a megabyte and 20 ms."""
        self._trusted, self._proxy = trusted, _proxy(proxy) if proxy else None
        self._all = [self._make() for _ in range(size)]
        self._uploads = HTTPXRequest(
            proxy=proxy, httpx_kwargs={"verify": trusted, "trust_env": False}
        )
        agent = ("User-Agent", self.USER_AGENT)
        self._headers = (agent, ("Accept", "*/*"), ("Content-Type", "application/json"))
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
        for pool in self._all:
            await pool.aclose()

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
        content = request_data.json_payload if request_data else b"{}"
        async with self._places:
            pool, left = self._free.pop(), True
            try:
                # httpcore has no time limit for the greeting of a SOCKS proxy.
                async with asyncio.timeout(CONNECT + CONNECT + read):
                    response = await pool.request(
                        method,
                        url,
                        headers=self._headers,
                        content=content,
                        extensions={"timeout": timeouts},
                    )
                left = False
            except (httpcore.TimeoutException, TimeoutError) as error:
                left = False
                raise TimedOut from error
            except FAILURES as error:
                left = False
                raise NetworkError(type(error).__name__) from error
            finally:
                self._free.append(self._fresh() if left else pool)
        return response.status, response.content

    def _make(self) -> httpcore.AsyncConnectionPool:
        return httpcore.AsyncConnectionPool(
            self._trusted,
            self._proxy,
            max_connections=1,
            max_keepalive_connections=1,
            keepalive_expiry=KEPT,
        )

    def _fresh(self) -> httpcore.AsyncConnectionPool:
        """Another pool, in place of one whose request was cancelled: that one may hold a connection
        that never opens (httpcore issue 1093). It is closed with the others.
        """
        self._all.append(self._make())
        return self._all[-1]


def _proxy(address: str) -> httpcore.Proxy:
    parsed = httpx.Proxy(address)
    return httpcore.Proxy(str(parsed.url), parsed.raw_auth)
