"""What does Telegram know of the bot itself? Its profile by language, its queue, and where it may write."""

from dataclasses import dataclass, field

from bot.simulator.chats import Chat, Json, Kind
from bot.simulator.limits import bad_request, forbidden
from bot.simulator.requests import Parameters
from bot.simulator.updates import Updates
from bot.simulator.webhooks import Webhooks
from bot.simulator.world import World

TWO_LETTERS = {"fil": "tl"}
AWAY = {"left", "kicked"}
ADMINISTRATORS = {"creator", "administrator"}


def two_letters(language_code: str) -> str:
    """The code under which commands and descriptions are kept for a client that says `zh-hans` or `fil`."""
    short = language_code.partition("-")[0].lower()
    return TWO_LETTERS.get(short, short)


@dataclass
class Profile:
    """Texts by language ("" for all others); commands by scope and language."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)

    def commands_for(self, chat: Chat, person: int, language_code: str) -> list[dict[str, str]]:
        """What a client shows, by the order of scopes in core.telegram.org/bots/api#determining-list-of-commands."""
        if chat.is_private:
            scopes = [f"chat:{chat.id}", "all_private_chats", "default"]
        else:
            admin = chat.members.get(person) in ADMINISTRATORS
            scopes = [f"chat_member:{chat.id}:{person}"]
            scopes += [f"chat_administrators:{chat.id}"] if admin else []
            scopes += [f"chat:{chat.id}"]
            scopes += ["all_chat_administrators"] if admin else []
            scopes += ["all_group_chats", "default"]
        keys = [(scope, language) for scope in scopes for language in (two_letters(language_code), "")]
        return next((self.commands[key] for key in keys if self.commands.get(key)), [])

    def text_for(self, texts: dict[str, str], language_code: str) -> str:
        return texts.get(two_letters(language_code)) or texts.get("", "")


@dataclass
class Account:
    """The bot's side of the server: what the methods work on."""

    world: World
    updates: Updates
    webhooks: Webhooks
    profile: Profile = field(default_factory=Profile)

    def find_chat(self, given: Parameters, name: str = "chat_id") -> Chat:
        """The chat that a call names, be it open to the bot or not."""
        number = given.text(name).strip()
        if not number:
            raise bad_request(f"{name} is empty")
        if not number.lstrip("-").isdigit():
            raise bad_request("chat not found")
        return self.world.chat(int(number))

    def open_chat(self, given: Parameters) -> Chat:
        """The chat that a call writes to; refused as Telegram does where the bot may not."""
        chat = self.find_chat(given)
        if chat.is_private:
            if self.world.people[chat.id].is_deleted:
                raise forbidden("user is deactivated")
            if chat.is_blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.is_started:
                raise forbidden("bot can't initiate conversation with a user")
            return chat
        group = "supergroup" if chat.kind is Kind.SUPERGROUP else "group"
        match chat.members.get(self.world.bot.id, "left"):
            case "kicked":
                raise forbidden(f"bot was kicked from the {group} chat")
            case "left":
                raise forbidden(f"bot is not a member of the {group} chat")
            case _:
                return chat

    def open_topic(self, chat: Chat, given: Parameters) -> int | None:
        """The topic that a call writes to; None outside topics, and for the general one."""
        number = given.integer("message_thread_id")
        if not number:
            return None
        topic = chat.topics.get(number)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.is_closed and not self.is_administrator(chat):
            raise bad_request("TOPIC_CLOSED")
        return number

    def is_administrator(self, chat: Chat) -> bool:
        return chat.members.get(self.world.bot.id) in ADMINISTRATORS

    def me(self) -> Json:
        return self.world.bot.as_json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
        }
