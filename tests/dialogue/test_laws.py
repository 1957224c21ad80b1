"""What holds in every state, whatever happens."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue import actions as act
from bot.dialogue.effects import CloseTicket, OpenTicket, RelayToDesk, SetReminder
from bot.dialogue.events import Attachment, AttachmentKind, Command, Event, Location, StaffSpoke, Tap, Text
from bot.dialogue.replies import RatingAsked, ReminderSet, TicketOpened
from bot.dialogue.response import Response
from bot.dialogue.states import ChatState, read_state, write_state
from bot.knowledge import Knowledge, load_knowledge
from bot.matching.understanding import Reading, Signal, Slots, Understanding
from bot.settings import KNOWLEDGE
from bot.support.secrets import find_secret
from tests.dialogue.scripted import bare, make_assistant, meant, signal, unknown, unsure
from tests.dialogue.test_actions import actions

CONTENT: Knowledge = load_knowledge(KNOWLEDGE)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

intents = st.sampled_from(sorted(CONTENT.intents))
slots = st.builds(
    Slots,
    amount=st.none() | st.decimals(0, 10**14, allow_nan=False, places=2),
    currency=st.none() | st.sampled_from(["CNY", "MYR", "VND", "XXX"]),
    currencies=st.sampled_from([(), ("USD", "SGD", "HKD")]),
    method=st.none() | st.sampled_from(["card", "world_pay", "alipay", "paypal"]),
    language=st.none() | st.sampled_from(["th", "ja", "en"]),
    amount_is_range=st.booleans(),
)
questions: st.SearchStrategy[Understanding] = st.one_of(
    st.builds(meant, intents, slots),
    st.builds(unsure, intents, intents),
    st.builds(unknown, st.text(max_size=20)),
    st.builds(lambda amount: bare(amount=amount), st.decimals(1, 10**6, places=2)),
    st.builds(signal, st.sampled_from(Signal)),
)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Text, st.text(max_size=40)),
    st.builds(
        Command,
        st.sampled_from(["start", "guide", "ask", "contact", "language", "privacy", "help", "cancel", "x"]),
        st.sampled_from(["", "pay", "fees-card", "pay-method", "??"]),
    ),
    st.builds(Tap, st.none() | actions()),
    st.builds(Attachment, st.sampled_from(AttachmentKind)),
    st.builds(Location, st.floats(-90, 90), st.floats(-180, 180)),
)


def promised(response: Response) -> set[type]:
    """The effects that the replies speak of."""
    says = {type(reply.content) for reply in response.replies}
    return {effect for content, effect in PROMISES.items() if content in says}


def kept(response: Response) -> set[type]:
    return {type(effect) for effect in response.effects} & set(PROMISES.values())


PROMISES: dict[type, type] = {TicketOpened: OpenTicket, ReminderSet: SetReminder, RatingAsked: CloseTicket}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(events, questions, st.integers(0, 40), st.booleans()), max_size=12))
def test_every_event_in_every_state_gets_a_reply_whose_buttons_are_on_offer(
    steps: list[tuple[Event, Understanding, int, bool]],
) -> None:
    state, now = ChatState(), NOW
    for event, question, pick, tap_offered in steps:
        assistant = make_assistant(CONTENT, lambda _text, _language, q=question: Reading((q,)))
        offered = state.offered and act.decode(state.offered[pick % len(state.offered)])
        response = assistant.respond(state, Tap(offered) if tap_offered and offered else event, now)
        assert response.replies
        assert promised(response) == kept(response)
        assert all(act.decode(data) is not None for data in response.state.offered)
        stored = read_state(json.loads(json.dumps(write_state(response.state))))
        assert stored == response.state
        state, now = response.state, now + timedelta(hours=pick)


@settings(max_examples=100, deadline=None)
@given(actions())
def test_a_tap_that_is_not_on_offer_moves_nothing(action: act.Action) -> None:
    assistant = make_assistant(CONTENT, lambda _text, _language: Reading((unknown(),)))
    state = assistant.respond(ChatState(), Command("start", "pay-method"), NOW).state
    if act.encode(action) in state.offered:
        return
    after = assistant.respond(state, Tap(action), NOW).state
    assert (after.where, after.progress) == (state.where, state.progress)


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_while_a_person_talks_the_assistant_is_silent_and_passes_on(words: str) -> None:
    assistant = make_assistant(CONTENT, lambda _text, _language: Reading((unknown(),)))
    state = assistant.respond(ChatState(), StaffSpoke("Priya"), NOW).state
    response = assistant.respond(state, Text(words), NOW + timedelta(minutes=1))
    if find_secret(words) is None:
        assert (response.replies, response.effects) == ((), (RelayToDesk(),))
    else:
        assert RelayToDesk() not in response.effects
