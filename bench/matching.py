"""The matcher beside its peers, on the published questions, in one run: `python -m bench.matching`.

Every peer is fitted on the project's own examples of the language that is asked, those out of scope among them, and
ranks the intents; its similarity or probability is its confidence, none where an example out of scope is likelier.

first      the best intent is right, of the questions in scope
at 4 %     the most that is answered rightly while wrong answers, in scope or out of it, stay within 4 % of the
           questions, by the threshold that suits each best
ms         median and 99th percentile of one question, on one core
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read by numpy when it is first imported

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s  # type: ignore[import-untyped]
import numpy as np
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.pipeline import make_union  # type: ignore[import-untyped]

from bot.knowledge import load_knowledge
from bot.knowledge.examples import NONE, OUT_OF_SCOPE, Example, Question, read_examples, read_questions
from bot.matching.matcher import Matcher, load_matcher
from bot.matching.text import fold
from bot.settings import KNOWLEDGE, ROOT, Settings

PUBLISHED = ROOT / "tests" / "questions"
ACCEPTABLE_WRONG = 0.04
REFUSED = -1.0
SHORTEST_CUT = 3
"""A word of so many letters or more, in other letters than Latin ones, is compared by its pairs of letters."""

Answer = Callable[[str], tuple[str, float]]
"""A question -> the best intent, and how sure; REFUSED where being out of scope is likelier."""

Fit = Callable[[Sequence[Example]], Answer]


@dataclass(frozen=True, slots=True)
class Tried:
    """How one matcher fared on one language; times in milliseconds, one a question."""

    first: float
    at_limit: float
    times: tuple[float, ...]


def main() -> None:
    intents = load_knowledge(KNOWLEDGE).intents
    examples, _ = read_examples(KNOWLEDGE, intents)
    files = sorted(PUBLISHED.glob("*.yaml"))
    ours = load_matcher(KNOWLEDGE, Settings(_env_file=None).cache / "matching")
    peers: dict[str, Fit] = {
        "rapidfuzz WRatio": lambda known: _fuzzy(known, fuzz.WRatio),
        "rapidfuzz token_sort_ratio": lambda known: _fuzzy(known, fuzz.token_sort_ratio),
        "BM25 (bm25s)": _bm25,
        "TF-IDF characters, nearest": _nearest,
        "n-grams, logistic regression (sklearn)": _regression,
    }
    results: dict[str, dict[str, Tried]] = {name: {} for name in (*peers, "guidebot")}
    with Progress(transient=True) as bar:
        task = bar.add_task("matchers", total=len(files) * len(results))
        for file in files:
            questions = _questions(file, intents)
            known = [example for example in examples if example.language == file.stem]
            for name, fit in peers.items():
                results[name][file.stem] = _try(fit(known), questions)
                bar.advance(task)
            results["guidebot"][file.stem] = _try(_own(ours, file.stem), questions)
            bar.advance(task)
    _print(results)


def _questions(file: Path, intents: Any) -> tuple[Question, ...]:
    questions, problems = read_questions(file, file.relative_to(ROOT), intents)
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    return questions


def _try(answer: Answer, questions: Sequence[Question]) -> Tried:
    answer(questions[0].text)  # whatever is made on first use is made now
    times, sure, right = [], [], []
    for question in questions:
        begun = time.perf_counter()
        intent, confidence = answer(question.text)
        times.append(1000 * (time.perf_counter() - begun))
        sure.append(confidence)
        right.append(intent in question.expect)
    inside = np.array([question.expect != (NONE,) for question in questions])
    return Tried(
        first=float(np.mean(np.array(right)[inside])),
        at_limit=_at_limit(np.array(sure), np.array(right), inside),
        times=tuple(times),
    )


def _at_limit(sure: Any, right: Any, inside: Any) -> float:
    best = 0.0
    for level in np.unique(sure[sure >= 0]):
        answered = sure >= level
        if np.mean(answered & ~right) <= ACCEPTABLE_WRONG:
            best = max(best, float(np.mean((answered & right)[inside])))
    return best


def _own(matcher: Matcher, language: str) -> Answer:
    def answer(text: str) -> tuple[str, float]:
        read = matcher.understand(text, language).first
        if not read.candidates:
            return NONE, REFUSED
        return read.candidates[0].intent, read.confidence

    return answer


def _best(known: Sequence[Example], likeness: Any) -> tuple[str, float]:
    """The intent of the example with the most `likeness`, one an example."""
    outside = np.array([example.intent == OUT_OF_SCOPE for example in known])
    best = int(np.argmax(np.where(outside, -np.inf, likeness)))
    refused = likeness[outside].max(initial=-np.inf) > likeness[best]
    return known[best].intent, REFUSED if refused else float(likeness[best])


def _fuzzy(known: Sequence[Example], scorer: Callable[..., float]) -> Answer:
    texts = [fold(example.text) for example in known]
    return lambda text: _best(known, process.cdist([fold(text)], texts, scorer=scorer)[0])


def _bm25(known: Sequence[Example]) -> Answer:
    def pieces(text: str) -> list[str]:
        return [piece for word in fold(text).split() for piece in _pieces(word)]

    index = bm25s.BM25()
    index.index([pieces(example.text) for example in known], show_progress=False)

    def answer(text: str) -> tuple[str, float]:
        asked = [piece for piece in pieces(text) if piece in index.vocab_dict]
        return _best(known, index.get_scores(asked)) if asked else (NONE, REFUSED)

    return answer


def _pieces(word: str) -> list[str]:
    """A word of Latin letters as it is; in scripts without spaces, its pairs of letters."""
    if word.isascii() or len(word) < SHORTEST_CUT:
        return [word]
    return [word[at : at + 2] for at in range(len(word) - 1)]


def _nearest(known: Sequence[Example]) -> Answer:
    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
    table = vectoriser.fit_transform(fold(example.text) for example in known)

    def answer(text: str) -> tuple[str, float]:
        return _best(known, (table @ vectoriser.transform([fold(text)]).T).toarray()[:, 0])

    return answer


def _regression(known: Sequence[Example]) -> Answer:
    vectoriser = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, dtype=np.float32),
    )
    table = vectoriser.fit_transform([fold(example.text) for example in known])
    model = LogisticRegression(C=20, max_iter=60, tol=1e-3).fit(table, [example.intent for example in known])

    def answer(text: str) -> tuple[str, float]:
        chances = model.predict_proba(vectoriser.transform([fold(text)]))[0]
        order = np.argsort(-chances)
        best = next(int(at) for at in order if model.classes_[at] != OUT_OF_SCOPE)
        return str(model.classes_[best]), float(chances[best]) if best == order[0] else REFUSED

    return answer


def _print(results: dict[str, dict[str, Tried]]) -> None:
    languages = sorted({language for tried in results.values() for language in tried})
    for title, pick in (("first, %", "first"), ("right at 4 % wrong, %", "at_limit")):
        table = Table("matcher", *languages, "all", "ms", title=f"Published questions: {title}")
        for name, tried in results.items():
            shares = [100 * getattr(tried[language], pick) for language in languages]
            times = [time for one in tried.values() for time in one.times]
            cost = f"{np.median(times):.2f} / {np.percentile(times, 99):.1f}"
            table.add_row(name, *(f"{share:.0f}" for share in (*shares, float(np.mean(shares)))), cost)
        Console(width=120).print(table)


if __name__ == "__main__":
    main()
