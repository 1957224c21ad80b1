"""Which steps would come without the picture of their Chinese labels?"""

from collections.abc import Iterator

from bot.checking.content import Content
from bot.knowledge import Problem
from bot.rendering.cards import card_name, labels_of


def missing_pictures(content: Content) -> Iterator[Problem]:
    """Steps whose labels have changed since `make cards` drew them."""
    guide, facts = content.knowledge.guide, set(content.knowledge.facts)
    for document in content.family("guide"):
        for location, name in document.texts():
            match location:
                case ("steps", _, "id") if name in guide.steps and facts >= set(guide.steps[name].labels):
                    labels = labels_of(content.knowledge, name)
                    picture = content.root / "knowledge/cards" / card_name(name, labels)
                    if labels and not picture.is_file():
                        what = f"no picture of the labels of '{name}', as they now are"
                        yield document.problem(location, what, "run `make cards`", name)
                case _:
                    pass
