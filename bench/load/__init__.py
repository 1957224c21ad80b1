"""How much does the bot carry over the real wire, beside what python-telegram-bot itself carries?"""
