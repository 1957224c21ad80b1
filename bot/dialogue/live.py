"""What does the assistant do while a person talks? It is silent, passes messages on, and takes over afterwards."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue import actions as act
from bot.dialogue.effects import CloseTickets, Effect, RelayToDesk, TakeTickets, TellDesk, WatchSilence
from bot.dialogue.events import Attachment, Event, Location, Text
from bot.dialogue.people import way_back
from bot.dialogue.replies import HandedBack, Reply, SolvedAsked, StaffJoined
from bot.dialogue.response import Response, buttons, say
from bot.dialogue.states import ChatState, TicketStatus

SILENCE = timedelta(minutes=30)
"""After so long without a word from either side, the assistant answers again."""


def is_live(state: ChatState, now: datetime) -> bool:
    return state.live_until is not None and now < state.live_until


def relay(state: ChatState, event: Event, now: datetime) -> Response | None:
    """Pass a message on while a person is there; None where it is the assistant's."""
    match event:
        case _ if not is_live(state, now):
            return None
        case Text(edited=edited) | Attachment(edited=edited):
            effect = RelayToDesk(edited)
        case Location():
            effect = RelayToDesk()
        case _:
            return None
    return Response(stay(replace(state, seen=now), now), (), (effect,))


def stay(state: ChatState, now: datetime) -> ChatState:
    """The user writes: the person stays in the chat for as long again."""
    return replace(state, live_until=now + SILENCE)


def join(state: ChatState, name: str, now: datetime) -> Response:
    """Somebody of the team writes: said when they come, not at each of their messages."""
    until = now + SILENCE
    joined = replace(_mark(state, TicketStatus.TAKEN), live_until=until)
    if is_live(state, now):
        return Response(joined, ())
    return say(joined, StaffJoined(name), (), TakeTickets(), WatchSilence(until))


def leave(state: ChatState) -> Response:
    """The team has closed the case: back to the assistant, with the question whether it was solved."""
    left = replace(_mark(state, TicketStatus.CLOSED), live_until=None)
    replies = [Reply(HandedBack(closed=True), (way_back(state),))]
    if state.tickets:
        number = state.tickets[-1].number
        rows = (buttons(act.SaySolved(number, "yes"), act.SaySolved(number, "no")),)
        replies.append(Reply(SolvedAsked(number), rows))
    return Response(left, tuple(replies), (CloseTickets(),))


def look(state: ChatState, now: datetime) -> Response:
    """Do they still talk? After a silence the assistant takes over, and both sides are told."""
    if state.live_until is None:
        return Response(state, ())
    if is_live(state, now):
        return Response(state, (), (WatchSilence(state.live_until),))
    told: Effect = TellDesk("Nobody wrote for a while: the assistant answers again. Write here to take over.")
    return say(replace(state, live_until=None), HandedBack(closed=False), (way_back(state),), told)


def _mark(state: ChatState, status: TicketStatus) -> ChatState:
    tickets = tuple(
        ticket if ticket.status is TicketStatus.CLOSED else replace(ticket, status=status) for ticket in state.tickets
    )
    return replace(state, tickets=tickets)
