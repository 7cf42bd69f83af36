"""Are the rows of the books still what was said of them when they were written? Whoever is not is named.

Reads every row once, in order; memory is bounded by one batch, and by one span for each batch.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from minzheng.accounts.scope import everywhere
from minzheng.kernel.wording import listed
from minzheng.ledger.domain import seal
from minzheng.ledger.models import Account, Due, DuePerson, Transfer
from minzheng.services.audit.chain import FIRST
from minzheng.services.audit.models import AuditEvent

EVENTS_AT_ONCE = 20
GAPS_TOLD = 20


@dataclass
class Examination:
    """What was found: problems, and notes that explain what looks odd and is none."""

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    predates: bool = False  # the database is older than the seals of its books


@dataclass(frozen=True)
class Book:
    """One table and how its rows are said again: in which audit rows, under which name, with which fields."""

    model: Any
    action: str
    key: str
    fields: tuple[str, ...]
    many: bool = True

    def said_rows(self, after: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Return the rows that an audit row says; none if it is of before the books were sealed."""
        found = after.get(self.key, [])
        return found if self.many else [found] if found else []

    def rows_of(self, ids: Sequence[int]) -> dict[int, list[Any]]:
        """Return the rows as they stand, in the order of the fields."""
        return {row.pk: seal.said(row, self.fields) for row in self.model.objects.filter(pk__in=ids)}

    @property
    def name(self) -> str:
        """Return what officials call a row."""
        return str(self.model._meta.verbose_name)  # noqa: SLF001

    def label(self, place: int) -> str:
        """Return what officials call a field, by its place in the audit row."""
        fields = self.model._meta.concrete_fields  # noqa: SLF001
        return str(next(each.verbose_name for each in fields if each.attname == self.fields[place]))


BOOKS = (
    Book(Transfer, seal.POSTED, "transfers", seal.TRANSFER_FIELDS),
    Book(Due, seal.WRITTEN, "dues", seal.DUE_FIELDS),
    Book(Account, seal.OPENED, "account", seal.ACCOUNT_FIELDS, many=False),
)
BY_ACTION = {book.action: book for book in BOOKS}


def problems() -> list[str]:
    """Return one Chinese sentence per row that was changed, removed or put in past the software."""
    return examine().problems


def examine() -> Examination:
    """Look at every row of transfers, dues and accounts."""
    found = Examination()
    spans: dict[str, list[tuple[int, int]]] = {book.action: [] for book in BOOKS}
    events = AuditEvent.objects.filter(action__in=spans).order_by("chain", "seq")
    with everywhere("账目封存须核对全部流水和待遇"):
        for event in _with_their_seals(events.iterator(chunk_size=EVENTS_AT_ONCE), found):
            book = BY_ACTION[event.action]
            rows = book.said_rows(event.after or {})
            found.problems += _compare(book, event, rows)
            found.problems += _people(event, rows)
            spans[event.action] += _spans(row[0] for row in rows)
        for book in BOOKS:
            _look_for_strangers(book, _merged(book, spans[book.action], found), found)
    return found


