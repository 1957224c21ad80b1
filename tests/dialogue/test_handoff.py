"""From the offer of a person to a ticket and what follows it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import actions as act
from bot.dialogue.allowance import Allowance
from bot.dialogue.effects import OpenTicket, SetReminder
from bot.dialogue.events import Command, FollowUpDue, Location, MailRefused, ReminderDue
from bot.dialogue.handoff import MAX_TICKETS_A_DAY, find_email, number_ticket
from bot.dialogue.replies import DraftShown, HandOffOffered, MailFailed, Note, Plain, Reminded, SolvedAsked, ZoneAsked
from bot.dialogue.states import Line
from bot.knowledge import Knowledge
from bot.support.zones import find_zones, guess_zone, zone_at
from tests.dialogue.scripted import Talk, meant

SUNDAY = datetime(2026, 11, 29, 14, 0, tzinfo=UTC)


@pytest.fixture
def talk(knowledge: Knowledge) -> Talk:
    understood = {"the code is late": meant("code.not_received"), "let me talk to a human": meant("support.human")}
    heard = {text: replace(meaning, text=text) for text, meaning in understood.items()}
    return Talk(knowledge, SUNDAY, heard)


def opened(talk: Talk) -> OpenTicket:
    assert talk.last is not None
    [effect] = [effect for effect in talk.last.effects if isinstance(effect, OpenTicket)]
    return effect


def send_case(talk: Talk) -> None:
    """A case on its way, with the number that the database would give it."""
    talk.says("the code is late")
    talk.taps(act.TalkToPerson("code.not_received"), act.WriteToTeam(), act.SendCase())
    assert talk.last is not None
    talk.state = number_ticket(talk.last, "A-1001").state


def test_with_nothing_missing_three_taps_send_the_case(talk: Talk) -> None:
    talk.says("the code is late")
    talk.taps(act.TalkToPerson("code.not_received"), act.WriteToTeam(), act.SendCase())
    assert talk.at == "handoff:sent"
    assert opened(talk).words == "the code is late"


def test_the_summary_is_made_of_known_parts(talk: Talk) -> None:
    talk.says("/start")
    talk.says("the code is late")
    talk.says("let me talk to a human")
    talk.taps(act.WriteToTeam(), act.SendCase())
    assert "(code.not_received)" in opened(talk).summary
    assert "Language: English" in opened(talk).summary


def test_what_is_struck_does_not_leave(talk: Talk) -> None:
    talk.says("/contact")
    talk.taps(act.WriteToTeam())
    talk.says("it broke")
    talk.says("since Monday")
    talk.says("mei@example.com")
    talk.taps(act.ListLines(), act.StrikeLine("email"), act.ListLines(), act.StrikeLine("since"), act.SendCase())
    effect = opened(talk)
    assert effect.email == ""
    assert "Monday" not in effect.text
    assert "mei@example.com" not in effect.text


def test_a_case_of_which_nothing_is_left_is_not_sent(talk: Talk) -> None:
    talk.says("/contact")
    talk.taps(act.WriteToTeam())
    talk.says("it broke")
    talk.taps(act.SkipDetail("since"), act.SkipDetail("email"))
    talk.taps(act.ListLines(), act.StrikeLine("words"), act.SendCase())
    assert talk.at == "handoff:what"
    assert talk.last is not None
    assert talk.last.effects == ()


def test_a_question_in_between_keeps_the_draft(talk: Talk) -> None:
    talk.says("/contact")
    talk.taps(act.WriteToTeam())
    talk.says("it broke")
    talk.says("/help")
    talk.says("/contact")
    talk.taps(act.WriteToTeam())
    assert isinstance(talk.content, DraftShown)
    assert talk.content.case.words == "it broke"


def test_a_case_that_is_cancelled_is_forgotten(talk: Talk) -> None:
    talk.says("/contact")
    talk.taps(act.WriteToTeam())
    talk.says("it broke")
    talk.says("/cancel")
    assert talk.state.draft is None


def test_a_second_case_remembers_the_address(talk: Talk) -> None:
    talk.says("/contact")
    talk.taps(act.WriteToTeam())
    talk.says("it broke")
    talk.taps(act.SkipDetail("since"))
    talk.says("mei@example.com")
    talk.taps(act.SendCase())
    talk.says("the code is late")
    talk.taps(act.TalkToPerson("code.not_received"), act.WriteToTeam())
    assert isinstance(talk.content, DraftShown)
    assert Line.EMAIL in talk.content.case.lines


def test_a_ticket_is_asked_about_once_its_day_has_passed(talk: Talk) -> None:
    send_case(talk)
    talk.event(FollowUpDue("A-1001"))
    assert talk.content == SolvedAsked("A-1001")


def test_a_solved_ticket_is_not_asked_about(talk: Talk) -> None:
    send_case(talk)
    talk.taps(act.ShowTicket(), act.SaySolved("A-1001", "yes"))
    assert talk.event(FollowUpDue("A-1001")).replies == ()


def test_not_solved_brings_the_people_back(talk: Talk) -> None:
    send_case(talk)
    talk.event(FollowUpDue("A-1001"))
    talk.taps(act.SaySolved("A-1001", "no"))
    assert isinstance(talk.content, HandOffOffered)
    assert talk.content.ticket == "A-1001"


def test_a_ticket_is_found_by_its_number(talk: Talk) -> None:
    send_case(talk)
    talk.says("a-1001?")
    assert talk.content.tickets[0].number == "A-1001"


def test_what_is_said_unasked_leaves_the_buttons_that_were_on_offer(talk: Talk) -> None:
    talk.event(Command("start", "pay-method"))
    talk.event(ReminderDue())
    assert isinstance(talk.content, Reminded)
    talk.taps(act.Next("pay.method"))
    assert talk.at == "guide:pay.password"


def test_a_reminder_is_for_the_next_opening(talk: Talk) -> None:
    talk.says("/contact")
    talk.taps(act.Remind("20261130T0100", "Asia/Singapore"))
    assert talk.last is not None
    assert talk.last.effects == (SetReminder(datetime(2026, 11, 30, 1, 0, tzinfo=UTC)),)


def test_refused_mail_is_told(talk: Talk) -> None:
    send_case(talk)
    talk.event(MailRefused("A-1001"))
    assert talk.content == MailFailed("A-1001")


def test_a_shared_location_is_confirmed_before_it_counts(talk: Talk) -> None:
    talk.says("/contact")
    talk.event(Location(-33.87, 151.2))
    assert talk.content == ZoneAsked(("Australia/Sydney",))
    assert talk.state.zone is None
    talk.taps(act.SetZone("Australia/Sydney"))
    assert talk.state.zone == "Australia/Sydney"


def test_a_late_ticket_is_said_to_be_late(talk: Talk) -> None:
    send_case(talk)
    talk.waits(timedelta(days=9))
    talk.taps(act.ShowTicket())
    assert talk.content.late == {"A-1001"}


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("it is mei.lim+shop@mail.example.com.sg thanks", "mei.lim+shop@mail.example.com.sg"),
        ("no thanks", None),
        ("mei@example", None),
        ("a..b@example.com", None),
        ("mei@example.com\r\nBcc: all@example.com", "mei@example.com"),
    ],
)
def test_an_address_is_read_out_of_words(text: str, address: str | None) -> None:
    assert find_email(text) == address


@given(st.text(max_size=60))
def test_what_is_read_as_an_address_can_stand_in_a_header(text: str) -> None:
    found = find_email(text + "@example.com")
    assert found is None or (found.isascii() and found.isprintable() and " " not in found)


@pytest.mark.parametrize(
    ("words", "language", "zone"),
    [
        ("Chiang Mai", "en", "Asia/Bangkok"),
        ("i live in new york", "en", "America/New_York"),
        ("อยู่ประเทศไทย", "th", "Asia/Bangkok"),
        ("Hà Nội", "vi", "Asia/Ho_Chi_Minh"),
        ("我在新加坡", "zh", "Asia/Singapore"),
        ("Cebu po", "fil", "Asia/Manila"),
    ],
)
def test_a_place_is_known_by_its_name(words: str, language: str, zone: str) -> None:
    assert find_zones(words, language)[0] == zone


def test_no_place_no_zone() -> None:
    assert find_zones("qwertyville", "en") == ()


@pytest.mark.parametrize(
    ("latitude", "longitude", "likely", "zone"),
    [
        pytest.param(18.79, 98.98, "Asia/Bangkok", "Asia/Bangkok", id="Chiang Mai, nearer to Yangon"),
        pytest.param(34.05, -118.24, "Asia/Singapore", "America/Los_Angeles", id="Los Angeles"),
        pytest.param(10.32, 123.9, "Asia/Singapore", "Asia/Manila", id="Cebu"),
    ],
)
def test_a_location_has_a_zone(latitude: float, longitude: float, likely: str, zone: str) -> None:
    assert zone_at(latitude, longitude, likely) == zone


def test_english_is_spoken_everywhere() -> None:
    assert guess_zone("en", "Asia/Singapore") == "Asia/Singapore"


def test_deleting_ones_data_does_not_begin_the_days_cases_anew(talk: Talk) -> None:
    for number in range(MAX_TICKETS_A_DAY):
        send_case(talk)
        if number == 2:
            talk.says("/privacy")
            talk.taps(act.DeleteData(), act.ConfirmDelete())
            assert talk.state.tickets == ()
    talk.says("/privacy")
    talk.taps(act.DeleteData(), act.ConfirmDelete())
    talk.says("the code is late")
    talk.taps(act.TalkToPerson("code.not_received"), act.WriteToTeam(), act.SendCase())
    assert talk.content == Note(Plain.TOO_MANY_TICKETS)
    assert act.encode(act.ShowTicket()) not in talk.state.offered  # there is none to show any more
    talk.waits(timedelta(days=1))
    send_case(talk)
    assert talk.at == "handoff:sent"


def test_deleting_ones_data_gives_no_new_allowance(talk: Talk) -> None:
    spent = Allowance(0.5, SUNDAY)
    talk.state = replace(talk.state, allowance=spent)
    talk.says("/privacy")
    talk.taps(act.DeleteData(), act.ConfirmDelete())
    assert talk.state.allowance == spent
