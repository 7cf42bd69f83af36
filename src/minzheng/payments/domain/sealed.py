"""Every line is sealed when it is frozen, and nothing goes on with a line whose seal does not fit."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.payments.models import PayRun
from minzheng.payments.queries.frozen_line import FrozenLine
from minzheng.payments.queries.line_seal import CURRENT_FORM, SomeLine, broken_among, sealer

NAMED = 10


class SealBroken(Refused):
    """A line was changed in the database since it was frozen."""


def with_seals(lines: Iterable[FrozenLine]) -> Iterator[FrozenLine]:
    """Seal new lines one after the other; whatever is frozen on them stands by now, their run included."""
    seal = sealer()
    for line in lines:
        line.seal_form, line.seal = CURRENT_FORM, seal(line)
        yield line


def require_seals(run: PayRun, lines: Sequence[SomeLine]) -> None:
    """Raise SealBroken, naming the lines, unless every seal is its line's own."""
    broken = list(broken_among(lines))
    if broken:
        named = listed(
            _("第 %(seq)s 笔（户号 %(household)s）") % {"seq": line.seq, "household": line.household_number}
            for line in broken[:NAMED]
        )
        raise SealBroken(
            _(
                "批次 %(number)s 有 %(count)s 笔明细的封印不符：%(lines)s。这些明细在数据库中被改动过，"
                "没有作任何登记，请报审计人员核查"
            )
            % {"number": run.number, "count": len(broken), "lines": named}
        )