def _compare(book: Book, event: AuditEvent, rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Compare the rows of a batch with what was said of them."""
    stand = book.rows_of([row[0] for row in rows])
    for row in rows:
        now = stand.get(row[0])
        where = {"name": book.name, "id": row[0], "chain": event.chain, "seq": event.seq}
        if now is None:
            yield _("%(name)s %(id)s 已不存在：审计链“%(chain)s”第 %(seq)s 条记有这一笔，被绕过系统删除") % where
        elif list(row) != now[: len(row)]:
            yield from _differences(book, row, now, where)


def _people(event: AuditEvent, rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Compare the persons that dues cover with those that were said."""
    said = dict(zip([row[0] for row in rows], (event.after or {}).get("people", ()), strict=False))
    stand: dict[int, list[int]] = {pk: [] for pk in said}
    for due, person in DuePerson.objects.filter(due__in=list(said)).values_list("due_id", "person_id"):
        stand[due].append(person)
    for pk, people in said.items():
        if sorted(stand[pk]) != people:
            where = {"name": BY_ACTION[event.action].name, "id": pk, "chain": event.chain, "seq": event.seq}
            yield _changed(where, str(_("保障对象")), people, sorted(stand[pk]))


def _differences(book: Book, said: Sequence[Any], now: Sequence[Any], where: Mapping[str, Any]) -> Iterator[str]:
    """Field by field; an audit row of before has fewer fields, and is compared in those it has."""
    for place, (was, stands) in enumerate(zip(said, now, strict=False)):
        if was != stands:
            yield _changed(where, book.label(place), was, stands)


def _changed(where: Mapping[str, Any], label: str, was: Any, stands: Any) -> str:
    return _(
        "%(name)s %(id)s 的“%(field)s”被绕过系统改动：记账时为 %(was)s，现为 %(now)s（审计链“%(chain)s”第 %(seq)s 条）"
    ) % {**where, "field": label, "was": _shown(was), "now": _shown(stands)}


def _with_their_seals(events: Iterable[AuditEvent], found: Examination) -> Iterator[AuditEvent]:
    """Pass the audit rows on, naming those whose digest is not ours; rows of before the books were sealed have none."""
    last: dict[str, str] = {}
    for event in events:
        where = {"chain": event.chain, "seq": event.seq}
        after = event.after or {}
        if "seal" not in after:
            found.predates = True
            if event.chain in last:
                found.problems.append(_("审计链“%(chain)s”第 %(seq)s 条没有账目封存：记录不是由系统写入") % where)
        else:
            if not seal.is_ours(event):
                found.problems.append(
                    _("审计链“%(chain)s”第 %(seq)s 条的账目封存与密钥不符：记录被改写，或旧密钥没有保留") % where
                )
            elif after["previous"] != last.get(event.chain, FIRST):
                found.problems.append(
                    _("审计链“%(chain)s”第 %(seq)s 条与上一批账目的封存不衔接：其间有记录被删除或替换") % where
                )
            last[event.chain] = after["seal"]
        yield event


def _look_for_strangers(book: Book, spans: Sequence[tuple[int, int]], found: Examination) -> None:
    """Name the rows that nobody said, and the numbers that nobody used."""
    place, earlier = 0, 0
    for pk in book.model.objects.order_by("pk").values_list("pk", flat=True).iterator():
        while place < len(spans) and spans[place][1] < pk:
            place += 1
        if place < len(spans) and spans[place][0] <= pk:
            continue
        if found.predates and place == 0:
            earlier += 1
        else:
            found.problems.append(
                _("%(name)s %(id)s 没有封存记录：不是由系统写入，或其审计记录被删除") % {"name": book.name, "id": pk}
            )
    if earlier:
        found.notes.append(_("%(name)s中有 %(n)s 条早于封存启用，无从比对") % {"name": book.name, "n": earlier})
    gaps = [(low[1] + 1, high[0] - 1) for low, high in pairwise([(0, 0), *spans]) if high[0] > low[1] + 1]
    if gaps:
        found.notes.append(
            _("%(name)s的编号有 %(n)s 处空缺（%(gaps)s）：审计链从未记入，是没有办成、整批退回的记账，不涉及金额")
            % {"name": book.name, "n": len(gaps), "gaps": listed(_range(*gap) for gap in gaps[:GAPS_TOLD])}
        )


def _merged(book: Book, spans: Iterable[tuple[int, int]], found: Examination) -> list[tuple[int, int]]:
    """Return the spans in order, those that touch as one; a number said twice is a problem."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1]:
            found.problems.append(
                _("%(name)s %(id)s 在审计链中记了两次：其中一条不是由系统写入") % {"name": book.name, "id": low}
            )
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _spans(ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    low = high = None
    for pk in sorted(ids):
        if low is None or high is None:
            low = high = pk
        elif pk <= high + 1:
            high = pk
        else:
            yield low, high
            low = high = pk
    if low is not None and high is not None:
        yield low, high


def _range(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low}–{high}"


def _shown(value: Any) -> str:
    return str(_("空")) if value in ("", None) else str(value)
