"""How does the bot describe itself, and what may it look up? Commands, descriptions, names, chats and files."""

from typing import Any

from bot.simulator import limits
from bot.simulator.account import ADMINISTRATORS, Account
from bot.simulator.chats import Chat, Json, Person
from bot.simulator.limits import bad_request
from bot.simulator.requests import Parameters

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


def get_me(account: Account, _given: Parameters) -> Json:
    return account.me()


def log_out(_account: Account, _given: Parameters) -> bool:
    return True


def set_my_commands(account: Account, given: Parameters) -> bool:
    commands = limits.check_commands(given.nested("commands"))
    account.profile.commands[_scope(account, given)] = commands
    account.world.tell({"type": "profile"})
    return True


def get_my_commands(account: Account, given: Parameters) -> list[dict[str, str]]:
    return account.profile.commands.get(_scope(account, given), [])


def delete_my_commands(account: Account, given: Parameters) -> bool:
    account.profile.commands.pop(_scope(account, given), None)
    account.world.tell({"type": "profile"})
    return True


def _scope(account: Account, given: Parameters) -> tuple[str, str]:
    scope: Any = given.nested("scope") or {"type": "default"}
    language = limits.check_language(given.text("language_code"))
    match scope.get("type"):
        case "default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators" as kind:
            return kind, language
        case "chat" | "chat_administrators" as kind:
            return f"{kind}:{account.find_chat(Parameters(scope)).id}", language
        case "chat_member":
            chat = account.find_chat(Parameters(scope))
            return f"chat_member:{chat.id}:{int(scope.get('user_id', 0))}", language
        case _:
            raise bad_request("can't parse BotCommandScope: Unsupported type specified")


def set_my_name(account: Account, given: Parameters) -> bool:
    name = limits.check_length(given.text("name"), limits.MAX_NAME, "BOT_TITLE_INVALID")
    return _set(account, account.profile.names, given, name)


def get_my_name(account: Account, given: Parameters) -> Json:
    return {"name": _get(account.profile.names, given) or account.world.bot.first_name}


def set_my_description(account: Account, given: Parameters) -> bool:
    text = limits.check_length(given.text("description"), limits.MAX_DESCRIPTION, "BOT_DESCRIPTION_TOO_LONG")
    return _set(account, account.profile.descriptions, given, text)


def get_my_description(account: Account, given: Parameters) -> Json:
    return {"description": _get(account.profile.descriptions, given)}


def set_my_short_description(account: Account, given: Parameters) -> bool:
    text = given.text("short_description")
    limits.check_length(text, limits.MAX_SHORT_DESCRIPTION, "BOT_SHORT_DESCRIPTION_TOO_LONG")
    return _set(account, account.profile.short_descriptions, given, text)


def get_my_short_description(account: Account, given: Parameters) -> Json:
    return {"short_description": _get(account.profile.short_descriptions, given)}


def _set(account: Account, texts: dict[str, str], given: Parameters, text: str) -> bool:
    texts[limits.check_language(given.text("language_code"))] = text
    account.world.tell({"type": "profile"})
    return True


def _get(texts: dict[str, str], given: Parameters) -> str:
    return texts.get(limits.check_language(given.text("language_code"))) or texts.get("", "")


def get_chat(account: Account, given: Parameters) -> Json:
    """`ChatFullInfo`."""
    chat = account.find_chat(given)
    world = account.world
    info = world.chat_json(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if chat.pinned and chat.pinned[-1] in chat.messages:
        info["pinned_message"] = world.wire(chat.messages[chat.pinned[-1]], nested=True)
    return info


def get_chat_member(account: Account, given: Parameters) -> Json:
    chat = account.find_chat(given)
    number = given.integer("user_id")
    person = account.world.bot if number == account.world.bot.id else account.world.people.get(number)
    if person is None:
        raise bad_request("invalid user_id specified")
    return member_json(chat, person)


def get_chat_administrators(account: Account, given: Parameters) -> list[Json]:
    chat = account.find_chat(given)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    people = account.world.people | {account.world.bot.id: account.world.bot}
    found = [people[number] for number, status in chat.members.items() if status in ADMINISTRATORS]
    return [member_json(chat, person) for person in found if not person.is_bot]


def member_json(chat: Chat, person: Person) -> Json:
    """`ChatMember`: an administrator here may do everything."""
    status = chat.members.get(person.id, "left")
    member: Json = {"user": person.as_json(), "status": status}
    match status:
        case "creator":
            return member | {"is_anonymous": False}
        case "administrator":
            rights = dict.fromkeys(RIGHTS, True)
            return member | rights | {"can_be_edited": False, "is_anonymous": False}
        case "kicked":
            return member | {"until_date": 0}
        case _:
            return member


def get_file(account: Account, given: Parameters) -> Json:
    file = account.world.files.get(given.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.data) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
        "file_path": file.path,
    }
