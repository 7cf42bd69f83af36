"""What of a page is words and what is data, so that a test can look for words of the other language.

Data are the names, places and texts that people typed: they are read from the database and left aside. What the system
wrote itself (results, reasons, problems, names of programs) is no data, wherever it is kept.
"""

import contextlib
import json
import pathlib
import re
import sqlite3
from collections.abc import Iterable
from html.parser import HTMLParser

from django.apps import apps
from django.db import models
from django.http import HttpResponseBase

# The cookie of the switch, as a browser keeps it.
ENGLISH = {"minzheng_language": "en"}
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]+")
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label", "data-none")
# A key (kbd) is called what stands on it, and code is copied as it stands.
SILENT = {"script", "style", "head", "kbd", "code"}
BUTTONS = {"submit", "button", "reset"}
# What the tests call a job of their own (tests/services/jobs).
COUNTING = "计数"
# Written by the system, in Chinese; a page in English retells them.
WRITTEN_BY_THE_SYSTEM = {
    "assessment.Assessment.sheet",
    "assessment.FrozenFigure",
    "assessment.Submission.score",
    "assessment.Closing.score",
    "casework.Determination",
    "casework.Letter",
    "casework.Publicity.content",
    "casework.Publication.content",
    "casework.ReviewProposal.reasons",
    "ledger.Account.name",
    "ledger.Due.reason",
    "ledger.Transfer.reason",
    "payments.Fund.name",
    "payments.PayRun.program_name",
    "payments.HeldDue",
    "prices.SubsidyMonth.counted",
    "prices.SubsidyMonth.lines",
    "prices.SubsidyMonth.trace",
    "prices.SubsidyMonth.why",
    "roster.ImportProblem",
    "roster.ImportRow.left_out_reason",
    "audit.AuditEvent",
    "calendar",
}


class Reader(HTMLParser):
    """Collects what a page says: text, and attributes that are shown or read aloud, but for parts marked as data."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.typed: list[str] = []
        self.stack: list[tuple[str, bool]] = []
        self.hiding = 0

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        is_data = values.get("translate") == "no" or ("lang" in values and tag != "html")
        is_silent = is_data or tag in SILENT
        if not (self.hiding or is_silent):
            self.words += [values[name] for name in SPOKEN if values.get(name)]
            if tag == "input" and values.get("value"):
                (self.words if values.get("type") in BUTTONS else self.typed).append(values["value"])
        if tag not in VOID:
            hides = is_silent or tag == "textarea"
            self.stack.append((tag, hides))
            self.hiding += hides

    def handle_endtag(self, tag):
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place][0] == tag:
                self.hiding -= sum(hides for _tag, hides in self.stack[place:])
                del self.stack[place:]
                return

    def handle_data(self, data):
        is_title = bool(self.stack) and self.stack[-1][0] == "title"
        if (is_title or not self.hiding) and data.strip():
            self.words.append(data.strip())


VOID = {"input", "br", "img", "link", "meta", "hr", "use", "path", "source", "col", "wbr"}


def read(html: str) -> Reader:
    """Return what a page says, piece by piece, and what stands in its boxes, where people typed it."""
    reader = Reader()
    reader.feed(html)
    return reader


def data(posted: object = None) -> list[str]:
    """Return the Chinese texts people typed, longest first; `posted` has not been written down yet."""
    found = {*_texts(posted), COUNTING}
    for model, names in _columns():
        for row in model._base_manager.values_list(*names):
            for value in row:
                found |= _texts(value)
    return sorted(found, key=len, reverse=True)


def data_of_file(database: pathlib.Path) -> list[str]:
    """Return the same of another process's SQLite database."""
    found: set[str] = set()
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for model, names in _columns():
            columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in names)
            sql = f'SELECT {columns} FROM "{model._meta.db_table}"'  # noqa: S608 - names of our own tables
            for row in connection.execute(sql):
                for value in row:
                    found |= _texts(json.loads(value) if str(value)[:1] in {"[", "{"} else value)
    return sorted(found, key=len, reverse=True)


def _columns():
    """Yield each model of the product with the fields that hold what people typed."""
    for model in apps.get_models():
        if model.__module__.startswith("minzheng"):
            names = [field.name for field in model._meta.concrete_fields if _is_data(model, field)]
            if names:
                yield model, names


def _is_data(model, field) -> bool:
    label = model._meta.label
    if {label, model._meta.app_label, f"{label}.{field.name}"} & WRITTEN_BY_THE_SYSTEM:
        return False
    return isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices


def _texts(value) -> set[str]:
    if isinstance(value, str):
        return {value, *value.splitlines()} if HAN.search(value) else set()
    if isinstance(value, dict):
        return set().union(*(_texts(one) for one in value.values())) if value else set()
    if isinstance(value, list | tuple):
        return set().union(*(_texts(one) for one in value)) if value else set()
    return set()


def page_of(answer: object) -> str:
    """Return the HTML of an answer, or of a page as a browser shows it; a file that is sent is no page."""
    if isinstance(answer, HttpResponseBase):
        return answer.content.decode() if answer.headers["Content-Type"].startswith("text/html") else ""
    return str(answer)


def chinese_in(page: object, known: list[str]) -> list[str]:
    """Return the pieces of a page that still say something in Chinese once the data are taken away."""
    reader = read(page_of(page))
    known = [*known, *(text for text in reader.typed if HAN.search(text))]
    found, whole = [], set(known)
    for words in reader.words:
        rest = "" if words in whole else words
        if HAN.search(rest):
            for each in known:
                rest = rest.replace(each, "")
        if HAN.search(rest):
            found.append(words)
    return found


# Latin words of a Chinese page that are no English: names of formats, and what a computer calls itself.
NO_ENGLISH = {
    "PDF",
    "Excel",
    "xlsx",
    "xls",
    "csv",
    "MB",
    "KB",
    "Cookie",
    "JPEG",
    "PNG",
    "Word",
    "SHA",
    "UTF",
    "GB",
    "DIV",
    "VALUE",
    "REF",
}


def english_in(page: object, known: Iterable[str] = ()) -> list[str]:
    """Return the pieces of a Chinese page that say something in English; `known` are names of accounts and the like."""
    reader = read(page_of(page))
    aside = NO_ENGLISH.union(known, *(LATIN.findall(text) for text in reader.typed))
    return [words for words in reader.words if set(LATIN.findall(words)) - aside]


LATIN = re.compile(r"(?<![A-Za-z0-9_./-])[A-Za-z]{3,}(?![A-Za-z0-9_/-])")


def latin_kept() -> set[str]:
    """Return every Latin word that stands in a row of the database, in any text."""
    found: set[str] = set()
    for model in apps.get_models():
        if not model.__module__.startswith("minzheng"):
            continue
        kinds = models.CharField | models.TextField | models.JSONField
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]
        for row in model._base_manager.values_list(*names) if names else ():
            for value in row:
                found |= _latin(value)
    return found


def _latin(value) -> set[str]:
    if isinstance(value, str):
        return set(LATIN.findall(value))
    if isinstance(value, dict):
        return set().union(*(_latin(one) for one in value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*(_latin(one) for one in value)) if value else set()
    return set()
