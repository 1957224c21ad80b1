"""How does the bot change what stands? Edits, deletions, pins, reactions, and answers to queries."""

from datetime import timedelta
from typing import Any

from bot.simulator import limits
from bot.simulator.account import Account
from bot.simulator.chats import Chat, Json, Message
from bot.simulator.limits import bad_request
from bot.simulator.requests import Parameters
from bot.simulator.sending import read_caption, read_text
from bot.simulator.world import Query

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
TEXT_FIELDS = {"text", "entities", "link_preview_options"}
CAPTION_FIELDS = {"caption", "caption_entities"}


def edit_message_text(account: Account, given: Parameters) -> Json:
    content = read_text(given)
    markup = limits.check_markup(given.nested("reply_markup"))
    message = _editable(account, given)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _change(account, message, TEXT_FIELDS, content, markup)


def edit_message_caption(account: Account, given: Parameters) -> Json:
    content = read_caption(given)
    markup = limits.check_markup(given.nested("reply_markup"))
    message = _editable(account, given)
    if not {"photo", "document", "voice", "video"} & message.content.keys():
        raise bad_request("there is no caption in the message to edit")
    return _change(account, message, CAPTION_FIELDS, content, markup)


def edit_message_reply_markup(account: Account, given: Parameters) -> Json:
    markup = limits.check_markup(given.nested("reply_markup"))
    return _change(account, _editable(account, given), set(), {}, markup)


def _editable(account: Account, given: Parameters) -> Message:
    if given.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = account.open_chat(given)
    number = given.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    if (message := chat.messages.get(number)) is None:
        raise bad_request("message to edit not found")
    if not message.is_from_bot or message.is_service:
        raise bad_request("message can't be edited")
    return message


def _change(
    account: Account, message: Message, replaced: set[str], content: Json, markup: dict[str, Any] | None
) -> Json:
    """The message with other content; a keyboard that the call leaves out goes, as in Telegram."""
    kept = {key: value for key, value in message.content.items() if key not in replaced}
    if kept | content == message.content and markup == message.markup:
        raise limits.Refusal(400, limits.NOT_MODIFIED)
    edited = account.world.clock.now() if replaced else message.edited
    changed = account.world.change(message, content=kept | content, markup=markup, edited=edited)
    return account.world.wire(changed)


def delete_message(account: Account, given: Parameters) -> bool:
    chat = account.find_chat(given)
    number = given.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    if (message := chat.messages.get(number)) is None:
        raise bad_request("message to delete not found")
    _check_deletable(account, chat, message)
    account.world.remove(message)
    return True


def delete_messages(account: Account, given: Parameters) -> bool:
    """What cannot be found is skipped, as Telegram says."""
    chat = account.find_chat(given)
    found = [chat.messages[number] for number in given.nested("message_ids") or [] if number in chat.messages]
    for message in found:
        _check_deletable(account, chat, message)
    for message in found:
        account.world.remove(message)
    return True


def _check_deletable(account: Account, chat: Chat, message: Message) -> None:
    """Source: core.telegram.org/bots/api#deletemessage."""
    if account.is_administrator(chat):
        return
    if not chat.is_private and not message.is_from_bot:
        raise bad_request("message can't be deleted")
    if account.world.clock.now() - message.date > timedelta(hours=limits.DELETABLE_HOURS):
        raise bad_request("message can't be deleted for everyone")


def pin_chat_message(account: Account, given: Parameters) -> bool:
    chat = account.open_chat(given)
    if not chat.is_private and not account.is_administrator(chat):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    if (message := chat.messages.get(given.integer("message_id"))) is None:
        raise bad_request("message to pin not found")
    chat.pinned.append(message.id)
    world = account.world
    world.post(chat, world.bot, {"pinned_message": world.wire(message, nested=True)}, topic=message.topic)
    return True


def set_message_reaction(account: Account, given: Parameters) -> bool:
    chat = account.open_chat(given)
    if (message := chat.messages.get(given.integer("message_id"))) is None:
        raise bad_request("message to react not found")
    wanted = given.nested("reaction") or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("type") != "emoji" or not reaction.get("emoji") for reaction in wanted):
        raise bad_request("REACTION_INVALID")
    account.world.change(message, reactions=tuple(str(reaction["emoji"]) for reaction in wanted))
    return True


def answer_callback_query(account: Account, given: Parameters) -> bool:
    text = limits.check_length(given.text("text"), limits.MAX_ANSWER, "MESSAGE_TOO_LONG")
    query = open_query(account, given.text("callback_query_id"))
    query.answer = {"text": text, "show_alert": given.flag("show_alert"), "url": given.text("url")}
    account.world.tell({"type": "answer", "person": query.person, "chat": query.chat, "query": query.id} | query.answer)
    return True


def open_query(account: Account, number: str) -> Query:
    """The callback or inline query that may still be answered."""
    query = account.world.queries.get(number)
    expired = timedelta(minutes=limits.QUERY_LIFE_MINUTES)
    if query is None or query.answer is not None or account.world.clock.now() - query.at > expired:
        raise bad_request(TOO_OLD)
    return query
