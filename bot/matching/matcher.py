from bot.matching.understanding import *


class M:
    def understand(self, t, l):
        return Reading((Understanding(Decision.FALLBACK, (), Slots(), l, text=t),))


def load_matcher(*a, **k):
    return M()
