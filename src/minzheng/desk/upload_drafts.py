"""A checked roster waits here between its dry run and its submission: sealed, for its uploader only, for one day.

No table: nothing has been handed in yet, so there is nothing to keep. The name of the person is part of the seal, so a
guessed address opens nobody else's file.
"""

import base64
import json
import re
import secrets
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from minzheng.accounts.models import Staff
from minzheng.services import vault

FOLDER = "upload-drafts"
KEPT_SECONDS = 24 * 3600
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def keep(*, by: Staff, content: bytes, draft: dict[str, Any]) -> str:
    """Keep a file with what its dry run found; return the token of its page. What is older than a day goes."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder)
    token = secrets.token_urlsafe(16)
    text = base64.b64encode(content).decode("ascii")
    (folder / f"{token}.file").write_bytes(vault.seal(text, context=_context(by)))
    words = json.dumps(draft, ensure_ascii=False)
    (folder / f"{token}.draft").write_bytes(vault.seal(words, context=_context(by)))
    return token


def draft(token: str, *, by: Staff) -> dict[str, Any] | None:
    """Return what the dry run found; None if the token is unknown, too old, or another person's."""
    text = _open(token, "draft", by)
    return None if text is None else dict(json.loads(text))


def content(token: str, *, by: Staff) -> bytes:
    """Return the file's bytes; empty if it has gone."""
    return base64.b64decode(_open(token, "file", by) or "")


def drop(token: str) -> None:
    """Forget a file that was handed in."""
    for ending in ("file", "draft"):
        (_folder() / f"{token}.{ending}").unlink(missing_ok=True)


def _open(token: str, ending: str, by: Staff) -> str | None:
    path = _folder() / f"{token}.{ending}"
    if not TOKEN.fullmatch(token) or not path.is_file() or _is_old(path):
        return None
    try:
        return vault.open_sealed(path.read_bytes(), context=_context(by))
    except vault.TamperedError:
        return None


def _sweep(folder: Path) -> None:
    for path in folder.iterdir():
        if _is_old(path):
            path.unlink(missing_ok=True)


def _is_old(path: Path) -> bool:
    # The machine's own clock: a demo moved ahead by a month still finds the file of a minute ago.
    return time.time() - path.stat().st_mtime > KEPT_SECONDS


def _context(by: Staff) -> str:
    return f"desk.upload_drafts:{by.username}"


def _folder() -> Path:
    return Path(settings.VAR_DIR) / FOLDER
