"""Ways of paying by all their names, and messages that hold nothing but what was named."""

import pytest

from bot.knowledge.vocabulary import load_vocabulary
from bot.matching.entities import EntityReader
from bot.settings import KNOWLEDGE


@pytest.fixture(scope="module")
def reader() -> EntityReader:
    return EntityReader(load_vocabulary(KNOWLEDGE / "vocabulary"))


METHODS = {
    "total if i pay the 3000 yuan with the balance": "world_pay",
    "berapa biayanya kalau pakai saldo CNH": "world_pay",
    "boleh bayar guna baki": "world_pay",
    "能用余额付款吗": "world_pay",
    "what is the fee if i use wise": "wise",
    "จ่ายด้วยยอดคงเหลือได้ไหม": "world_pay",
    "puwede ba gamitin ang balanse ko": "world_pay",
    "trả bằng số dư được không": "world_pay",
    "thanh toan bang the 500 te phi bao nhieu": "card",
    "what is World Pay": "world_pay",
    "worldpay fee": "world_pay",
    "fee for cross-border pay": "world_pay",
    "Cross-border treasure": "world_pay",
    "kuajingbao": "world_pay",
    "跨境宝手续费多少": "world_pay",
    "万里汇": "world_pay",
    "ค่าธรรมเนียมเวิลด์เพย์": "world_pay",
    "by visa": "card",
    "my Mastercard": "card",
    "credit cards ok?": "card",
    "amex": "card",
    "debit": "card",
    "用信用卡": "card",
    "刷卡": "card",
    "银行卡可以吗": "card",
    "那卡呢": "card",
    "kad kredit": "card",
    "pakai kartu": "card",
    "kartu debit bisa?": "card",
    "จ่ายด้วยบัตรเครดิต": "card",
    "รูดบัตร": "card",
    "thẻ tín dụng": "card",
    "the tin dung": "card",
    "trả bằng thẻ": "card",
    "bang the": "card",
    "alipay": "alipay",
    "支付宝": "alipay",
    "zhifubao": "alipay",
    "อาลีเพย์": "alipay",
    "do you take PayPal": "paypal",
    "grabpay": "grabpay",
    "gcash po": "gcash",
    "pay with maya": "maya",
    "TNG": "touch_n_go",
    "touch n go": "touch_n_go",
    "shopee pay": "shopeepay",
    "微信支付": "wechat_pay",
    "Google Pay": "google_pay",
    "apple pay": "apple_pay",
    "western union": "western_union",
    "pay by Wise": "wise",
    "bank transfer": "bank_transfer",
    "transfer bank": "bank_transfer",
    "โอนผ่านธนาคาร": "bank_transfer",
    "chuyển khoản": "bank_transfer",
    "银行转账": "bank_transfer",
    "bitcoin": "btc",
    "usdt": "usdt",
    "kripto": "crypto",
    "cash on delivery": "cod",
    "bayar di tempat": "cod",
    "货到付款": "cod",
    "tiền mặt": "cash",
    "เงินสด": "cash",
    "ví momo": "momo",
    "zalopay": "zalopay",
    "พร้อมเพย์": "promptpay",
    "ทรูมันนี่": "truemoney",
    "qris bisa": "qris",
    "bayar pakai dana": "dana",
    "ovo": "ovo",
    "gopay": "gopay",
    "duitnow": "duitnow",
    "fpx": "fpx",
    "paynow": "paynow",
    "atome": "atome",
    "klarna": "klarna",
    "payoneer": "payoneer",
    "cheque": "cheque",
    "7-eleven": "7_eleven",
    "alfamart": "alfamart",
    "palawan express": "palawan",
    "no card, can I use gcash": "gcash",
    "I don't have a credit card, only paypal": "paypal",
    "wala akong card, maya lang": "maya",
    "ga punya kartu, dana bisa?": "dana",
    "没有信用卡可以用支付宝吗": "alipay",
    "I have no paypal but visa": "card",
    "no card, what now": "card",
}

NOTHING = [
    "what would i pay with the fee on 5000 yuan",
    "how do i check the balance",
    "balance?",
    "my balance",
    "saldo saya berapa",
    "余额",
    "is it wise to wait until tomorrow then",
    "my id card was rejected",
    "kartu identitas saya ditolak",
    "บัตรประชาชนไม่ผ่าน",
    "网页卡住了",
    "dana saya belum masuk ke akun world account",
    "i sell plastic bags and toys online",
    "how long does the transfer take to arrive",
    "the otherwise good site",
]

BARE = [
    "and by card?",
    "what about 8000",
    "and MYR?",
    "8000",
    "5k yuan by card",
    "kalau pakai kartu?",
    "kalo 3 juta?",
    "macam mana kalau guna kad",
    "แล้วบัตรล่ะ",
    "ถ้า 5พันล่ะ",
    "那刷卡呢",
    "那八千呢",
    "còn thẻ thì sao",
    "thế 20 triệu thì sao?",
    "paano kung card?",
    "eh kung 5 libo",
    "or paypal?",
    "english",
    "between 500 and 700",
]

NOT_BARE = [
    "can i pay by card",
    "what is world pay",
    "hello",
    "and then?",
    "",
    "how much is the fee for 5000",
    "用信用卡手续费多少",
    "บัตรโดนปฏิเสธ",
    "my card was declined",
]


@pytest.mark.parametrize(("text", "method"), [pytest.param(*pair, id=pair[0]) for pair in METHODS.items()])
def test_a_way_of_paying_is_read(reader: EntityReader, text: str, method: str) -> None:
    assert reader.read(text).slots.method == method


@pytest.mark.parametrize("text", [pytest.param(text, id=text) for text in NOTHING])
def test_other_words_are_no_way_of_paying(reader: EntityReader, text: str) -> None:
    assert reader.read(text).slots.method is None


@pytest.mark.parametrize("text", [pytest.param(text, id=text) for text in BARE])
def test_a_message_of_entities_and_fillers_is_bare(reader: EntityReader, text: str) -> None:
    assert reader.read(text).bare


@pytest.mark.parametrize("text", [pytest.param(text, id=text or "empty") for text in NOT_BARE])
def test_a_message_that_asks_something_itself_is_not_bare(reader: EntityReader, text: str) -> None:
    assert not reader.read(text).bare


@pytest.mark.parametrize(
    ("text", "method"),
    [("alipya ok?", "alipay"), ("mastrcard", "card"), ("paypel", "paypal"), ("wordlpay", "world_pay")],
)
def test_a_name_with_one_letter_wrong_is_still_read(reader: EntityReader, text: str, method: str) -> None:
    assert reader.read(text).slots.method == method


def test_another_word_that_looks_like_a_name_is_none(reader: EntityReader) -> None:
    assert reader.read("staff stealing from my shop").slots.currency is None
