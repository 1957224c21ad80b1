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

from bot.matching.compact import Compact, make_compact
from bot.matching.features import Floats, Vector

MEMBERS = 4
HIDDEN = 64
EPOCHS = 5
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
        return np.asarray((scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))).mean(axis=0), np.float32)


class _Learner:
    """The layers while they learn, each with how far its weights have been moved (Adagrad)."""

    def __init__(self, features: int, classes: int) -> None:
        self.draw = np.random.default_rng(SEED)
        self.places = self.draw.standard_normal((features, MEMBERS * HIDDEN), np.float32) * np.float32(0.1)
        self.shift = np.zeros((MEMBERS, HIDDEN), np.float32)
        self.outward = self.draw.standard_normal((MEMBERS, HIDDEN, classes), np.float32) / np.float32(np.sqrt(HIDDEN))
        self.bias = np.zeros((MEMBERS, classes), np.float32)
        self._moved_places = np.full((features, MEMBERS), 1e-2, np.float32)
        self._moved_outward = np.full((MEMBERS, HIDDEN), 1e-2, np.float32)

    def learn(self, vector: Vector, meant: int, step: np.float32) -> None:
        """Move a little towards `meant` for what each member can see of `vector`."""
        rows = vector.rows
        if not len(rows):
            return
        seen = self.draw.random((len(rows), MEMBERS), np.float32) > HIDE_EVIDENCE
        values = (vector.values * GAIN)[:, None] * seen
        taken = self.places.take(rows, axis=0).reshape(len(rows), MEMBERS, HIDDEN)
        units = np.tanh(np.einsum("rm,rmh->mh", values, taken) + self.shift)
        scores = (units[:, None, :] @ self.outward)[:, 0, :] + self.bias
        errors = np.exp(scores - scores.max(axis=1, keepdims=True))
        errors /= errors.sum(axis=1, keepdims=True)
        errors[:, meant] -= 1
        back = (self.outward @ errors[:, :, None])[:, :, 0] * (1 - units * units)
        self._move_outward(units, errors, step)
        moved = self._moved_places[rows] + values * values * ((back * back).mean(axis=1))
        self._moved_places[rows] = moved
        taken -= (step * values / np.sqrt(moved))[:, :, None] * back
        self.places[rows] = taken.reshape(len(rows), -1)

    def _move_outward(self, units: Floats, errors: Floats, step: np.float32) -> None:
        self._moved_outward += units * units * (errors * errors).mean(axis=1, keepdims=True)
        self.outward -= (step * units / np.sqrt(self._moved_outward))[:, :, None] * errors[:, None, :]
        self.bias -= BIAS_STEP * errors


def train_networks(
    vectors: Sequence[Vector],
    classes: Sequence[int],
    shape: tuple[int, int],
    report: Callable[[int, int], None],
) -> Networks:
    """Fit networks of `shape` (features, classes) on `vectors` of known `classes`; tells `report` how far it is."""
    learner = _Learner(*shape)
    for epoch in range(EPOCHS):
        step = np.float32(STEP * (1 - epoch / EPOCHS))
        for example in learner.draw.permutation(len(vectors)).tolist():
            learner.learn(vectors[example], classes[example], step)
        report(epoch + 1, EPOCHS)
    return Networks(make_compact(learner.places), learner.shift, learner.outward, learner.bias)
