"""How does the bot write? The methods that put a message into a chat."""

import mimetypes
import struct
from typing import Any

from bot.simulator import limits
from bot.simulator.account import Account
from bot.simulator.chats import Chat, Json, Message, StoredFile
from bot.simulator.limits import bad_request
from bot.simulator.requests import Parameters, Upload
from bot.simulator.world import World

FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "video": "videos", "sticker": "stickers"}
DEFAULT_TYPES = {
    "photo": "image/jpeg",
    "document": "application/octet-stream",
    "voice": "audio/ogg",
    "video": "video/mp4",
    "sticker": "image/webp",
}
DEFAULT_SIZE = (512, 512)
PNG_HEADER_BYTES = 24
JPEG_MARK = 0xFF
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
COPIED = ("text", "photo", "document", "voice", "video", "sticker", "location", "contact", "caption")


def read_text(given: Parameters) -> Json:
    """`text` and `entities` of a message, checked."""
    listed = given.nested("entities") or []
    text = limits.check_text(limits.formatted(given.text("text"), given.text("parse_mode"), listed))
    content: Json = {"text": text.text}
    if text.entities:
        content["entities"] = [entity.as_json() for entity in text.entities]
    preview = given.nested("link_preview_options")
    return content | {"link_preview_options": preview} if preview else content


def read_caption(given: Parameters) -> Json:
    listed = given.nested("caption_entities") or []
    caption = limits.check_caption(limits.formatted(given.text("caption"), given.text("parse_mode"), listed))
    if not caption.text:
        return {}
    listed = [entity.as_json() for entity in caption.entities]
    return {"caption": caption.text} | ({"caption_entities": listed} if listed else {})


def send_message(account: Account, given: Parameters) -> Json:
    return _send(account, given, read_text(given))


def send_photo(account: Account, given: Parameters) -> Json:
    return _send_file(account, given, "photo")


def send_document(account: Account, given: Parameters) -> Json:
    return _send_file(account, given, "document")


def send_voice(account: Account, given: Parameters) -> Json:
    return _send_file(account, given, "voice")


def send_video(account: Account, given: Parameters) -> Json:
    return _send_file(account, given, "video")


def send_sticker(account: Account, given: Parameters) -> Json:
    return _send_file(account, given, "sticker")


def send_location(account: Account, given: Parameters) -> Json:
    place = {"latitude": given.number("latitude"), "longitude": given.number("longitude")}
    return _send(account, given, {"location": place})


def send_contact(account: Account, given: Parameters) -> Json:
    contact = {"phone_number": given.text("phone_number"), "first_name": given.text("first_name")}
    if not contact["phone_number"]:
        raise bad_request("phone number is empty")
    if not contact["first_name"]:
        raise bad_request("first name is empty")
    optional = {key: given.text(key) for key in ("last_name", "vcard") if given.text(key)}
    return _send(account, given, {"contact": contact | optional})


def send_chat_action(account: Account, given: Parameters) -> bool:
    action = given.text("action")
    if action not in limits.CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = account.open_chat(given)
    topic = account.open_topic(chat, given)
    account.world.tell({"type": "action", "chat": chat.id, "topic": topic, "action": action})
    return True


def copy_message(account: Account, given: Parameters) -> Json:
    source = _source(account, given, "message to copy not found")
    content = {key: value for key, value in source.content.items() if key.removesuffix("_entities") in COPIED}
    content |= {"entities": source.content["entities"]} if "entities" in source.content else {}
    if not content:
        raise bad_request("message can't be copied")
    if "caption" in given.values:
        content = {key: value for key, value in content.items() if not key.startswith("caption")} | read_caption(given)
    return {"message_id": _send(account, given, content)["message_id"]}


def forward_message(account: Account, given: Parameters) -> Json:
    source = _source(account, given, "message to forward not found")
    if source.is_service:
        raise bad_request("message can't be forwarded")
    sender = account.world.people.get(source.sender.id, account.world.bot)
    origin = source.origin or {
        "type": "user",
        "sender_user": sender.as_json(),
        "date": int(source.date.timestamp()),
    }
    return _send(account, given, dict(source.content), origin=dict(origin))


def _source(account: Account, given: Parameters, missing: str) -> Message:
    chat = account.find_chat(given, "from_chat_id")
    if (message := chat.messages.get(given.integer("message_id"))) is None:
        raise bad_request(missing)
    return message


def _send(account: Account, given: Parameters, content: Json, origin: Json | None = None) -> Json:
    """Put the bot's message into the chat that the call names; the message as the bot gets it back."""
    markup = limits.check_markup(given.nested("reply_markup"))
    chat = account.open_chat(given)
    topic = account.open_topic(chat, given)
    reply_to = _reply_to(chat, given)
    world = account.world
    message = world.post(chat, world.bot, content, topic=topic, reply_to=reply_to, markup=markup, origin=origin)
    return world.wire(message)


def _reply_to(chat: Chat, given: Parameters) -> int | None:
    wanted: Any = given.nested("reply_parameters") or {}
    number = int(wanted.get("message_id", 0)) or given.integer("reply_to_message_id")
    if not number or number in chat.messages:
        return number or None
    if wanted.get("allow_sending_without_reply") or given.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _send_file(account: Account, given: Parameters, kind: str) -> Json:
    caption = read_caption(given) if kind != "sticker" else {}
    file = _file(account.world, given, kind)
    return _send(account, given, file_content(file, kind, given.text("emoji")) | caption)


def _file(world: World, given: Parameters, kind: str) -> StoredFile:
    """The file that came with the call, or that its file_id names."""
    if upload := given.upload(kind):
        return store(world, upload, kind)
    named = given.text(kind)
    if not named:
        raise bad_request(f"there is no {kind} in the request")
    if named.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # the simulator has no network
    if (file := world.files.get(named)) is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return file


def store(world: World, upload: Upload, kind: str) -> StoredFile:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind == "photo" and image_size(upload.data) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    guessed = mimetypes.guess_type(upload.name)[0] or DEFAULT_TYPES[kind]
    known = upload.mime_type not in {"", "application/octet-stream", "text/plain"}
    return world.store(FOLDERS[kind], upload.name, upload.data, upload.mime_type if known else guessed)


def file_content(file: StoredFile, kind: str, emoji: str = "") -> Json:
    """The field of `Message` that shows the file."""
    shown: Json = {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": len(file.data)}
    width, height = image_size(file.data) or DEFAULT_SIZE
    match kind:
        case "photo":
            return {"photo": [shown | {"width": width, "height": height}]}
        case "document":
            return {"document": shown | {"file_name": file.name, "mime_type": file.mime_type}}
        case "voice":
            return {"voice": shown | {"duration": 3, "mime_type": file.mime_type}}
        case "video":
            return {"video": shown | {"width": width, "height": height, "duration": 3, "mime_type": file.mime_type}}
        case _:
            about = {"type": "regular", "is_animated": False, "is_video": False, "emoji": emoji or "🙂"}
            return {"sticker": shown | {"width": width, "height": height} | about}


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG; a GIF's or WebP's is not read; None when it is no picture."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= PNG_HEADER_BYTES:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data) or DEFAULT_SIZE
    if data.startswith(b"GIF8") or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return DEFAULT_SIZE
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == JPEG_MARK:
        marker = data[at + 1]
        if marker in JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
