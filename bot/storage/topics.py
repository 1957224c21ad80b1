"""Which topic of the staff group is whose, and which messages belong together?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, select, update
from sqlmodel import Session, col

from bot.storage.database import transaction
from bot.storage.tables import Relayed, StaffTopic, TicketRow
from bot.storage.tickets import ticket_number


@dataclass(frozen=True, slots=True)
class Customer:
    """Who a topic is about."""

    chat_id: int
    barred: bool


class Topics:
    """The tables of topics and of relayed messages. `desk` is the staff group: topics of another one count no more."""

    def __init__(self, engine: Engine, desk: int | None) -> None:
        self._engine = engine
        self._desk = desk

    def thread_of(self, chat_id: int) -> int | None:
        """The customer's topic; None before the first, and after it was deleted."""
        with transaction(self._engine) as session:
            topic = session.get(StaffTopic, chat_id)
            return topic.thread if topic and topic.desk == self._desk else None

    def customer_in(self, thread: int) -> Customer | None:
        with transaction(self._engine) as session:
            here = (col(StaffTopic.thread) == thread) & (col(StaffTopic.desk) == self._desk)
            topic = session.execute(select(StaffTopic).where(here)).scalar_one_or_none()
            return Customer(topic.chat_id, topic.barred) if topic else None

    def save_thread(self, chat_id: int, thread: int | None) -> None:
        """Remember a topic, or with None that it was deleted, and with it all its messages."""
        with transaction(self._engine) as session:
            barred = is_barred(session, chat_id)
            session.merge(StaffTopic(chat_id=chat_id, desk=self._desk or 0, thread=thread, barred=barred))
            if thread is None:
                session.execute(delete(Relayed).where(col(Relayed.chat_id) == chat_id))

    def forget_all(self) -> None:
        """The group begins anew, as the simulator's does at each start."""
        with transaction(self._engine) as session:
            session.execute(delete(Relayed))
            session.execute(delete(StaffTopic))

    def bar(self, chat_id: int, *, barred: bool) -> None:
        with transaction(self._engine) as session:
            session.execute(update(StaffTopic).where(col(StaffTopic.chat_id) == chat_id).values(barred=barred))

    def latest_case(self, chat_id: int) -> tuple[str, str] | None:
        """The number of the customer's latest ticket, and its text."""
        query = select(TicketRow).where(col(TicketRow.chat_id) == chat_id).order_by(col(TicketRow.id).desc()).limit(1)
        with transaction(self._engine) as session:
            ticket = session.execute(query).scalar_one_or_none()
            return (ticket_number(ticket.id or 0), f"{ticket.name}\n{ticket.text}") if ticket else None

    def pair(self, chat_id: int, message: int, staff_message: int, now: datetime) -> None:
        """Two messages are the sides of one."""
        with transaction(self._engine) as session:
            session.add(Relayed(chat_id=chat_id, message=message, staff_message=staff_message, at=now))

    def staff_side(self, chat_id: int, message: int | None) -> int | None:
        """The staff's copy of a message in the customer's chat."""
        query = select(col(Relayed.staff_message)).where(
            col(Relayed.chat_id) == chat_id, col(Relayed.message) == message
        )
        with transaction(self._engine) as session:
            return session.execute(query).scalars().first()

    def customer_side(self, chat_id: int, staff_message: int | None) -> int | None:
        """The customer's copy of a message in the topic."""
        query = select(col(Relayed.message)).where(
            col(Relayed.chat_id) == chat_id, col(Relayed.staff_message) == staff_message
        )
        with transaction(self._engine) as session:
            return session.execute(query).scalars().first()


def is_barred(session: Session, chat_id: int) -> bool:
    topic = session.get(StaffTopic, chat_id)
    return topic is not None and topic.barred
