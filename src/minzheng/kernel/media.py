"""What a kept file is, read from its first bytes: a name and a declared type prove nothing."""

KEPT_BYTES_MAX = 8 * 2**20
_KINDS = {
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"%PDF-": ("application/pdf", "pdf"),
}


def kind_of(data: bytes) -> tuple[str, str] | None:
    """Return the media type and the suffix; None for what is no JPEG, PNG or PDF."""
    return next((pair for start, pair in _KINDS.items() if data.startswith(start)), None)
