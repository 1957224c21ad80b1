"""A small matcher over words of its own, built in a second or two."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.matching.matcher import Matcher, load_matcher
from bot.settings import KNOWLEDGE

EXAMPLES = {
    "en": {
        "fees.card": [
            "card fee",
            "what does paying by visa cost",
            "is there a charge for credit cards",
            "visa charges?",
        ],
        "support.hours": ["when are you open", "opening hours", "can i call on sunday", "what time do you close"],
        "order.refund": ["i want my money back", "how do i return this", "cancel my order", "refund please"],
        "talk.greeting": ["hello", "hi there", "good morning", "hey"],
        "out_of_scope": ["will it rain tomorrow", "tell me a joke", "who won the match", "how to cook rice"],
    },
    "th": {
        "fees.card": ["ค่าธรรมเนียมบัตรเท่าไหร่", "รูดบัตรเสียค่าอะไรไหม", "จ่ายด้วยวีซ่าชาร์จกี่เปอร์เซ็นต์", "ค่าบัตรเครดิต"],
        "support.hours": ["เปิดกี่โมง", "โทรวันอาทิตย์ได้ไหม", "เวลาทำการ", "ปิดกี่โมง"],
        "order.refund": ["ขอเงินคืน", "คืนของยังไง", "ยกเลิกคำสั่งซื้อ", "อยากคืนสินค้า"],
        "talk.greeting": ["สวัสดี", "หวัดดีครับ", "ดีค่ะ", "สวัสดีตอนเช้า"],
        "out_of_scope": ["พรุ่งนี้ฝนตกไหม", "เล่าเรื่องตลกหน่อย", "ใครชนะบอลเมื่อคืน", "ทำต้มยำยังไง"],
    },
}

QUESTIONS = {
    "en": [
        ("how much for paying with my credit card", "fees.card"),
        ("are you open on sunday", "support.hours"),
        ("please return my money", "order.refund"),
        ("good morning there", "talk.greeting"),
        ("what is the capital of france", "none"),
        ("qwe zxc", "none"),
    ],
    "th": [
        ("ใช้บัตรเครดิตเสียค่าธรรมเนียมไหม", "fees.card"),
        ("วันอาทิตย์เปิดไหม", "support.hours"),
        ("อยากได้เงินคืน", "order.refund"),
        ("เมื่อคืนบอลใครชนะ", "none"),
    ],
}


def write_knowledge(folder: Path) -> Path:
    """A knowledge folder with the real catalogue and vocabulary, and the few examples above."""
    shutil.copytree(KNOWLEDGE / "vocabulary", folder / "vocabulary")
    (folder / "intents").mkdir()
    (folder / "questions").mkdir()
    for file in (KNOWLEDGE / "intents").glob("*.yaml"):
        shutil.copy(file, folder / "intents")
    for language, intents in EXAMPLES.items():
        (folder / "intents" / language).mkdir()
        lines = [f"{intent}:\n" + "".join(f'  - "{text}"\n' for text in texts) for intent, texts in intents.items()]
        (folder / "intents" / language / "all.yaml").write_text("".join(lines), encoding="utf-8")
    for language, questions in QUESTIONS.items():
        rows = "".join(f'- {{q: "{text}", expect: [{intent}]}}\n' for text, intent in questions)
        (folder / "questions" / f"{language}.yaml").write_text(rows, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def small_knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_knowledge(tmp_path_factory.mktemp("small") / "knowledge")


@pytest.fixture(scope="session")
def small_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def matcher(small_knowledge: Path, small_cache: Path) -> Matcher:
    return load_matcher(small_knowledge, small_cache, acceptable_wrong=0.2)


def calls_of(work: Callable[[], object]) -> int:
    """How many functions `work` calls, Python's and C's: its cost, the same on every machine."""
    count = 0

    def tell(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tell)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
