"""The tickets' e-mails leave: tried again while the server is away, told to the user when they are refused for good.

A crash between the server's taking a mail and our record of that sends it again, with the same Message-ID: mail
programs show it once.
"""

import asyncio
import logging
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote, urlsplit

import aiosmtplib
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.storage import Letter, Mailbox, insist
from bot.support.mail import TicketMail, compose

BATCH = 20
TIMEOUT_SECONDS = 30.0
FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 900.0
LONGEST_NAP_SECONDS = 30.0
SHORTEST_NAP_SECONDS = 0.2
PERMANENT = 500
"""SMTP's replies from here on will not change by trying again."""

SIGN_IN_WANTED = 530
"""A reply about our own account: the operator mends that, and the mail is not at fault."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `tls` from the first byte; otherwise STARTTLS, which `requires_tls` insists on."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool
    requires_tls: bool


def read_server(url: str) -> MailServer:
    """The server behind `smtps://user:password@host:465` or `smtp://host:587`.

    With `smtp`, encryption is used where the server has it, and required where a password would travel. The address
    was checked as a setting.
    """
    parts = urlsplit(url)
    tls = parts.scheme == "smtps"
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return MailServer(parts.hostname or "", parts.port or (465 if tls else 587), user, password, tls, user is not None)


class Mailing:
    """Sends what waits in the mailbox to the `desk`, the team's address as it is then, until it is stopped.

    `worker` is this process's number as a sender, once it has one; `refused` is called after each mail that was.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - wiring
        self,
        mailbox: Mailbox,
        clock: Clock,
        server: MailServer,
        sender: str,
        desk: Callable[[], str],
        worker: Callable[[], int | None],
        refused: Callable[[], None],
    ) -> None:
        self._mailbox = mailbox
        self._clock = clock
        self._server = server
        self._sender = sender
        self._desk = desk
        self._worker = worker
        self._refused = refused
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """A ticket was opened, or the clock was moved."""
        self._wake.set()

    async def run(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._send_due()
                nap = await self._nap()
            except SQLAlchemyError as error:
                log.warning("the database is away, trying again: %s", type(error).__name__)
                nap = FIRST_PAUSE_SECONDS
            with suppress(TimeoutError):
                async with asyncio.timeout(nap):
                    await self._wake.wait()

    async def _send_due(self) -> None:
        worker = self._worker()
        if worker is not None:
            for letter in await asyncio.to_thread(self._mailbox.take, worker, self._clock(), BATCH):
                await self._send(letter)

    async def _nap(self) -> float:
        """Seconds until the next letter is due."""
        due = await asyncio.to_thread(self._mailbox.next_due)
        nap = LONGEST_NAP_SECONDS if due is None else (due - self._clock()).total_seconds()
        return min(max(nap, SHORTEST_NAP_SECONDS), LONGEST_NAP_SECONDS)

    async def _send(self, letter: Letter) -> None:
        try:
            await self._hand_in(letter)
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [recipient.code for recipient in error.recipients]
            await self._failed(letter, min(codes, default=PERMANENT), "the address was refused")
        except (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPAuthenticationError) as error:
            await self._postpone(letter, type(error).__name__)
        except aiosmtplib.SMTPResponseException as error:
            await self._failed(letter, error.code, error.message)
        except (aiosmtplib.SMTPException, OSError) as error:
            await self._postpone(letter, type(error).__name__)
        except Exception as error:
            # A bug must not stop the queue: the letter is put aside with its reason, and the user is told.
            log.exception("the mail of ticket %s cannot be made", letter.number)
            await self._give_up(letter, repr(error))
        else:
            log.info("the mail of ticket %s was taken", letter.number)
            await insist(self._mailbox.mark_sent, letter, self._clock())

    async def _hand_in(self, letter: Letter) -> None:
        ticket, server, desk = letter.ticket, self._server, self._desk()
        mail = TicketMail(letter.number, ticket.opened_at, ticket.name, ticket.words, ticket.text, ticket.email)
        await aiosmtplib.send(
            compose(mail, self._sender, desk),
            sender=self._sender,
            recipients=[desk],
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls,
            start_tls=None if not server.tls and not server.requires_tls else not server.tls,
            tls_context=ssl.create_default_context(),
            timeout=TIMEOUT_SECONDS,
        )

    async def _failed(self, letter: Letter, code: int, reason: str) -> None:
        if code < PERMANENT or code == SIGN_IN_WANTED:
            await self._postpone(letter, f"{code} {reason}")
        else:
            await self._give_up(letter, f"{code} {reason}")

    async def _postpone(self, letter: Letter, reason: str) -> None:
        pause = min(FIRST_PAUSE_SECONDS * 2**letter.attempts, LONGEST_PAUSE_SECONDS)
        log.warning("the mail of ticket %s is tried again in %.0f s: %s", letter.number, pause, reason)
        due = self._clock() + timedelta(seconds=pause)
        await insist(self._mailbox.postpone, letter, due, reason)

    async def _give_up(self, letter: Letter, reason: str) -> None:
        log.error("the mail of ticket %s was refused for good: %s", letter.number, reason)
        await insist(self._mailbox.give_up, letter, self._clock(), reason)
        self._refused()
