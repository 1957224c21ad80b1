"""What does the bot ask for? A request's query string and body (form, multipart or JSON) as typed parameters.

Starlette's own form parser needs one more package; the bodies here are small and in memory.
"""

import json
from dataclasses import dataclass, field
from email.message import Message as Headers
from email.parser import HeaderParser
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.simulator.limits import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    data: bytes
    mime_type: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a call brought. Values come as text (forms) or as JSON values; the getters take both."""

    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f'invalid {name} specified: "{value}"') from None

    def number(self, name: str) -> float:
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            raise bad_request(f"{name} is invalid") from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1", "yes"}

    def nested(self, name: str) -> Any:
        """A value that forms carry as JSON; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """A file sent under its own name, or under the one that `attach://` points to."""
        return self.files.get(self.text(name).removeprefix("attach://")) or self.files.get(name)


async def read_parameters(request: Request) -> Parameters:
    values: dict[str, Any] = dict(request.query_params)
    files: dict[str, Upload] = {}
    body = await request.body()
    content_type = request.headers.get("content-type", "")
    match content_type.partition(";")[0].strip().lower():
        case "application/json" if body:
            try:
                decoded = json.loads(body)
            except ValueError:
                raise bad_request("can't parse JSON object") from None
            values |= decoded if isinstance(decoded, dict) else {}
        case "application/x-www-form-urlencoded":
            values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        case "multipart/form-data":
            for name, part in _parts(body, content_type):
                if isinstance(part, Upload):
                    files[name] = part
                else:
                    values[name] = part
        case _:
            pass  # a GET, or a POST without parameters
    return Parameters(values, files)


def _parts(body: bytes, content_type: str) -> list[tuple[str, str | Upload]]:
    holder = Headers()
    holder["content-type"] = content_type
    boundary = b"--" + str(holder.get_param("boundary", "")).encode()
    found: list[tuple[str, str | Upload]] = []
    for chunk in (b"\r\n" + body).split(b"\r\n" + boundary)[1:]:
        if chunk.startswith(b"--"):
            break
        head, _, data = chunk.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = HeaderParser().parsestr(head.decode("utf-8", "replace"))
        name = str(headers.get_param("name", "", "content-disposition"))
        filename = headers.get_filename()
        if filename is None:
            found.append((name, data.decode("utf-8", "replace")))
        else:
            found.append((name, Upload(filename, data, headers.get_content_type())))
    return found
