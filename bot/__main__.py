"""`python -m bot`: the commands."""

import gc

gc.set_threshold(20_000, 20, 50)  # what a start makes stays: looking through it for garbage costs a tenth of the time

from bot.cli import app  # noqa: E402

if __name__ == "__main__":  # the processes that learn import this file too
    app(prog_name="python -m bot")
