"""`python -m bot`: the commands."""

from bot.cli import app

if __name__ == "__main__":  # the processes that learn import this file too
    app(prog_name="python -m bot")
