"""What if the mail server fails? It meets the same faults as the Bot API."""

from asyncio import WriteTransport
from dataclasses import dataclass

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.simulator import Kind, PostOffice
from bot.simulator.faults import Faults

METHOD = "mail"
"""What the faults know it as."""


@dataclass(frozen=True, slots=True)
class UnreliablePost(PostOffice):
    faults: Faults

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        fault = self.faults.strike(METHOD)
        kind = fault.kind if fault else None
        if kind in {Kind.SERVER_ERROR, Kind.TOO_MANY}:
            return "451 Try again later"
        answer = "451 Gone" if kind is Kind.DROPPED_BEFORE else await self._take(server, session, envelope)
        if kind in {Kind.DROPPED_BEFORE, Kind.DROPPED_AFTER} and isinstance(server.transport, WriteTransport):
            server.transport.abort()
        return answer

    async def _take(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return await PostOffice.handle_DATA(self, server, session, envelope)
