"""Short answers in every language; a question that only holds such a word is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.vocabulary import load_vocabulary
from bot.matching.signals import SignalReader
from bot.matching.understanding import Signal
from bot.settings import KNOWLEDGE

VOCABULARY = load_vocabulary(KNOWLEDGE / "vocabulary")
READER = SignalReader(VOCABULARY.signals, VOCABULARY.languages.spoken)

SIGNALS = {
    Signal.YES: [
        "yes",
        "Yesss!!",
        "ok lah",
        "ya",
        "oke kak",
        "iya",
        "boleh",
        "oo",
        "opo",
        "sige po",
        "ใช่",
        "ใช่ค่ะ",
        "ครับ",
        "มีแล้วค่ะ",
        "是的",
        "对啊",
        "好的",
        "有",
        "có",
        "dạ có ạ",
        "vâng",
        "đúng rồi",
        "👍",
        "👍🏽👍",
        "yup",
        "dah ada",
    ],
    Signal.NO: [
        "no",
        "nope",
        "x",
        "tak",
        "gak",
        "nggak kak",
        "belum",
        "hindi",
        "hindi po",
        "wala pa",
        "ไม่",
        "ไม่ค่ะ",
        "ยังไม่มี",
        "不是",
        "没有",
        "还没",
        "không",
        "chưa ạ",
        "không có",
        "not yet",
        "NOOO",
    ],
    Signal.UNSURE: ["not sure", "idk", "gatau", "tak pasti", "ewan", "ไม่แน่ใจค่ะ", "不知道", "không biết", "khong chac"],
    Signal.BACK: ["back", "go back", "balik", "kembali", "ย้อนกลับ", "返回", "上一步", "quay lại", "quay lai", "bumalik"],
    Signal.NEXT: [
        "next",
        "done",
        "I'm done",
        "lanjut",
        "sudah selesai",
        "sunod",
        "tapos na po",
        "ถัดไป",
        "เสร็จแล้วค่ะ",
        "下一步",
        "好了",
        "tiếp",
        "xong rồi",
        "seterusnya",
        "dah siap",
    ],
    Signal.FIRST: ["1", "the first one", "yang pertama", "อันแรก", "第一个", "cái đầu tiên", "yung una", "#1"],
    Signal.SECOND: [
        "2",
        "2.",
        "the second one",
        "yang kedua",
        "第二个",
        "第二个吧",
        "cái thứ hai",
        "ikalawa",
        "ข้อ 2",
        "option 2",
        "๒",
    ],
    Signal.THIRD: ["3", "the last one", "yang ketiga", "第三个", "ikatlo", "อันสุดท้าย", "cái thứ ba"],
    Signal.NONE: [
        "none of these",
        "neither",
        "都不是",
        "bukan semuanya",
        "ไม่มีข้อไหน",
        "wala sa mga ito",
        "không cái nào",
    ],
    Signal.CANCEL: ["cancel", "never mind", "batal", "gak jadi", "ยกเลิก", "取消", "算了", "hủy", "itigil"],
    Signal.START_OVER: [
        "start over",
        "restart pls",
        "mulai dari awal",
        "mula semula",
        "เริ่มใหม่",
        "重新开始",
        "làm lại từ đầu",
        "magsimula ulit",
    ],
    Signal.RESUME: ["continue", "where was i", "lanjutkan", "sambung", "ทำต่อ", "继续", "tiếp tục", "ituloy"],
    Signal.STUCK: ["stuck", "i'm stuck", "help", "ga bisa", "tersekat", "ติดปัญหา", "卡住了", "bị kẹt", "hindi gumagana"],
    Signal.TICKET: [
        "where is my ticket?",
        "工单到哪了",
        "mana tiket saya?",
        "tiket saya di mana kak",
        "ตั๋วของฉันอยู่ไหนคะ",
        "nasaan po ang ticket ko",
        "phiếu của mình sao rồi ạ",
    ],
    Signal.WHY: ["why", "why?", "kenapa", "mengapa", "ทำไม", "ทำไมคะ", "为什么", "tại sao", "bakit po"],
}

QUESTIONS = [
    "can i get my money back",
    "how do i pay",
    "what is the next thing to do after verification",
    "no fee?",
    "why do i need an alipay account for this",
    "thank you",
    "ok thanks",
    "terima kasih ya",
    "谢谢",
    "8000",
    "fee",
    "",
    "   ",
    "?",
    "the second payment failed",
    "5000 yuan",
]


@pytest.mark.parametrize(
    ("text", "signal"), [pytest.param(text, signal, id=text) for signal, texts in SIGNALS.items() for text in texts]
)
def test_a_short_answer_is_a_signal(text: str, signal: Signal) -> None:
    assert READER.read(text) is signal


@pytest.mark.parametrize("text", [pytest.param(text, id=text or "empty") for text in QUESTIONS])
def test_anything_else_is_no_signal(text: str) -> None:
    assert READER.read(text) is None


@pytest.mark.parametrize(("language", "signal"), [("en", Signal.YES), ("vi", Signal.NO)])
def test_the_language_of_the_chat_settles_what_two_languages_share(language: str, signal: Signal) -> None:
    assert READER.read("k", language) is signal


@given(st.text())
def test_any_text_is_a_signal_or_none(text: str) -> None:
    assert READER.read(text) is None or isinstance(READER.read(text), Signal)
