"""How much of a user's text fits where? Telegram counts in UTF-16: an emoji is two, and must not be cut in half."""


def fit(text: str, limit: int) -> str:
    """As much of `text` as has at most `limit` UTF-16 units."""
    if len(text) * 2 <= limit:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore")
