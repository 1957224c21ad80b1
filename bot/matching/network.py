"""What does an utterance mean, beyond its single words? Several small networks over the same sparse vectors, in numpy.

In each, a feature has a place in a space of some dozens of dimensions, and words that ask the same in any of the
languages end up near one another; a linear classifier cannot know that "saldo" and "余额" are alike. Part of the
evidence is hidden from each network in each round, so that it learns to do without the obvious word. The networks
differ in where they began and in what was hidden from them: what they agree on is sure, and their mean is better than
any of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.compact import Compact, make_compact
from bot.matching.features import Floats, Vector, Vectors

MEMBERS = 4
HIDDEN = 64
TOGETHER = 2
"""So many members are trained side by side; the others may learn in another process meanwhile."""

EPOCHS = 5
BATCH = 8
"""Examples after which the outward layer moves."""

STEP = 0.2
GAIN = np.float32(3.0)
"""Vectors have length 1, which moves a fresh layer too little."""

HIDE_EVIDENCE = 0.5
BIAS_STEP = np.float32(0.002)
SEED = 6805


@dataclass(frozen=True, slots=True)
class Networks:
    """`places` has a row a feature and, side by side, the members' units; the rest has a layer a member."""

    places: Compact
    shift: Floats
    outward: Floats
    bias: Floats

    def log_chances(self, vector: Vector) -> Floats:
        """The log probability of each class, the mean of the members' (not quite normal, since they may differ)."""
        units = np.tanh(GAIN * self.places.times(vector).reshape(self.shift.shape) + self.shift)
        scores = (units[:, None, :] @ self.outward)[:, 0, :] + self.bias
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return np.asarray(scores.sum(axis=0) / len(scores), np.float32)


class _Learner:
    """Some members while they learn, each layer with how far its weights have been moved (Adagrad)."""

    def __init__(self, features: int, classes: int, first: int) -> None:
        self.draw = np.random.default_rng((SEED, first))
        self.places = self.draw.standard_normal((features, TOGETHER * HIDDEN), np.float32) * np.float32(0.1)
        self.shift = np.zeros((TOGETHER, HIDDEN), np.float32)
        self.outward = self.draw.standard_normal((TOGETHER, HIDDEN, classes), np.float32) / np.float32(np.sqrt(HIDDEN))
        self.bias = np.zeros((TOGETHER, classes), np.float32)
        self._moved_places = [np.full(features, 1e-2, np.float32) for _ in range(TOGETHER)]
        self._moved_outward = np.full((TOGETHER, HIDDEN), 1e-2, np.float32)
        self._heard: list[tuple[Floats, Floats]] = []

    def learn(self, rows: npt.NDArray[np.int64], weighed: Floats, meant: int, step: np.float32) -> None:
        """Move a little towards `meant` for what each member can see of the vector with `rows` and values `weighed`."""
        if not len(rows):
            return
        seen = self.draw.random((len(rows), TOGETHER), np.float32) > HIDE_EVIDENCE
        values = (weighed * GAIN)[:, None] * seen
        taken = self.places.take(rows, axis=0).reshape(len(rows), TOGETHER, HIDDEN)
        units = np.tanh(np.einsum("rm,rmh->mh", values, taken) + self.shift)
        scores = (units[:, None, :] @ self.outward)[:, 0, :] + self.bias
        errors = np.exp(scores - scores.max(axis=1, keepdims=True))
        errors /= errors.sum(axis=1, keepdims=True)
        errors[:, meant] -= 1
        back = (self.outward @ errors[:, :, None])[:, :, 0] * (1 - units * units)
        taken -= self._pace(rows, values, back, step)[:, :, None] * back
        self.places[rows] = taken.reshape(len(rows), -1)
        self._heard.append((units, errors))
        if len(self._heard) == BATCH:
            self._move_outward(step)

    def _pace(self, rows: npt.NDArray[np.int64], values: Floats, back: Floats, step: np.float32) -> Floats:
        """How far each place moves along `back`: less, the farther it has been moved before."""
        pace = step * values
        shares = values * values * (back * back).mean(axis=1)
        for member, moved in enumerate(self._moved_places):
            far = moved.take(rows) + shares[:, member]
            moved[rows] = far
            pace[:, member] /= np.sqrt(far)
        return pace

    def _move_outward(self, step: np.float32) -> None:
        """The outward layer learns of several examples at once: it is the same for all of them, and costs as much."""
        units = np.stack([units for units, _ in self._heard], axis=2)
        errors = np.stack([errors for _, errors in self._heard], axis=1)
        self._heard.clear()
        self._moved_outward += (units * units @ (errors * errors).mean(axis=2)[:, :, None])[:, :, 0]
        self.outward -= (step / np.sqrt(self._moved_outward))[:, :, None] * (units @ errors)
        self.bias -= BIAS_STEP * errors.sum(axis=1)


def train_members(
    vectors: Vectors, classes: Sequence[int], shape: tuple[int, int], first: int, report: Callable[[int, int], None]
) -> tuple[Floats, ...]:
    """Fit the TOGETHER members from number `first` on, of `shape` (features, classes), on `vectors` of known `classes`.

    Tells `report` how far it is. The layers that are found are for `join_members`.
    """
    learner = _Learner(*shape, first)
    for epoch in range(EPOCHS):
        step = np.float32(STEP * (1 - epoch / EPOCHS))
        for example in learner.draw.permutation(len(vectors)).tolist():
            rows, values = vectors[example]
            learner.learn(rows, values, classes[example], step)
        report(epoch + 1, EPOCHS)
    return learner.places, learner.shift, learner.outward, learner.bias


def join_members(parts: Sequence[tuple[Floats, ...]]) -> Networks:
    """The networks of all members, as `train_members` found them."""
    places, shift, outward, bias = zip(*parts, strict=True)
    return Networks(
        make_compact(np.hstack(places)), np.concatenate(shift), np.concatenate(outward), np.concatenate(bias)
    )
