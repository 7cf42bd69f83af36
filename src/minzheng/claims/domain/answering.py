"""The file that goes back to the hospital: every line again, taken or not, with the sum or what to do."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from minzheng.claims.domain.road import ClaimsRefused
from minzheng.claims.enums import FileState
from minzheng.claims.enums import Outcome as Result
from minzheng.claims.formats import layout
from minzheng.claims.formats.writing import answer
from minzheng.claims.models import ReturnedLine, SettlementFile
from minzheng.claims.queries.files import ClaimLine, lines, living
from minzheng.kernel.fen import format_yuan


def answer_file(file: SettlementFile) -> tuple[bytes, str]:
    """Return the answer in the hospital's own format, and its name. Raises ClaimsRefused before it is settled."""
    if file.state == FileState.RECEIVED:
        raise ClaimsRefused(_("批次%(number)s还没有结算完，没有可以回给医院的结果。") % {"number": file.number})
    form = layout(file.format)
    returned = ReturnedLine.objects.filter(file=file).order_by("line")
    rows = [*(_good(one) for one in lines(living(file))), *(_bad(one) for one in returned)]
    rows.sort(key=lambda row: int(row["line"]))
    return answer(form, rows), f"{file.number}-回执.{form.extension}"


def _good(one: ClaimLine) -> dict[str, str]:
    claim = one.claim
    taken_off = claim.laid_out_fen
    why = ""
    if one.outcome == Result.REFUSED:
        why = _("不予救助（计入全年累计）：达不到起付标准、已到年度限额等，逐笔说明见结算单")
    if taken_off is not None and taken_off != one.aid_fen:
        why = _("核定%(ours)s元，与医院垫付%(theirs)s元相差%(diff)s元，请与患者多退少补") % {
            "ours": format_yuan(one.aid_fen), "theirs": format_yuan(taken_off),
            "diff": format_yuan(abs(one.aid_fen - taken_off)),
        }  # fmt: skip
    return {
        "line": str(claim.line), "number": claim.number, "name": claim.person.name, "outcome": _("受理"),
        "bill": _plain(claim.bill_fen), "aid": _plain(one.aid_fen),
        "laid_out": "" if taken_off is None else _plain(taken_off), "self": _plain(one.self_fen), "why": why,
    }  # fmt: skip


def _bad(one: ReturnedLine) -> dict[str, str]:
    return {
        "line": str(one.line), "number": one.bill_number, "name": one.name, "outcome": _("退回"),
        "why": "；".join(_sentences(one.problems)),
    }  # fmt: skip


def _sentences(problems: Iterable[str]) -> list[str]:
    return [problem.rstrip("。") for problem in problems]


def _plain(fen: int) -> str:
    return format_yuan(fen).replace(",", "")
