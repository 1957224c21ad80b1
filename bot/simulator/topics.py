"""How does the bot keep order in a forum? The methods on topics."""

from bot.simulator import limits
from bot.simulator.account import Account
from bot.simulator.chats import Chat, Json, Topic
from bot.simulator.limits import bad_request
from bot.simulator.requests import Parameters

DEFAULT_COLOR = 7322096


def create_forum_topic(account: Account, given: Parameters) -> Json:
    chat = _forum(account, given)
    name = _name(given)
    color = given.integer("icon_color", DEFAULT_COLOR)
    topic, _ = account.world.add_topic(chat, account.world.bot, name, color)
    return topic.as_json()


def edit_forum_topic(account: Account, given: Parameters) -> bool:
    chat = _forum(account, given)
    topic = _topic(chat, given)
    if "name" in given.values:
        name = _name(given)
        if name == topic.name:
            raise bad_request("TOPIC_NOT_MODIFIED")
        topic.name = name
        _note(account, chat, topic, {"forum_topic_edited": {"name": name}})
    return True


def close_forum_topic(account: Account, given: Parameters) -> bool:
    return _shut(account, given, is_closed=True)


def reopen_forum_topic(account: Account, given: Parameters) -> bool:
    return _shut(account, given, is_closed=False)


def delete_forum_topic(account: Account, given: Parameters) -> bool:
    """The topic goes with all its messages."""
    chat = _forum(account, given)
    topic = _topic(chat, given)
    for message in chat.history(topic.id):
        account.world.remove(message)
    del chat.topics[topic.id]
    chat.deleted_topics.add(topic.id)
    account.world.tell({"type": "people"})
    return True


def _shut(account: Account, given: Parameters, is_closed: bool) -> bool:
    chat = _forum(account, given)
    topic = _topic(chat, given)
    if topic.is_closed is is_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.is_closed = is_closed
    _note(account, chat, topic, {"forum_topic_closed" if is_closed else "forum_topic_reopened": {}})
    return True


def _note(account: Account, chat: Chat, topic: Topic, content: Json) -> None:
    account.world.post(chat, account.world.bot, content, topic=topic.id)
    account.world.tell({"type": "people"})


def _forum(account: Account, given: Parameters) -> Chat:
    chat = account.open_chat(given)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not account.is_administrator(chat):
        raise bad_request("not enough rights to manage forum topics")
    return chat


def _topic(chat: Chat, given: Parameters) -> Topic:
    number = given.integer("message_thread_id")
    if number in chat.deleted_topics:
        raise bad_request("TOPIC_DELETED")
    if (topic := chat.topics.get(number)) is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def _name(given: Parameters) -> str:
    name = given.text("name").strip()
    if not name:
        raise bad_request("TOPIC_TITLE_EMPTY")
    return limits.check_length(name, limits.MAX_TOPIC_NAME, "TOPIC_TITLE_TOO_LONG")
