"""The language of the command line: Chinese, or English where MINZHENG_LANGUAGE=en.

What a verb does and writes down stays Chinese; only what it prints is retold, line by line, as it leaves.
"""

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterator
from typing import TextIO

from minzheng.kernel import language
from minzheng.kernel.phrasebook import HAN, retell

VARIABLE = "MINZHENG_LANGUAGE"
# Columns are kept apart by two spaces or more.
COLUMNS = re.compile(r"( {2,})")


def marked(text: str) -> str:
    """Mark a text for the catalogue; it is retold when it is printed."""
    return text


class Retelling(io.TextIOBase):
    """A stream that retells each line in English before it passes it on."""

    def __init__(self, plain: TextIO) -> None:
        """Keep the stream that people read; programs that want the text as it is write to `plain`."""
        self.plain = plain
        self._begun = ""

    def write(self, text: str) -> int:
        """Pass on the lines that are whole."""
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            self.plain.write(in_english(line) + "\n")
        return len(text)

    def flush(self) -> None:
        """Pass on what has begun, such as a question that waits for its answer."""
        self.plain.write(in_english(self._begun))
        self._begun = ""
        self.plain.flush()


def in_english(line: str) -> str:
    """Retell one line; what is not known as a whole, column by column."""
    with language.speaking(language.ENGLISH):
        said = _retold(line)
        if not HAN.search(said):
            return said
        return "".join(part if COLUMNS.fullmatch(part) else _retold(part) for part in COLUMNS.split(line))


def _retold(text: str) -> str:
    inner = text.strip()
    return text.replace(inner, retell(inner), 1) if inner else text


@contextlib.contextmanager
def speaking() -> Iterator[None]:
    """Print in the language the operator asked for."""
    if os.environ.get(VARIABLE, "") != language.ENGLISH:
        yield
        return
    out, err = Retelling(sys.stdout), Retelling(sys.stderr)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            yield
        finally:
            out.flush()
            err.flush()
