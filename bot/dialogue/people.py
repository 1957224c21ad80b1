"""How does the user reach a person? The contact card, and whether somebody is there now."""

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue import actions as act
from bot.dialogue.replies import ContactShown, HandOffOffered, Rows
from bot.dialogue.response import Response, buttons, say
from bot.dialogue.states import AtStep, Case, ChatState, HandingOff, HandOffStage
from bot.support.hours import Desk


@dataclass(frozen=True)
class People:
    """`default_zone` is the zone of whoever has not told theirs."""

    desk: Desk
    default_zone: str

    def contact(self, state: ChatState, now: datetime, about: str) -> Response:
        content = ContactShown(
            about,
            self.desk.availability(now),
            self.desk.reply_by(now),
            state.zone or self.default_zone,
            zone_guessed=state.zone is None,
        )
        return say(state, content, (buttons(act.TalkToPerson()), *_back(state)))

    def offer(
        self, state: ChatState, now: datetime, *, topic: str = "", urgent: bool = False, sorry: bool = False
    ) -> Response:
        """The ways to reach a person now, with the case begun: the topic, and the step where the user is."""
        step = state.progress.step or ""
        content = HandOffOffered(
            self.desk.availability(now),
            self.desk.reply_by(now),
            state.zone or self.default_zone,
            zone_guessed=state.zone is None,
            step=step or None,
            urgent=urgent,
            sorry=sorry,
        )
        case = Case(topic=topic, step=step, asked=tuple(text for text, _ in state.transcript))
        rows: Rows = (buttons(act.ShowNumber()), *_back(state))
        return say(state.at(HandingOff(HandOffStage.OFFERED, case, state.place)), content, rows)


def _back(state: ChatState) -> Rows:
    place = state.place
    return (buttons(act.GoStep(place.step) if isinstance(place, AtStep) else act.ShowMenu()),)
