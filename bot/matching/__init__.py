"""From an utterance to an intent, and to the amounts, currencies and methods in it. Pure."""
