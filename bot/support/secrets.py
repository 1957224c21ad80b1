"""Did somebody type what nobody should see: a code, a password, a card number?

Found before anything is stored, matched or logged. The words are those of the seven languages; they stand here, and not
among the editable content, since a slip in them would let a secret through.

Not secrets: amounts, phone numbers, order numbers (18 or 19 digits on 1688), "6-digit code", "what is the
password for?".
"""

import re
import unicodedata
from enum import Enum


class Secret(Enum):
    """What was typed."""

    CODE = "code"
    """A one-time code, as it comes by SMS."""
    PASSWORD = "password"  # noqa: S105 - the name of a kind
    CARD = "card"
    """A payment card's number."""


CODE_WORDS = (
    *("code", "codes", "otp", "pin", "tac", "cvv", "cvc", "sms", "verification", "koda"),
    *("kode", "kod", "kodenya", "kodnya", "verifikasi", "pengesahan"),
    *("รหัส", "โค้ด", "โคด", "โอทีพี"),
    *("验证码", "驗證碼", "校验码", "动态码", "码"),
    *("mã", "ma otp", "xác minh", "xac minh"),
)
PASSWORD_WORDS = (
    *("password", "passcode", "passwd", "pwd", "pass word", "pasword", "passwordnya", "pass"),
    *("kata laluan", "katalaluan", "kata sandi", "sandi"),
    *("รหัสผ่าน", "พาสเวิร์ด", "พาส"),
    *("密码", "密碼", "口令"),
    *("mật khẩu", "mat khau", "mk"),
)
IS_WORDS = (
    *(":", "=", "：", "->", "is", "are", "adalah", "ialah", "itu", "ay", "yung", "ko"),
    *("คือ", "เป็น", "是", "为", "là", "la"),
)

NOT_A_PASSWORD = frozenset(
    "wrong incorrect correct right ok okay not what which that the a an asked required needed for from of forgotten "
    "forgot expired invalid weak strong different same needed it this my your blocked locked rejected changed "
    "salah betul benar lupa apa yang untuk tidak bukan ditolak mali tama ano alin hindi para sai gì nào đúng sao "
    "ผิด อะไร ไหน ถูก ไม่ "
    "什么 哪个 错 对 错的 错误 不对".split()
)
"""What follows "my password is" in questions and complaints about it."""

_ONE_TIME = re.compile(
    r"(?<![\d.,/+-])\d(?:[ -]?\d){3,7}(?![\d.,/-]*\d)(?!\s*(?:%|rmb|cny|cnh|yuan|usd|元|块))", re.IGNORECASE
)
_CARD = re.compile(r"(?<!\d)(?:\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}|3[47]\d{2}[ -]?\d{6}[ -]?\d{5})(?!\d)")
_HARMLESS_CODE = re.compile(
    r"(?:code|kode|kod|รหัส|mã)?\W*(?:country|area|postal|post|zip|error|product|item|promo|voucher|hs|swift|bank|branch|negara|pos|produk|barang|"
    r"error|ประเทศ|ไปรษณีย์|สินค้า|sản phẩm|quốc gia|vùng|国家|地区|邮政|商品|优惠|折扣)"
    r"\W*(?:code|kode|kod|รหัส|mã|代码|码)?",
    re.IGNORECASE,
)
_NEAR = 24
"""Characters between a code word and the number that it names."""


def find_secret(text: str, *, expects_code: bool = False) -> Secret | None:
    """The kind of secret in `text`, or None. `expects_code` while the user is at a step that asks for one."""
    plain = unicodedata.normalize("NFKC", text)
    if any(_passes_luhn(found.group()) for found in _CARD.finditer(plain)):
        return Secret.CARD
    if _holds_password(plain.lower()):
        return Secret.PASSWORD
    if _holds_code(plain.lower()) or (expects_code and re.fullmatch(r"\W*\d(?:[ -]?\d){3,7}\W*", plain)):
        return Secret.CODE
    return None


def _holds_code(text: str) -> bool:
    harmless = [found.span() for found in _HARMLESS_CODE.finditer(text)]
    words = [
        match.span()
        for word in CODE_WORDS
        for match in re.finditer(_bounded(word), text)
        if not any(start <= match.start() < end for start, end in harmless)
    ]
    for number in _ONE_TIME.finditer(text):
        if re.sub(r"\D", "", number.group()) == "1688":
            continue
        for start, end in words:
            gap = number.start() - end if end <= number.start() else start - number.end()
            if 0 <= gap <= _NEAR:
                return True
    return False


def _holds_password(text: str) -> bool:
    for word in PASSWORD_WORDS:
        for match in re.finditer(_bounded(word), text):
            after = text[match.end() : match.end() + 80].strip()
            token = _named_value(after)
            if token is not None and _looks_secret(token):
                return True
    return False


def _named_value(after: str) -> str | None:
    """What follows "is", "คือ", "=" behind the word password, within a few small words ("for alipay is")."""
    for word in sorted(IS_WORDS, key=len, reverse=True):
        found = re.match(rf"(?:[^\s]+\s+){{0,3}}?[^\sa-z0-9]{{0,12}}?{_bounded(word)}\s*[\"'“”‘’]?(\S+)", after)
        if found:
            return found.group(1).strip("\"'“”‘’.,!?。，！？;")
    return None


def _looks_secret(token: str) -> bool:
    if len(token) < 4 or token in NOT_A_PASSWORD:  # noqa: PLR2004 - nothing shorter is taken as a password anywhere
        return False
    has_digit = any(char.isdigit() for char in token)
    has_sign = any(not char.isalnum() for char in token)
    return token.isascii() and (has_digit or has_sign)


def _bounded(word: str) -> str:
    """A pattern for the word: with its edges where the script has such, anywhere in Thai and Chinese."""
    escaped = re.escape(word)
    if not word.isascii() and not any(char.isascii() and char.isalpha() for char in word):
        return escaped
    return rf"(?<!\w){escaped}(?!\w)" if word[0].isalnum() else escaped


def _passes_luhn(number: str) -> bool:
    digits = [int(char) for char in number if char.isdigit()]
    total = sum(digits[-1::-2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return total % 10 == 0 and len(set(digits)) > 1
