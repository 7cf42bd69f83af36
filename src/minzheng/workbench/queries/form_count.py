"""How many fields did not have to be typed: by month, form or village."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from minzheng.workbench.models import FormCount

GROUPS = ("month", "form", "division_code")


@dataclass(frozen=True)
class Typed:
    """The fields of many forms of one group."""

    key: str
    forms: int
    kept: int
    corrected: int
    typed: int
    left_empty: int

    @property
    def filled(self) -> int:
        """Return how many fields had something in them when the forms were sent."""
        return self.kept + self.corrected + self.typed

    @property
    def saved_percent(self) -> int | None:
        """Return the share of filled fields nobody had to type, rounded down; None where nothing was filled in."""
        return self.kept * 100 // self.filled if self.filled else None


def typed_by(group: str, *, month: str = "") -> list[Typed]:
    """Return the counts of the declared area by "month", "form" or "division_code"; of one month, if given."""
    if group not in GROUPS:
        raise ValueError(group)
    rows = FormCount.objects.filter(month=month) if month else FormCount.objects.all()
    sums = {name: Sum(name) for name in ("kept", "corrected", "typed", "left_empty")}
    found = rows.order_by().values(group).annotate(forms=Count("pk"), **sums).order_by(group)
    return [
        Typed(row[group], row["forms"], row["kept"], row["corrected"], row["typed"], row["left_empty"]) for row in found
    ]


def total_of(rows: list[Typed]) -> Typed:
    """Add groups up."""
    return Typed(
        "", sum(row.forms for row in rows), sum(row.kept for row in rows), sum(row.corrected for row in rows),
        sum(row.typed for row in rows), sum(row.left_empty for row in rows),
    )  # fmt: skip
