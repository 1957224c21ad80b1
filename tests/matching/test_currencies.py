"""Currencies by code, sign, name, nickname and country, in seven languages; and the words that only look like them."""

import pytest
from babel import Locale
from babel.numbers import get_currency_name

from bot.knowledge.vocabulary import load_vocabulary
from bot.matching.entities import EntityReader
from bot.settings import KNOWLEDGE


@pytest.fixture(scope="module")
def reader() -> EntityReader:
    return EntityReader(load_vocabulary(KNOWLEDGE / "vocabulary"))


NAMES = {
    "phi cho 500000 dong": "VND",
    "do you take VND": "VND",
    "do you take vnd": "VND",
    "ringgit can?": "MYR",
    "can i top up in ringgit": "MYR",
    "RM 500": "MYR",
    "rm500": "MYR",
    "500 yuan": "CNY",
    "RMB": "CNY",
    "300 kuai": "CNY",
    "renminbi": "CNY",
    "offshore yuan": "CNH",
    "what is CNH": "CNH",
    "500 bucks": "USD",
    "500 quid": "GBP",
    "pound sterling": "GBP",
    "50 pounds": "GBP",
    "greenbacks": "USD",
    "loonies": "CAD",
    "sing dollar": "SGD",
    "Singapore dollars": "SGD",
    "S$500": "SGD",
    "A$500": "AUD",
    "HK$500": "HKD",
    "NT$500": "TWD",
    "aussie dollars": "AUD",
    "kiwi dollar": "NZD",
    "swiss francs": "CHF",
    "euro ok?": "EUR",
    "€500": "EUR",
    "¥500": "CNY",
    "¥500 is that japanese yen": "JPY",
    "yen": "JPY",
    "500 won": "KRW",
    "top up in won": "KRW",
    "kyat": "MMK",
    "500 kip": "LAK",
    "riel": "KHR",
    "dirhams": "AED",
    "hantar riyal qatar": "QAR",
    "riyal": "SAR",
    "rupees": "INR",
    "canadian dollars": "CAD",
    "can i pay in dollars": "USD",
    "Vietnamese money": "VND",
    "money from Vietnam": "VND",
    "the currency of Japan": "JPY",
    "Thai baht": "THB",
    "$500 USD": "USD",
    "TRY 500": "TRY",
    "can I use TRY here": "TRY",
    "人民币": "CNY",
    "离岸人民币": "CNH",
    "可以用马币充值吗": "MYR",
    "令吉": "MYR",
    "500美金": "USD",
    "港币可以吗": "HKD",
    "500蚊": "HKD",
    "新币": "SGD",
    "日元": "JPY",
    "日圆": "JPY",
    "泰铢": "THB",
    "越南盾": "VND",
    "越南的钱": "VND",
    "5000块马币": "MYR",
    "500块": "CNY",
    "台幣": "TWD",
    "新臺幣": "TWD",
    "英镑": "GBP",
    "หยวน": "CNY",
    "500 บาท": "THB",
    "เติมเป็นริงกิตได้ไหม": "MYR",
    "เงินเวียดนาม": "VND",
    "ดอลลาร์สิงคโปร์": "SGD",
    "500 ดอลลาร์": "USD",
    "เยน": "JPY",
    "เงินวอน": "KRW",
    "duit Malaysia": "MYR",
    "matawang Jepun": "JPY",
    "dolar Singapura": "SGD",
    "dolar singapur bisa ga": "SGD",
    "uang Jepang": "JPY",
    "rupiah": "IDR",
    "500 perak": "IDR",
    "poundsterling": "GBP",
    "bayar pakai dolar": "USD",
    "đô Sing": "SGD",
    "500 đô": "USD",
    "đô úc": "AUD",
    "nhân dân tệ": "CNY",
    "nhan dan te": "CNY",
    "500 tệ": "CNY",
    "trả bằng tệ": "CNY",
    "nạp bằng đồng được không": "VND",
    "tiền Việt": "VND",
    "500 nghìn đồng": "VND",
    "yên nhật": "JPY",
    "bảng anh": "GBP",
    "piso": "PHP",
    "500 pesos": "PHP",
    "perang Hapon": "JPY",
    "dolyar": "USD",
    "convert SGD to CNH": "SGD",
    "change yuan into ringgit": "MYR",
    "fee on 5000 yuan if i top up in ringgit": "CNY",
}

