"""The HTTP client behind the Bot API: aiohttp in the place of python-telegram-bot's httpx.

Why not httpx? It costs 5 ms of CPU a call, more than everything else in a turn together; python-telegram-bot
documents `BaseRequest` as the place to exchange it. It also tells apart what matters for sending once only: whether a
request broke before or after its bytes may have reached Telegram.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from pydantic_core import from_json, to_json
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
POOL_SIZE = 64
JSON_HEADERS = {"Content-Type": "application/json"}


class NotDeliveredError(NetworkError):
    """The request did not reach Telegram: repeating it cannot send anything twice."""


@dataclass(frozen=True, slots=True)
class JsonFields:
    """The fields of a call, in the place of python-telegram-bot's RequestData, which only it can make."""

    fields: Mapping[str, Any]


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's transport on aiohttp. One pool of connections, made on `initialize`."""

    def __init__(self, base_url: str, pool_size: int = POOL_SIZE) -> None:
        """`base_url` is the Bot API's."""
        self._base_url = base_url
        self._pool_size = pool_size
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return READ_SECONDS

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._pool_size, keepalive_timeout=60)
            # A proxy is taken from the environment as other programs take it, but once, and not at each call.
            self._session = aiohttp.ClientSession(connector=connector, proxy=_proxy(self._base_url))

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post_json(self, url: str, fields: Mapping[str, Any], read_timeout: float | None = None) -> Any:
        """What the Bot API answers to `fields` sent as JSON; raises python-telegram-bot's errors."""
        timeout = READ_SECONDS if read_timeout is None else read_timeout
        # `post` hands the data on to `do_request` below, and puts the answer's errors into words.
        return await self.post(url, cast(RequestData, JsonFields(fields)), read_timeout=timeout)

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """What an answer says. Raises TelegramError when it is no JSON."""
        try:
            return from_json(payload)
        except ValueError:
            # python-telegram-bot's way takes longer, and takes halves of characters: one must not hold up all updates.
            return BaseRequest.parse_json_payload(payload)

    async def do_request(  # noqa: PLR0913, PLR0917 - the signature is python-telegram-bot's
        self,
        url: str,
        method: str,
        request_data: RequestData | JsonFields | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the transport is used before initialize()")
        read = READ_SECONDS if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=_timeout(read)
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotDeliveredError(f"cannot connect: {_reason(error)}") from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"the connection broke: {_reason(error)}") from error


def seconds_asked(error: RetryAfter) -> float:
    """How long Telegram asks to wait; python-telegram-bot says it in one of two types."""
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()


@lru_cache
def _timeout(read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(sock_connect=CONNECT_SECONDS, sock_read=read)


def _proxy(url: str) -> str | None:
    parts = urlsplit(url)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    return getproxies().get(parts.scheme)


def _body(request_data: RequestData | JsonFields | None) -> tuple[Any, Mapping[str, str] | None]:
    """The body, and the headers that tell what it is."""
    if request_data is None:
        return None, None
    if isinstance(request_data, JsonFields) or not request_data.contains_files:
        fields = request_data.fields if isinstance(request_data, JsonFields) else request_data.parameters
        return to_json(fields), JSON_HEADERS
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form, None


def _reason(error: Exception) -> str:
    """What happened, without the address: it holds the token."""
    cause = error.__cause__ or getattr(error, "os_error", None)
    return cause.strerror or type(cause).__name__ if isinstance(cause, OSError) else type(error).__name__
