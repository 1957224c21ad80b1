"""Amounts in every notation of the region, and the figures that are none."""

from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.vocabulary import load_vocabulary
from bot.matching.amounts import figures_value
from bot.matching.entities import EntityReader, SpanKind
from bot.settings import KNOWLEDGE

LANGUAGES = ("en", "zh", "ms", "id", "th", "fil", "vi")


@pytest.fixture(scope="module")
def reader() -> EntityReader:
    return EntityReader(load_vocabulary(KNOWLEDGE / "vocabulary"))


READER = EntityReader(load_vocabulary(KNOWLEDGE / "vocabulary"))
"""For property tests, which take no fixtures of a function."""

NOTATIONS = {
    "5k": "5000",
    "5K": "5000",
    "1.5k": "1500",
    "12k": "12000",
    "0.5k": "500",
    "5 k": "5000",
    "8000": "8000",
    "5000.50": "5000.50",
    "1,200.50": "1200.50",
    "1.200,50": "1200.50",
    "1 200": "1200",
    "12 500 000": "12500000",
    "1,00,000": "100000",
    "1.2m": "1200000",
    "2 mil": "2000000",
    "3mn": "3000000",
    "1 lakh": "100000",
    "2 lakhs": "200000",
    "1 crore": "10000000",
    "two grand": "2000",
    "seven thousand": "7000",
    "two and a half thousand": "2500",
    "half a million": "500000",
    "a hundred": "100",
    "a thousand": "1000",
    "twenty five thousand": "25000",
    "twenty-five thousand": "25000",
    "three hundred and fifty": "350",
    "one million two hundred thousand": "1200000",
    "2 thousand 500": "2500",
    "1.5 million": "1500000",
    "1.250 million": "1250000",
    "RM1,200.50": "1200.50",
    "RM 1.2k": "1200",
    "rmb5000": "5000",
    "5000rmb": "5000",
    "5kyuan": "5000",
    "5k rmb": "5000",
    "¥3,000": "3000",
    "3000块": "3000",
    "฿5,000": "5000",
    "₱2,500": "2500",
    "P2,500": "2500",
    "Rp1.500.000": "1500000",
    "Rp 1.500.000,00": "1500000.00",
    "S$680": "680",
    "USD680": "680",
    "US$ 680": "680",
    "500usd": "500",
    "A$75": "75",
    "5000.-": "5000",
    "5.000,-": "5000",
    "1.5jt": "1500000",
    "1,5 juta": "1500000",
    "500rb": "500000",
    "25 ribu": "25000",
    "25rb": "25000",
    "sepuluh ribu": "10000",
    "dua puluh lima ribu": "25000",
    "dua belas ribu": "12000",
    "setengah juta": "500000",
    "satu setengah juta": "1500000",
    "2 juta setengah": "2500000",
    "sejuta": "1000000",
    "seribu lima ratus": "1500",
    "lima ratus ribu": "500000",
    "2 juta 500 ribu": "2500000",
    "goceng": "5000",
    "gopek": "500",
    "2 miliar": "2000000000",
    "tiga ribu": "3000",
    "lapan ribu": "8000",
    "lima ratus": "500",
    "3 triệu": "3000000",
    "3tr": "3000000",
    "1tr5": "1500000",
    "2tr250": "2250000",
    "2k5": "2500",
    "500k": "500000",
    "20 củ": "20000000",
    "2 vạn tệ": "20000",
    "5 nghìn": "5000",
    "5 ngàn": "5000",
    "5 nghin": "5000",
    "3 trieu": "3000000",
    "3 triệu 500 nghìn": "3500000",
    "2 triệu rưỡi": "2500000",
    "nửa triệu": "500000",
    "năm triệu": "5000000",
    "hai mươi lăm triệu": "25000000",
    "ba trăm nghìn": "300000",
    "hai triệu ba": "2300000",
    "1 tỷ": "1000000000",
    "5千": "5000",
    "三万": "30000",
    "3萬": "30000",
    "1万2": "12000",
    "1万2千": "12000",
    "两千五": "2500",
    "两千五百": "2500",
    "3w": "30000",
    "3.5w": "35000",
    "8百": "800",
    "一百二": "120",
    "五百块": "500",
    "12000元": "12000",
    "十万": "100000",
    "二十五万": "250000",
    "一百万": "1000000",
    "三千零五十": "3050",
    "两万五": "25000",
    "三千元": "3000",
    "一千五百八十": "1580",
    "2万块钱": "20000",
    "1.5万": "15000",
    "五千块人民币": "5000",
    "5千块": "5000",
    "5พัน": "5000",
    "5 พัน": "5000",
    "3 หมื่น": "30000",
    "1หมื่น2": "12000",
    "สามพันห้า": "3500",
    "1.5 แสน": "150000",
    "สองล้าน": "2000000",
    "๕๐๐๐": "5000",
    "๑,๒๐๐": "1200",
    "หนึ่งหมื่นสองพัน": "12000",
    "ห้าร้อย": "500",
    "สองหมื่นห้าพัน": "25000",
    "สองล้านครึ่ง": "2500000",
    "ครึ่งล้าน": "500000",
    "ยี่สิบห้าบาท": "25",
    "พันห้า": "1500",
    "สิบบาท": "10",
    "limang libo": "5000",
    "5 libo": "5000",
    "kinse mil": "15000",
    "bente singko mil": "25000",
    "dalawampung libo": "20000",
    "dalawampu't limang libo": "25000",
    "tatlong libo at limang daan": "3500",
    "kalahating milyon": "500000",
    "isang libo": "1000",
    "sampung libo": "10000",
    "magkano ang fee sa 5 mil": "5000",
    "limandaan": "500",
    "５０００": "5000",
    "１，２００．５０": "1200.50",
    "5000 ka": "5000",
}

