"""The Bot API's address holds the token: what goes wrong is told without it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram.error import NetworkError

from bench.ports import reserved_port
from bot.telegram.transport import AiohttpRequest, NotDeliveredError
from tests.telegram.conftest import TOKEN


@pytest.fixture
async def transport() -> AsyncIterator[AiohttpRequest]:
    transport = AiohttpRequest("http://127.0.0.1")
    await transport.initialize()
    yield transport
    await transport.shutdown()


async def test_an_answer_that_is_not_http_is_told_without_the_token(transport: AiohttpRequest) -> None:
    async def speak_nonsense(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"nonsense\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(speak_nonsense, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(NetworkError, match="the connection broke") as failed:
            await transport.post_json(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe", {})
    assert TOKEN in str(failed.value.__cause__)
    assert TOKEN not in failed.value.message


async def test_where_nobody_listens_nothing_was_delivered(transport: AiohttpRequest) -> None:
    with reserved_port() as port, pytest.raises(NotDeliveredError) as failed:
        await transport.post_json(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe", {})
    assert TOKEN not in failed.value.message
