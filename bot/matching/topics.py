"""What else is an utterance about: another company, food, the weather?

Each such word counts as its topic beside itself, so that what is learnt of "Shopee" also holds for a shop that no
example names. It is evidence, not a verdict: "can I pay for shoes with my Maybank card" is in scope.
"""

from collections.abc import Iterator, Sequence

from bot.knowledge.topics import Topics
from bot.matching.normalise import Script, Token, tokens
from bot.matching.text import clean

_UNSPACED = (Script.HAN, Script.THAI)


class TopicFinder:
    """Built once from the vocabulary; `names` are the topics'."""

    def __init__(self, topics: Topics) -> None:
        self.names = tuple(topics)
        self._phrases: dict[tuple[str, ...], str] = {}
        self._runs: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        for topic, spoken in topics.items():
            for words in spoken.values():
                for word in words:
                    self._add(word, topic)
        self._longest_from: dict[str, int] = {}
        """How long the longest phrase is that begins with a word."""
        for phrase in self._phrases:
            self._longest_from[phrase[0]] = max(len(phrase), self._longest_from.get(phrase[0], 0))
        self._longest_run_from: dict[str, int] = {}
        """How long the longest run is that begins with a letter."""
        for run in self._runs:
            self._longest_run_from[run[0]] = max(len(run), self._longest_run_from.get(run[0], 0))
        self._shortest_stem = min(map(len, self._stems), default=0)
        self._stem_heads = frozenset(stem[: self._shortest_stem] for stem in self._stems)

    def find(self, found: Sequence[Token]) -> list[Token]:
        """A placeholder for each topic that the tokens `found` touch, once each, in the order of their names."""
        topics = {*self._in_phrases(found)}
        for token in found:
            if token.script in _UNSPACED:
                topics.update(self._in_run(token.text))
        return [Token(Script.TOPIC, f"<{topic}>", f"<{topic}>") for topic in sorted(topics)]

    def _add(self, word: str, topic: str) -> None:
        parts = tokens(clean(word.rstrip("*")))
        if len(parts) == 1 and parts[0].script in _UNSPACED:
            self._runs[parts[0].text] = topic
        elif word.endswith("*") and len(parts) == 1:
            self._stems[parts[0].text] = topic
        elif parts:
            self._phrases[tuple(part.written for part in parts)] = topic
            if len(parts) > 1:
                # "thoi tiet" is surely "thời tiết"; "mua" is rather "mua" (buy) than "mưa" (rain).
                self._phrases.setdefault(tuple(part.text for part in parts), topic)

    def _in_phrases(self, found: Sequence[Token]) -> Iterator[str]:
        texts = [token.written for token in found]
        at = 0
        while at < len(texts):
            longest = self._longest_from.get(texts[at], 0)
            for length in range(min(longest, len(texts) - at), 0, -1):
                topic = self._phrases.get(tuple(texts[at : at + length]))
                if topic is not None:
                    yield topic
                    at += length
                    break
            else:
                yield from self._in_stems(texts[at])
                at += 1

    def _in_stems(self, word: str) -> Iterator[str]:
        if word[: self._shortest_stem] not in self._stem_heads:
            return
        for length in range(min(len(word), 20), self._shortest_stem - 1, -1):
            if word[:length] in self._stems:
                yield self._stems[word[:length]]
                return

    def _in_run(self, run: str) -> Iterator[str]:
        at = 0
        while at < len(run):
            longest = self._longest_run_from.get(run[at], 0)
            for length in range(min(longest, len(run) - at), 0, -1):
                topic = self._runs.get(run[at : at + length])
                if topic is not None:
                    yield topic
                    at += length
                    break
            else:
                at += 1
