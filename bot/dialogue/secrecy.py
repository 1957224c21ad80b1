"""What becomes of a message that holds a secret? It is removed and kept nowhere, and its writer is told why.

Nothing of it goes into the state, the transcript, the notes for the editors, a case or the staff's topic. What else the
message asks is answered, if it is clear; the words of it are forgotten all the same.
"""

from dataclasses import replace

from bot.dialogue.answers import CURRENCY_INTENTS, FEE_INTENTS
from bot.dialogue.effects import NoteUnanswered, RemoveMessage, TellDesk
from bot.dialogue.events import Attachment, Command, Event, Text
from bot.dialogue.replies import Reply, Rows, SecretRemoved
from bot.dialogue.response import Outcome, Response
from bot.dialogue.states import Asked, Asking, ChatState
from bot.support.secrets import Secret, find_secret, says_more, without_secrets

CODE_STEPS = frozenset({"alipay.code", "authorise.code"})
CODE_INTENTS = frozenset({"alipay.code", "authorise.code", "code.not_received"})
"""At these steps, and after these questions, six digits that nothing names are most likely the code."""

TOLD_TO_DESK = {
    Secret.CODE: "a one-time code",
    Secret.PASSWORD: "a password",
    Secret.PIN: "a PIN",
    Secret.CARD: "a card number",
    Secret.IDENTITY: "an identity number",
}


def words_of(event: Event) -> str:
    """What the user typed, a caption and what follows a command included."""
    match event:
        case Text(text=text):
            return text
        case Command(name=name, argument=argument):
            return f"{name} {argument}"
        case Attachment(caption=caption):
            return caption
        case _:
            return ""


def secret_in(state: ChatState, event: Event) -> Secret | None:
    """The secret that somebody typed who stands where `state` says."""
    return find_secret(words_of(event), expects_code=expects_code(state))


def expects_code(state: ChatState) -> bool:
    """A number is most likely a code here, and no amount is talked of."""
    asked = state.where.what if isinstance(state.where, Asking) else None
    if asked is Asked.AMOUNT or state.topic.intent in (FEE_INTENTS | CURRENCY_INTENTS):
        return False
    return state.progress.step in CODE_STEPS or state.topic.intent in CODE_INTENTS


def rest_of(state: ChatState, event: Event) -> tuple[str, bool]:
    """The words without their secrets, and whether they say more than what the secrets are."""
    words, is_code = words_of(event), expects_code(state)
    return without_secrets(words, expects_code=is_code), says_more(words, expects_code=is_code)


def warn(state: ChatState, secret: Secret, rows: Rows, language: str) -> Response:
    """Say that the message is removed, and remove it."""
    outcome = Outcome(language=language)
    return Response(state, (Reply(SecretRemoved(secret), rows),), (RemoveMessage(),), outcome)


def warn_and_tell(state: ChatState, secret: Secret) -> Response:
    """The same while a person of the team is there: they learn what happened, and not what was written."""
    told = TellDesk(
        f"The customer typed {TOLD_TO_DESK[secret]}. I removed the message and passed nothing of it on; "
        "I asked them to type it only on the page that asks for it."
    )
    outcome = Outcome(language=state.spoken or "")
    return Response(state, (Reply(SecretRemoved(secret)),), (RemoveMessage(), told), outcome)


def warn_first(warning: Response, then: Response) -> Response:
    """The warning, then what the message asked or what was waited for; its words are kept nowhere."""
    kept = tuple(effect for effect in then.effects if not isinstance(effect, NoteUnanswered))
    replies = (*(Reply(reply.content) for reply in warning.replies), *then.replies)
    state = replace(then.state, transcript=warning.state.transcript)
    outcome = replace(then.outcome, language=then.outcome.language or warning.outcome.language)
    return replace(then, state=state, replies=replies, effects=(*warning.effects, *kept), outcome=outcome)
