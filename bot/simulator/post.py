"""Where does the bot's e-mail go? Into a mailbox of the simulator's own, through a real SMTP server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.simulator.chats import Json
from bot.simulator.world import World


@dataclass(frozen=True, slots=True)
class PostOffice:
    """Takes every mail, and keeps each Message-ID once, as mail programs show it."""

    world: World
    mails: dict[str, EmailMessage]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        mail = message_from_bytes(content, policy=SMTP_POLICY)
        self.mails[str(mail["Message-ID"])] = mail
        self.world.tell({"type": "mail"})
        return "250 OK"

    def as_json(self) -> list[Json]:
        """The newest first."""
        return [_shown(mail) for mail in reversed(self.mails.values())]


def _shown(mail: EmailMessage) -> Json:
    headers = {name.lower(): str(mail[name] or "") for name in ("Subject", "From", "To", "Reply-To", "Date")}
    body = mail.get_body(("plain",))
    return headers | {"id": str(mail["Message-ID"]), "text": body.get_content() if body else ""}


@asynccontextmanager
async def receive_mail(post: PostOffice, host: str = "127.0.0.1") -> AsyncIterator[str]:
    """A mail server until the block ends; gives its address for SMTP_URL."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(post, hostname="simulator"), host, 0)
    try:
        yield f"smtp://{host}:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()
