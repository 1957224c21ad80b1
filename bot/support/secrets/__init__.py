"""Secrets that people type where they should not: found before anything is stored, matched or logged."""

from bot.support.secrets.find import find_secret, find_secrets, says_more, without_secrets
from bot.support.secrets.kinds import Found, Secret

__all__ = ["Found", "Secret", "find_secret", "find_secrets", "says_more", "without_secrets"]
