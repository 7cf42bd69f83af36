"""Indices from a file: a dry run says what each row would be and what is wrong with it; only good rows are entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.kernel.text import half_width
from minzheng.kernel.wording import listed
from minzheng.prices.domain.index import NewIndex, known_already, problem_with
from minzheng.prices.domain.road import PricesRefused
from minzheng.prices.enums import IndexKind
from minzheng.prices.models import PriceIndex
from minzheng.statute.price_series import NotAPercentage, basis_points

# What a column may be called, by what it holds.
HEADS = {
    "month": ("月份", "统计月份"),
    "region": ("地区", "地区代码"),
    "kind": ("指数", "指标"),
    "rise": ("同比涨幅", "同比涨幅(%)", "同比涨幅（%）", "涨幅"),
    "released_on": ("发布日期", "公布日期"),
    "source": ("来源",),
}
KINDS = {
    "CPI": IndexKind.CONSUMER, "居民消费价格": IndexKind.CONSUMER, "食品": IndexKind.FOODSTUFF,
    "食品价格": IndexKind.FOODSTUFF, "粮食": IndexKind.GRAIN_PRICE, "粮食价格": IndexKind.GRAIN_PRICE,
    "低收入居民消费价格": IndexKind.LOW_INCOME, "SCPI": IndexKind.LOW_INCOME,
}  # fmt: skip
MOST_ROWS = 2000


class HeadMissing(PricesRefused):
    """A column that is needed is not there."""


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one row of the file."""

    row: int
    message: str


@dataclass(frozen=True)
class DryRun:
    """What a file would bring: the good rows with their numbers, the problems by row."""

    good: tuple[tuple[int, NewIndex], ...]
    problems: tuple[RowProblem, ...]

    @property
    def rows(self) -> tuple[NewIndex, ...]:
        """The good rows."""
        return tuple(new for _row, new in self.good)


def dry_run(table: Sequence[Sequence[str]], *, regions: Mapping[str, str], today: date) -> DryRun:
    """Read a table whose first row names the columns. `regions` gives the codes by name. Writes nothing."""
    if not table:
        raise HeadMissing(_("文件是空的。"))
    columns = _columns(table[0])
    if len(table) > MOST_ROWS:
        raise PricesRefused(_("文件超过%(n)s行，请分开导入。") % {"n": MOST_ROWS})
    there = set(PriceIndex.objects.filter(replaces__isnull=True).values_list("region", "month", "kind"))
    good: list[tuple[int, NewIndex]] = []
    problems: list[RowProblem] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            new = _index(cells, columns, regions)
        except (Refused, ValueError) as error:
            problems.append(RowProblem(number, str(error)))
            continue
        key = new.region, str(new.month), new.kind
        wrong = problem_with(new, today)
        if not wrong and key in seen:
            wrong = _("与第%(n)s行是同一个月的同一个指数，请只保留一行。") % {"n": seen[key]}
        if not wrong and key in there:
            wrong = known_already(new)
        seen.setdefault(key, number)
        if wrong:
            problems.append(RowProblem(number, wrong))
        else:
            good.append((number, new))
    return DryRun(tuple(good), tuple(problems))


def _columns(heads: Sequence[str]) -> dict[str, int]:
    given = [half_width(head).replace(" ", "") for head in heads]
    names = {code: [half_width(name) for name in known] for code, known in HEADS.items()}
    found = {code: next((given.index(name) for name in known if name in given), -1) for code, known in names.items()}
    lacking = [HEADS[code][0] for code, place in found.items() if place < 0]
    if lacking:
        raise HeadMissing(_("第一行缺少这些列：%(heads)s。") % {"heads": listed(lacking)})
    return found


def _index(cells: Sequence[str], columns: Mapping[str, int], regions: Mapping[str, str]) -> NewIndex:
    def cell(code: str) -> str:
        place = columns[code]
        return half_width(cells[place]).strip() if place < len(cells) else ""

    kind = KINDS.get(cell("kind"))
    if kind is None:
        raise PricesRefused(
            _("指数“%(text)s”不认识，请写：%(known)s。") % {"text": cell("kind"), "known": listed(IndexKind.labels)}
        )
    region = cell("region")
    try:
        rise = basis_points(cell("rise").removesuffix("%"))
    except NotAPercentage as error:
        raise PricesRefused(str(error)) from error
    try:
        released = date.fromisoformat(cell("released_on").replace("/", "-"))
    except ValueError as error:
        raise PricesRefused(
            _("发布日期“%(text)s”不是日期，请写成 2026-11-09。") % {"text": cell("released_on")}
        ) from error
    return NewIndex(regions.get(region, region), Month.parse(cell("month")), kind, rise, released, cell("source"))
