"""How does the user reach a person? The ways that there are, whether somebody is there now, and the user's zone."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.dialogue import actions as act
from bot.dialogue.replies import ActionButton, ContactShown, HandOffOffered, Rows, Way
from bot.dialogue.response import Response, buttons, say
from bot.dialogue.states import AtStep, Case, ChatState, HandingOff, HandOffStage, TicketStatus
from bot.support.hours import Availability, Desk
from bot.support.zones import guess_zone


@dataclass(frozen=True)
class People:
    """`default_zone` is the zone of whoever has not told theirs, where their language suggests none.

    `way` is how a case reaches the team; `mails` whether e-mail can be sent, too, for an answer by e-mail.
    """

    desk: Desk
    default_zone: str
    way: Way = Way.COPY
    mails: bool = False

    def zone(self, state: ChatState) -> str:
        """The user's zone: settled, or guessed from their language."""
        return state.zone or guess_zone(state.language or state.telegram_language, self.default_zone)

    def contact(self, state: ChatState, now: datetime, about: str) -> Response:
        availability = self.desk.availability(now)
        zone, guessed = self.zone(state), state.zone is None
        content = ContactShown(about, availability, self.desk.reply_by(now), zone, zone_guessed=guessed)
        rows = (
            buttons(act.TalkToPerson(), *self._remind(availability, zone)),
            *self._zone_rows(state),
            way_back(state),
        )
        return say(state, content, rows)

    def offer(
        self, state: ChatState, now: datetime, *, topic: str = "", urgent: bool = False, sorry: bool = False
    ) -> Response:
        """The ways to reach a person now, with the case begun: the topic, and the step where the user is."""
        step = state.progress.step or ""
        availability = self.desk.availability(now)
        zone = self.zone(state)
        ticket = next((t.number for t in reversed(state.tickets) if t.status is not TicketStatus.CLOSED), None)
        content = HandOffOffered(
            availability,
            self.desk.reply_by(now),
            zone,
            zone_guessed=state.zone is None,
            step=step or None,
            urgent=urgent,
            sorry=sorry,
            ticket=ticket,
        )
        case = Case(topic=topic, step=step)
        rows: Rows = (
            buttons(act.WriteToTeam(), *self._remind(availability, zone)),
            buttons(act.ShowNumber(), *([act.ShowTicket()] if ticket else [])),
            *self._zone_rows(state),
            way_back(state),
        )
        return say(state.at(HandingOff(HandOffStage.OFFERED, case, state.place)), content, rows)

    def _remind(self, availability: Availability, zone: str) -> list[act.Action]:
        if availability.is_open or availability.opens_at is None:
            return []
        return [act.Remind(availability.opens_at.astimezone(UTC).strftime("%Y%m%dT%H%M"), zone)]

    def _zone_rows(self, state: ChatState) -> Rows:
        """Is the guess right?"""
        return () if state.zone is not None else (buttons(act.SetZone(self.zone(state)), act.AskZone()),)


def way_back(state: ChatState) -> tuple[ActionButton, ...]:
    """Back to where the conversation was."""
    place = state.place
    return buttons(act.GoStep(place.step) if isinstance(place, AtStep) else act.ShowMenu())
