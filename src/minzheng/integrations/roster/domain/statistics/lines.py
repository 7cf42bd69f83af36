"""What a table says beside what the software counts: one line per figure."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """How a figure of the table and ours stand to each other."""

    SAME = "same", _("一致")
    DIFFERS = "differs", _("不一致")
    UNKNOWN = "unknown", _("系统没有这项数据")
    MISSING = "missing", _("表上没有")
    WRONG = "wrong", _("表内不平")


@dataclass(frozen=True)
class ComparedLine:
    """One figure. `theirs` and `ours` are written as people read them; ours is empty where nothing is known."""

    row: int | None
    place: str
    item: str
    theirs: str
    ours: str
    verdict: Verdict
    why: str = ""


@dataclass(frozen=True)
class Comparison:
    """A table of figures or names held against the software's own."""

    sheet: str
    title: str
    month: str
    lines: tuple[ComparedLine, ...]

    @property
    def differing(self) -> list[ComparedLine]:
        """Return the lines somebody has to look at."""
        return [line for line in self.lines if line.verdict not in {Verdict.SAME, Verdict.UNKNOWN}]

    def as_dict(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        values = asdict(self)
        values["lines"] = [{**asdict(line), "verdict": str(line.verdict)} for line in self.lines]
        return values
