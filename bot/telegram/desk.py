"""The staff group: what its members write in a customer's topic.

Only this group's updates come here, so only its members can speak as staff. Lines that start with a note's mark stay
among them; all else that is no command goes to the customer, and the assistant is silent until the case is closed.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.conversation import Conversation, Speaker, send
from bot.dialogue.events import Event, StaffChoseLanguage, StaffLeft, StaffSpoke
from bot.rendering import Message as Rendered
from bot.storage import Customer, Topics, Turn
from bot.telegram.received import Message, Update
from bot.telegram.updates import has_content

NOTE_MARKS = ("#", "//")
"""What a line among staff begins with."""

SNOOZE_HOURS = 4
LONGEST_SNOOZE_HOURS = 24 * 14
REPORT_DAYS = 30
LONGEST_REPORT_DAYS = 366
HELP = (
    "What you write here goes to the customer. Lines that start with # stay among you.\n"
    "/take – tell the customer that you are here\n"
    "/close – close the case; the assistant answers again\n"
    "/snooze 4 – remind this topic in 4 hours\n"
    "/language – the customer's language and time; /language th sets it\n"
    "/canned fees.card – send an answer of the guide in the customer's language\n"
    "/block, /unblock – nothing more from this customer comes here\n"
    "/report 7 – how the assistant is doing, over 7 days"
)


class StaffDesk:
    """Carries out what staff write. `group` is the staff group's id."""

    def __init__(
        self,
        group: int,
        conversation: Conversation,
        topics: Topics,
        speaker: Callable[[], Speaker],
        clock: Clock,
    ) -> None:
        self._group = group
        self._conversation = conversation
        self._topics = topics
        self._speaker = speaker
        self._clock = clock

    def owns(self, update: Update) -> bool:
        """Whether the update comes from the staff group: the customers' dialogue is not for it."""
        return update.chat is not None and update.chat.id == self._group

    def take(self, update: Update) -> None:
        """One update of the group, in one transaction of the customer's chat."""
        message = update.message or update.edited_message
        if message is None or not _is_said(message):
            return
        text = message.text or message.caption or ""
        if update.message is not None and _command(text)[0] == "report":
            self._report(_command(text)[1], update, message)
        elif message.message_thread_id is not None:
            self._take_in_topic(message.message_thread_id, text, update, message)

    def _take_in_topic(self, thread: int, text: str, update: Update, message: Message) -> None:
        customer = self._topics.customer_in(thread)
        if customer is None or text.startswith(NOTE_MARKS):
            return
        if update.edited_message is not None:
            self._turn(customer, None, update, lambda turn, now: turn.send(_edit(message, text), now))
        elif text.startswith("/"):
            self._obey(customer, *_command(text), update, message)
        else:
            self._turn(customer, _spoke(message), update, lambda turn, now: turn.send(self._copy(message), now))

    def _obey(self, customer: Customer, name: str, argument: str, update: Update, message: Message) -> None:
        match name:
            case "take":
                who = message.sender.first_name if message.sender else ""
                self._tell(customer, _spoke(message), update, f"{who} has taken the case; the customer was told.")
            case "close":
                self._tell(customer, StaffLeft(), update, "Closed. The assistant answers again; the customer was told.")
            case "snooze":
                self._snooze(customer, argument, update)
            case "language":
                self._language(customer, argument, update)
            case "block" | "unblock":
                barred = name == "block"
                self._topics.bar(customer.chat_id, barred=barred)
                told = "Nothing more from this customer comes here." if barred else "The customer is heard again."
                self._tell(customer, StaffLeft() if barred else None, update, told)
            case "canned":
                self._canned(customer, argument, update, message)
            case _:
                self._tell(customer, None, update, HELP)

    def _report(self, argument: str, update: Update, message: Message) -> None:
        """The report comes where it was asked for: in any topic, or outside of them, where no customer is."""
        days = min(int(argument), LONGEST_REPORT_DAYS) if argument.isdecimal() and int(argument) else REPORT_DAYS
        thread = message.message_thread_id if message.is_topic_message else None
        now = self._clock()
        order = {"report": days, "thread": thread}
        self._conversation.interject(
            self._group, None, now, update_id=update.update_id, after=lambda turn: turn.send(order, now)
        )

    def _snooze(self, customer: Customer, argument: str, update: Update) -> None:
        hours = min(int(argument), LONGEST_SNOOZE_HOURS) if argument.isdecimal() else SNOOZE_HOURS

        def after(turn: Turn, now: datetime) -> None:
            turn.snooze(now + timedelta(hours=hours))
            turn.answer_desk(f"This topic will be reminded in {hours} hours.", now)

        self._turn(customer, None, update, after)

    def _language(self, customer: Customer, argument: str, update: Update) -> None:
        assistant = self._speaker().assistant
        event = StaffChoseLanguage(argument) if argument in assistant.languages else None

        def after(turn: Turn, now: datetime) -> None:
            language = argument if event else turn.state.spoken or assistant.language_of(turn.state)
            zone = assistant.people.zone(turn.state)
            local = now.astimezone(ZoneInfo(zone)).strftime("%A %H:%M")
            known = "" if event or not argument else f"I speak: {', '.join(assistant.languages)}. "
            turn.answer_desk(f"{known}Language: {language} · their time: {local} ({zone})", now)

        self._turn(customer, event, update, after)

    def _canned(self, customer: Customer, argument: str, update: Update, message: Message) -> None:
        """An answer of the guide in the customer's language; without a full id, the ids that begin like it."""
        speaker = self._speaker()
        intents = speaker.assistant.knowledge.intents
        if argument not in intents or not intents[argument].answer:
            near = sorted(intent for intent in intents if argument.lower() in intent and intents[intent].answer)
            self._tell(customer, None, update, "Answers: " + (", ".join(near) or "none of that name"))
            return

        def after(turn: Turn, now: datetime) -> None:
            language = turn.state.spoken or speaker.assistant.language_of(turn.state)
            answer = str(speaker.renderer.view(language).intent(argument).answer)
            send(turn, Rendered(answer), now)
            turn.answer_desk(f"Sent: {argument} ({language})", now)

        self._turn(customer, _spoke(message), update, after)

    def _tell(self, customer: Customer, event: Event | None, update: Update, text: str) -> None:
        self._turn(customer, event, update, lambda turn, now: turn.answer_desk(text, now))

    def _turn(
        self, customer: Customer, event: Event | None, update: Update, after: Callable[[Turn, datetime], None]
    ) -> None:
        now = self._clock()
        self._conversation.interject(
            customer.chat_id, event, now, update_id=update.update_id, after=lambda turn: after(turn, now)
        )

    def _copy(self, message: Message) -> dict[str, object]:
        answered = message.reply_to_message
        reply_to = answered.message_id if answered else None
        return {"from_staff": message.message_id, "group": self._group, "reply_to": reply_to}


def _command(text: str) -> tuple[str, str]:
    """The name of a command, in lower case and without the bot's own, and its argument; empty for other words."""
    if not text.startswith("/"):
        return "", ""
    name, _, argument = text[1:].partition(" ")
    return name.partition("@")[0].lower(), argument.strip()


def _edit(message: Message, text: str) -> dict[str, object]:
    return {"edits_staff": message.message_id, "text": text}


def _spoke(message: Message) -> StaffSpoke:
    return StaffSpoke(message.sender.first_name if message.sender else "")


def _is_said(message: Message) -> bool:
    """By a person, and with something in it: not a notice such as that a topic was closed."""
    by_person = message.sender is not None and not message.sender.is_bot
    return by_person and has_content(message)
