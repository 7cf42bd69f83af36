"""What a form is: its title, its law, its shape, and the parts it is made of. A form is data; nothing here draws.

A part names what fills it by a path ("applicant.name"); what the path finds is printed, what it does not find is left
to be written by hand. A path that is empty is always written by hand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

GAP = re.compile(r"\{([a-z_.]*)(?::(\d+))?\}")


class Shape(TextChoices):
    """How a form looks; each has one typst template."""

    FORM = "form", _("表格")
    DECLARATION = "declaration", _("签署件")
    NOTICE = "notice", _("通知")
    POSTER = "poster", _("张贴件")
    CERTIFICATE = "certificate", _("证件")


class Subject(TextChoices):
    """Whose record fills a form; a form without one is printed blank."""

    NOTHING = "", _("空白使用")
    CASE = "case", _("办件")
    SUPPLEMENT = "supplement", _("补正告知")
    CHECK = "check", _("核对")
    VISIT = "visit", _("入户调查")
    APPRAISAL = "appraisal", _("民主评议")
    DETERMINATION = "determination", _("审核意见")
    PUBLICITY = "publicity", _("公示")
    OBJECTION = "objection", _("公示异议")
    DECISION = "decision", _("决定")
    PUBLICATION = "publication", _("公布")
    LETTER = "letter", _("告知书")
    HEARING_NOTICE = "hearing_notice", _("听取意见告知")
    HEARING = "hearing", _("听取意见")
    GIVEN = "given", _("由办理环节提供")


class Level(TextChoices):
    """Whose paper it is: the township's or the county bureau's."""

    TOWNSHIP = "township", _("乡镇（街道）")
    COUNTY = "county", _("县级部门")
    VILLAGE = "village", _("村（居）委会")


class Group(TextChoices):
    """Where the list of forms shows it."""

    APPLICATION = "application", _("申请与受理")
    SURVEY = "survey", _("核对与调查")
    REVIEW = "review", _("审核、公示与公布")
    DECISION = "decision", _("决定与送达")
    SUPERVISION = "supervision", _("监督与责任")
    CERTIFICATE = "certificate", _("证件")
    OTHER = "other", _("其他业务用表")


@dataclass(frozen=True)
class Slot:
    """A label and its place."""

    path: str
    label: Any = ""


@dataclass(frozen=True)
class Grid:
    """Rows of labelled places; a row of one is a wide one."""

    rows: tuple[tuple[Slot, ...], ...]
    title: Any = ""
    face: int = 2


@dataclass(frozen=True)
class Column:
    """A column of a table: the name inside a row, its heading, its share of the width."""

    name: str
    label: Any
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """A list; blank rows follow, so that something can be added by hand. `path` empty: only blank rows."""

    path: str
    columns: tuple[Column, ...]
    blank_rows: int = 6
    title: Any = ""
    face: int = 2


@dataclass(frozen=True)
class Words:
    """A large cell for text, with the signatures that belong under it."""

    label: Any
    path: str = ""
    lines: int = 3
    signs: tuple[Any, ...] = ()
    face: int = 2


@dataclass(frozen=True)
class Text:
    """A sentence with gaps: "本人{applicant.name}…"; `{:8}` is a line to write on, eight characters long."""

    words: Any
    indent: bool = True
    face: int = 2


@dataclass(frozen=True)
class Lines:
    """Paragraphs that a record holds as a list; lines to write on where there is none."""

    path: str
    title: Any = ""
    blank: int = 3
    face: int = 2


@dataclass(frozen=True)
class Rows:
    """The conditions or the calculation of a determination: `kind` is "conditions" or "calculation"."""

    kind: str
    path: str
    title: Any = ""
    face: int = 2


@dataclass(frozen=True)
class Signs:
    """Places to sign, and the day."""

    labels: tuple[Any, ...]
    date_path: str = ""
    face: int = 2


@dataclass(frozen=True)
class Note:
    """Small print."""

    words: Any
    face: int = 2


@dataclass(frozen=True)
class Photo:
    """A place for a photograph."""

    label: Any
    face: int = 2


Part = Grid | Table | Words | Text | Lines | Rows | Signs | Note | Photo


@dataclass(frozen=True)
class Form:
    """One form or notice.

    `needs_remedies`: it decides on rights and is never issued without the remedies. `is_public`: it hangs on a board,
    so only `PUBLIC` paths may stand in it. `is_issued`: it bears a number and a code to verify, and is kept.
    `only_program`: the full name of the one program it belongs to.
    """

    code: str
    title: Any
    shape: Shape
    group: Group
    law: Any
    body: tuple[Part, ...]
    subject: Subject = Subject.NOTHING
    level: Level = Level.TOWNSHIP
    flipped: bool = False
    sealed: bool = False
    needs_remedies: bool = False
    is_public: bool = False
    is_issued: bool = False
    receipt: bool = False
    has_program_title: bool = False
    only_program: str = ""

    def paths(self) -> list[str]:
        """Return every path that fills it, in order, each once; those of rows as "members[].name"."""
        found: dict[str, None] = {}
        for part in self.body:
            found |= dict.fromkeys(_paths(part))
        return list(found)


def _paths(part: Part) -> Iterator[str]:
    match part:
        case Grid():
            yield from (slot.path for row in part.rows for slot in row if slot.path)
        case Table():
            if part.path:
                yield part.path
                yield from (f"{part.path}[].{column.name}" for column in part.columns if column.name)
        case Text():
            yield from (path for path, _width in GAP.findall(str(part.words)) if path)
        case Words() | Lines() | Rows():
            if part.path:
                yield part.path
        case Signs():
            if part.date_path:
                yield part.date_path


def by_hand(*labels: Any) -> tuple[Slot, ...]:
    """Return places that are always written by hand."""
    return tuple(Slot("", label) for label in labels)


def of(*paths: str) -> tuple[Slot, ...]:
    """Return places named by the vocabulary."""
    return tuple(Slot(path) for path in paths)