IN_SENTENCES = {
    "how much is the fee for 5k yuan by card": "5000",
    "if i pay 8000 with visa what is the charge": "8000",
    "pay 2,500 by world pay": "2500",
    "kalau bayar 3 juta pakai kartu kena berapa": "3000000",
    "nak bayar RM 450 guna kad, caj berapa": "450",
    "โอน 5พันหยวน ค่าธรรมเนียมเท่าไหร่": "5000",
    "ค่าธรรมเนียมของ12000หยวนเท่าไหร่คะ": "12000",
    "付五千块手续费多少": "5000",
    "我要付3w人民币": "30000",
    "thanh toán 20 triệu bằng thẻ thì phí bao nhiêu": "20000000",
    "magkano po ang fee kung limang libong yuan": "5000",
    "3 cartons cost 4500 yuan, what is the fee": "4500",
    "my order on 1688 is 7,200 yuan": "7200",
    "2 accounts, 5000 rmb each": "5000",
    "fee 1% of 3000 usd?": "3000",
    "what about 8000": "8000",
    "no, 6000": "6000",
    "5000 card fee": "5000",
    "1688 yuan": "1688",
    "RM1688": "1688",
    "in 3 days i pay 900 sgd": "900",
}

NONE = [
    "magkano po ba yuan ang fee pag card",
    "magkano ba fee, yuan ba ang babayaran ko",
    "how do i register on 1688",
    "1688",
    "1688.com",
    "1688网站怎么注册",
    "what is section 4A",
    "step 3 please",
    "the 6-digit code",
    "6 digit code",
    "kode 6 digit",
    "รหัส 6 หลัก",
    "mã 6 số",
    "1-2 days",
    "3%",
    "0.8 percent",
    "is it 1 persen",
    "百分之五",
    "500 pcs",
    "20 cartons",
    "300件",
    "200 ชิ้น",
    "100 cái",
    "3 kg",
    "2 accounts",
    "24 hours",
    "30 menit",
    "3 hari",
    "45 นาที",
    "24/11/2026",
    "2026-11-24",
    "at 17:00",
    "17:30",
    "9am",
    "order A1234567",
    "LP00123CN",
    "call +65 6805 4380",
    "0812-3456-7890",
    "081234567890",
    "tracking number 884512",
    "page 25",
    "section 25",
    "the 21st",
    "since 2019",
    "i am 35 years old",
    "one account",
    "一下",
    "千万别",
    "第三个",
    "千万不要",
    "hai bạn",
    "po ba",
    "1.2.3",
    "one two three",
]

