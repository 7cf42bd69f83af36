"""Digits as people type them."""

import unicodedata


def half_width(text: str) -> str:
    """Return the text with full-width characters made half-width and all white space removed."""
    return "".join(unicodedata.normalize("NFKC", text).split())
