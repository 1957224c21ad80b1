"""The support desk: when it is there, and how the user reaches it."""
