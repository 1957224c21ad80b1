"""How fast is the peer itself? A client that does next to nothing: it polls, and answers each text with one word."""

import asyncio
import os
import re
from urllib.parse import urlsplit

TOKEN = os.environ["TELEGRAM_BOT_TOKEN"]
CHATS = re.compile(rb'"update_id":(\d+),"message":\{.*?"chat":\{"id":(\d+)')
SENDERS = 16


async def call(streams: tuple[asyncio.StreamReader, asyncio.StreamWriter], method: str, body: bytes) -> bytes:
    reader, writer = streams
    writer.write(
        b"POST /bot%b/%b HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b" % (_TOKEN, method.encode(), len(body), body)
    )
    head = await reader.readuntil(b"\r\n\r\n")
    return await reader.readexactly(int(head.rpartition(b": ")[2]))


async def send(streams: tuple[asyncio.StreamReader, asyncio.StreamWriter], chats: "asyncio.Queue[bytes]") -> None:
    while True:
        await call(streams, "sendMessage", b"chat_id=%b&text=heard" % await chats.get())


async def main() -> None:
    port = urlsplit(os.environ["TELEGRAM_API_URL"]).port
    lines = [await asyncio.open_connection("127.0.0.1", port, limit=2**22) for _ in range(1 + SENDERS)]
    chats: asyncio.Queue[bytes] = asyncio.Queue()
    sending = [asyncio.create_task(send(streams, chats)) for streams in lines[1:]]
    offset = 0
    while sending:
        for update, chat in CHATS.findall(await call(lines[0], "getUpdates", b"timeout=25&offset=%d" % offset)):
            offset = int(update) + 1
            chats.put_nowait(chat)


_TOKEN = TOKEN.encode()

if __name__ == "__main__":
    asyncio.run(main())