RANGES = [
    "5 to 8 thousand",
    "1000-2000",
    "antara 2 dan 3 juta",
    "between 500 and 700 yuan",
    "5000 sampai 8000",
    "5000~6000",
    "三五千",
    "3000到5000",
    "hai ba triệu",
    "3 đến 5 triệu",
    "5000 ถึง 8000 บาท",
    "RM100 - RM200",
    "5k or 6k",
    "1000 hanggang 2000",
    "100 hingga 200 ringgit",
    "两三万",
    "2-3k",
    "$500 to $800",
    "สองสามพัน",
]


@pytest.mark.parametrize(("text", "amount"), [pytest.param(*pair, id=pair[0]) for pair in NOTATIONS.items()])
def test_a_notation_is_read_exactly(reader: EntityReader, text: str, amount: str) -> None:
    assert reader.read(text).slots.amount == Decimal(amount)


@pytest.mark.parametrize(("text", "amount"), [pytest.param(*pair, id=pair[0]) for pair in IN_SENTENCES.items()])
def test_an_amount_is_found_in_a_sentence(reader: EntityReader, text: str, amount: str) -> None:
    assert reader.read(text).slots.amount == Decimal(amount)


@pytest.mark.parametrize("text", [pytest.param(text, id=text) for text in NONE])
def test_other_figures_are_no_amount(reader: EntityReader, text: str) -> None:
    slots = reader.read(text).slots
    assert slots.amount is None
    assert not slots.amount_is_range


@pytest.mark.parametrize("text", [pytest.param(text, id=text) for text in RANGES])
def test_a_range_is_no_amount_and_said_to_be_one(reader: EntityReader, text: str) -> None:
    slots = reader.read(text).slots
    assert slots.amount is None
    assert slots.amount_is_range


def test_of_several_amounts_the_one_with_a_currency_is_meant(reader: EntityReader) -> None:
    assert reader.read("i have 300 left, what is the fee on 5000 yuan").slots.amount == Decimal(5000)


def test_a_long_run_of_digits_is_no_number() -> None:
    assert figures_value("1" * 4000) is None


amounts = st.decimals(min_value=20, max_value=10**9, places=2)


@given(amount=amounts, language=st.sampled_from(LANGUAGES), currency=st.sampled_from(["CNY", "MYR", "EUR", "GBP"]))
def test_an_amount_of_money_as_cldr_writes_it_reads_back(amount: Decimal, language: str, currency: str) -> None:
    slots = READER.read(format_currency(amount, currency, locale=language)).slots
    assert (slots.amount, slots.currency) == (amount, currency)


@given(amount=amounts, language=st.sampled_from(LANGUAGES))
def test_a_decimal_as_cldr_writes_it_reads_back(amount: Decimal, language: str) -> None:
    assert READER.read(format_decimal(amount, format="#,##0.00", locale=language)).slots.amount == amount


@given(
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(
                ["5", "k", "万", "พัน", "juta", "to", "-", " ", "rm", "$", "1688", "half", "rưỡi", ".", "card"]
            ),
            max_size=40,
        ).map("".join),
    )
)
def test_any_text_is_read_and_its_spans_are_in_order_and_apart(text: str) -> None:
    entities = READER.read(text)
    ends = [0, *(span.end for span in entities.spans)]
    assert all(end <= span.start < span.end for end, span in zip(ends, entities.spans, strict=False))
    assert ends[-1] <= len(entities.text)


def test_spans_tell_what_stands_where(reader: EntityReader) -> None:
    entities = reader.read("5k yuan by card")
    found = [(entities.text[span.start : span.end], span.kind) for span in entities.spans]
    assert found == [("5k", SpanKind.AMOUNT), ("yuan", SpanKind.CURRENCY), ("card", SpanKind.METHOD)]
