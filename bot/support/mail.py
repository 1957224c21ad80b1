"""What does a ticket's e-mail say, and to whom does an answer go?

Made with Python's `email` package under its SMTP policy, which refuses line breaks in headers: nothing that a customer
types can add one. The Message-ID is the ticket's: a mail that leaves twice after a crash is one to its reader.
"""

import html
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

MAX_SUBJECT = 60
"""How much of the customer's words stands in the subject."""


@dataclass(frozen=True, slots=True)
class TicketMail:
    """All that a ticket's e-mail is made of; `customer` is where they want the answer, or empty."""

    number: str
    opened_at: datetime
    name: str
    words: str
    text: str
    customer: str


def compose(ticket: TicketMail, sender: str, desk: str) -> EmailMessage:
    """The e-mail from `sender` to the support `desk`, plain and as simple HTML. Raises ValueError on a bad address."""
    message = EmailMessage(policy=SMTP)
    domain = sender.rpartition("@")[2]
    message["Subject"] = f"[{ticket.number}] {_headline(ticket.words)}"
    message["From"] = Address("Telegram assistant", addr_spec=sender)
    message["To"] = Address(addr_spec=desk)
    if ticket.customer:
        message["Reply-To"] = Address(one_line(ticket.name), addr_spec=ticket.customer)
    message["Message-ID"] = f"<ticket-{ticket.number.lower()}@{domain}>"
    message["Date"] = format_datetime(ticket.opened_at)
    message["Auto-Submitted"] = "auto-generated"
    if ticket.customer:
        answer = f"Answer to: {ticket.customer}"
    else:
        answer = "No address was given. The customer may call with the ticket's number."
    parts = (f"Ticket {ticket.number}", one_line(ticket.name), ticket.text, answer)
    message.set_content("\n\n".join(part for part in parts if part) + "\n")
    message.add_alternative(_as_html(parts), subtype="html")
    return message


def _headline(words: str) -> str:
    """The beginning of the customer's words, cut between two of them where there are spaces."""
    line = one_line(words)
    if len(line) <= MAX_SUBJECT:
        return line or "A question"
    longest = MAX_SUBJECT - len("...")
    return f"{line[: longest + 1].rpartition(' ')[0] or line[:longest]}..."


def one_line(text: str) -> str:
    """`text` as a header may hold it: no line breaks or control characters."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _as_html(parts: tuple[str, ...]) -> str:
    paragraphs = (f"<p>{html.escape(part).replace(chr(10), '<br>')}</p>" for part in parts if part)
    return f'<!doctype html><html lang="en"><body>{"".join(paragraphs)}</body></html>'
