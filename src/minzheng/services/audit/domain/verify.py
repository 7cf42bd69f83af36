"""Proof that nobody changed, removed or reordered an audit row behind the software's back."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from minzheng.services.audit.chain import FIRST, hash_of
from minzheng.services.audit.models import AuditEvent

ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a chain does not hold."""

    chain: str
    seq: int
    problem: str

    def __str__(self) -> str:
        """Return the sentence for officials."""
        return _("审计链“%(chain)s”第 %(seq)s 条：%(problem)s") % {
            "chain": self.chain,
            "seq": self.seq,
            "problem": self.problem,
        }


def broken_chains(*, chain: str | None = None) -> list[Break]:
    """Return the first break of every chain that does not hold (of one chain, if named). Reads every row.

    A row cut off at the end of a chain leaves no trace in the chain itself; `seal.broken_seals` finds that.
    """
    rows = AuditEvent.objects.order_by("chain", "seq")
    if chain is not None:
        rows = rows.filter(chain=chain)
    return list(_breaks(rows.iterator(chunk_size=ROWS_AT_ONCE)))


def _breaks(rows: Iterator[AuditEvent]) -> Iterator[Break]:
    chain, expected, previous, is_broken = None, 1, FIRST, False
    for row in rows:
        if row.chain != chain:
            chain, expected, previous, is_broken = row.chain, 1, FIRST, False
        if is_broken:
            continue
        problem = _problem(row, expected, previous)
        if problem:
            is_broken = True
            yield Break(row.chain, expected, problem)
        expected, previous = row.seq + 1, row.hash


def _problem(row: AuditEvent, expected: int, previous: str) -> str:
    if row.seq != expected:
        return _("缺失（其后为第 %(seq)s 条），记录被删除") % {"seq": row.seq}
    if row.previous_hash != previous:
        return _("与上一条的摘要不衔接，记录被替换或调换了次序")
    if row.hash != hash_of(row):
        return _("内容与摘要不符，记录被改动")
    return ""