NOTHING = [
    "biaya kartu buat order 1000 dong kak",
    "tolong 1 dong berapa biaya",
    "is that all",
    "can i try",
    "top up",
    "TOP UP NOW PLEASE",
    "a cup of tea",
    "my pen",
    "i am mad",
    "ship to Malaysia",
    "do you deliver to vietnam",
    "I live in Japan",
    "won't work",
    "bisa dong",
    "đồng ý",
    "tôi yên tâm",
    "mga tanong",
    "送到马来西亚要多久",
    "dịch vụ tệ quá",
    "ký hợp đồng",
    "ส่งไปเวียดนาม",
    "please help us",
]


@pytest.mark.parametrize(("text", "code"), [pytest.param(*pair, id=pair[0]) for pair in NAMES.items()])
def test_a_currency_is_read(reader: EntityReader, text: str, code: str) -> None:
    assert reader.read(text).slots.currency == code


@pytest.mark.parametrize("text", [pytest.param(text, id=text) for text in NOTHING])
def test_other_words_are_no_currency(reader: EntityReader, text: str) -> None:
    slots = reader.read(text).slots
    assert slots.currency is None
    assert slots.currencies == ()


def test_a_dollar_sign_alone_is_left_open(reader: EntityReader) -> None:
    slots = reader.read("$500").slots
    assert slots.currency is None
    assert slots.currencies[:2] == ("USD", "SGD")


def test_a_country_settles_the_dollar_sign(reader: EntityReader) -> None:
    assert reader.read("$500 from singapore").slots.currency == "SGD"


@pytest.mark.parametrize(
    "code", ["USD", "SGD", "HKD", "GBP", "EUR", "AUD", "JPY", "NZD", "CAD", "MYR", "THB", "VND", "KRW"]
)
@pytest.mark.parametrize("language", ["en", "zh", "ms", "id", "th", "fil", "vi"])
def test_cldr_names_are_known_in_every_language(reader: EntityReader, code: str, language: str) -> None:
    assert reader.read(get_currency_name(code, locale=Locale.parse(language))).slots.currency == code


LANGUAGES = {
    "speak thai": "th",
    "in english please": "en",
    "english": "en",
    "Chinese please": "zh",
    "mandarin can?": "zh",
    "can you reply in malay": "ms",
    "bm please": "ms",
    "tagalog": "fil",
    "Vietnamese language": "vi",
    "do you speak Japanese": "ja",
    "中文可以吗": "zh",
    "说英语": "en",
    "马来文": "ms",
    "ภาษาอังกฤษ": "en",
    "ขอภาษาไทย": "th",
    "ภาษาจีน": "zh",
    "pakai bahasa melayu": "ms",
    "pake basa indonesia aja": "id",
    "can you speak hindi": "hi",
    "bahasa hindi": "hi",
    "bahasa indonesia": "id",
    "bahasa Malaysia": "ms",
    "ganti bahasa inggris": "en",
    "tiếng việt": "vi",
    "tieng anh": "en",
    "nói tiếng thái": "th",
    "wikang tagalog": "fil",
    "ภาษาญี่ปุ่น": "ja",
    "日本語でお願いします": "ja",
    "español por favor": "es",
    "한국어로 해주세요": "ko",
    "bahasa Korea": "ko",
    "tukar ke bahasa cina": "zh",
    "switch from english to thai": "th",
}


@pytest.mark.parametrize(("text", "language"), [pytest.param(*pair, id=pair[0]) for pair in LANGUAGES.items()])
def test_a_language_asked_for_is_read(reader: EntityReader, text: str, language: str) -> None:
    assert reader.read(text).slots.language == language


@pytest.mark.parametrize("text", ["Thai baht", "chinese yuan", "ship to thailand", "ส่งไปไทย", "uang Jepang"])
def test_money_and_places_are_no_language(reader: EntityReader, text: str) -> None:
    assert reader.read(text).slots.language is None


@pytest.mark.parametrize("text", ["ganda po!", "hindi", "hindi po", "nama", "guna nama kawan", "mari", "paki basa po"])
def test_an_everyday_word_is_no_language_far_away(reader: EntityReader, text: str) -> None:
    assert reader.read(text).slots.language is None
