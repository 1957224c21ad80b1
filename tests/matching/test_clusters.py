"""Questions that are alike come together, whichever their language, and none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.matching.clusters import Cluster, Unasked, cluster

SHIPPING = [
    Unasked("do you ship to laos?", "en", ("order.shipping",)),
    Unasked("Do you ship to Laos", "en", ("order.shipping",)),
    Unasked("ship to laos can?", "ms", ("order.how",)),
    Unasked("can u ship to laos pls", "en", ("order.shipping",)),
]
PAYPAL = [
    Unasked("paypal accepted?", "en", ("payment.other_methods",)),
    Unasked("is PayPal accepted", "en"),
]
WEATHER = [Unasked("วันนี้ฝนตกไหม", "th")]


def test_questions_that_are_alike_come_together() -> None:
    assert cluster([*WEATHER, *PAYPAL, *SHIPPING]) == (
        Cluster(
            4,
            ("en", "ms"),
            ("do you ship to laos?", "ship to laos can?", "can u ship to laos pls"),
            "order.shipping",
        ),
        Cluster(2, ("en",), ("paypal accepted?", "is PayPal accepted"), "payment.other_methods"),
        Cluster(1, ("th",), ("วันนี้ฝนตกไหม",), None),
    )


def test_what_differs_in_case_and_signs_only_is_one_example() -> None:
    [found] = cluster([Unasked("REFUND PLS", "en"), Unasked("refund pls!", "en"), Unasked("refund   pls", "en")])
    assert (found.count, found.examples) == (3, ("REFUND PLS",))


def test_traditional_and_simplified_characters_are_alike() -> None:
    [found] = cluster([Unasked("可以退貨嗎", "zh"), Unasked("可以退货吗", "zh")])
    assert found.count == 2


def test_questions_with_one_common_word_stay_apart() -> None:
    assert len(cluster([Unasked("where is my parcel now", "en"), Unasked("where do I buy a printer", "en")])) == 2


def test_nothing_asked_gives_no_clusters() -> None:
    assert cluster([]) == ()


@given(st.lists(st.builds(Unasked, st.text(), st.sampled_from(["en", "th"]))))
def test_each_question_is_in_one_cluster(questions: list[Unasked]) -> None:
    assert sum(found.count for found in cluster(questions)) == len(questions)
