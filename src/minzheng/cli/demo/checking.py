"""The sample county looks back: a wage learnt late and what it changes, months of a fund closed, payments drawn."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings

from minzheng.casework.domain import local_figure
from minzheng.casework.models import Case
from minzheng.cli.demo.staff import Offices
from minzheng.differences.domain import computation, settlement
from minzheng.differences.enums import ProposalState
from minzheng.differences.models import Proposal
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.ledger.domain import close
from minzheng.ledger.period import Period
from minzheng.payments.domain import sample
from minzheng.payments.enums import LineStatus
from minzheng.payments.models import Fund, PayLine
from minzheng.registry.domain import facts

FIRST_PAID = Month(2026, 8)
NEXT_LINE_FEN = 780_00


def learnt_late(program: str, offices: Offices) -> Iterator[dt.datetime]:
    """A wage since August is learnt in October; what was paid beyond is to be claimed back, once another agrees."""
    at = _at(dt.date(2026, 10, 21))
    yield at
    paid = PayLine.objects.filter(run__program=program, status=LineStatus.PAID, month=str(FIRST_PAID))
    line = paid.select_related("payee").order_by("serial").first()
    if line is None:
        return  # a county so small that nobody was paid that early
    case = Case.objects.select_related("household").get(number=line.case_number)
    officer = offices.townships[case.division_code[:9] + "000"][0]
    facts.record_income(
        household=case.household, person=line.payee, kind="wage", amount_fen=2_000_00, period="month",
        holds_from=FIRST_PAID.first_day, by=officer, at=at, source="社保缴费数据比对",
    )  # fmt: skip
    at = _at(dt.date(2026, 10, 22))
    yield at
    row = computation.start(
        program=program, first=FIRST_PAID, cause="fact", reason="八月起有工资收入，十月才得知", case=case,
        by=offices.checker, at=at,
    )  # fmt: skip
    computation.run(computation=row, by=offices.checker, at=at)
    at = _at(dt.date(2026, 10, 23))
    yield at
    for proposal in Proposal.objects.filter(computation=row, state=ProposalState.OPEN).order_by("pk"):
        settlement.confirm(proposal=proposal, by=offices.second_decider, at=at, reason="工资流水属实")


def closed_months(program: str, offices: Offices) -> Iterator[dt.datetime]:
    """The first month of each fund is closed by two people; the second waits for the second of them."""
    for month, is_confirmed in ((Month(2026, 7), True), (Month(2026, 8), False)):
        at = _at(month.plus(3).first_day, hour=9)
        yield at
        codes = [fund.code for fund in Fund.objects.filter(program=program, year=2026).order_by("pk")]
        made = [
            close.propose(fund_code=code, period=Period.of_month(month), by=offices.finance, at=at) for code in codes
        ]
        if is_confirmed:
            at = _at(month.plus(3).first_day, hour=11)
            yield at
            for row in made:
                close.confirm(close=row, by=offices.second_decider, at=at)


def drawn(offices: Offices) -> Iterator[dt.datetime]:
    """The auditor draws payments of August to be looked at in the villages."""
    at = _at(dt.date(2026, 10, 26))
    yield at
    if PayLine.objects.filter(status=LineStatus.PAID, settled_at__lt=Period.of_month(FIRST_PAID).ends).exists():
        sample.draw(period=Period.of_month(FIRST_PAID), by=offices.auditor, at=at, seed="演示20261026")


def announced(offices: Offices) -> Iterator[dt.datetime]:
    """Next year's line is entered from its paper and waits for a second person."""
    at = _at(dt.date(2026, 11, 12))
    yield at
    local_figure.enter(
        code="dibao_line_rural_fen", where=settings.COUNTY_CODE, level="city", from_on=dt.date(2027, 1, 1),
        value=NEXT_LINE_FEN, reference="演示民政发〔2026〕31号（示例）", by=offices.checker, at=at,
    )  # fmt: skip


def told(program: str, offices: Offices) -> list[Iterator[dt.datetime]]:
    """Return the stories of looking back."""
    return [learnt_late(program, offices), closed_months(program, offices), drawn(offices), announced(offices)]


def _at(day: dt.date, hour: int = 10) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 20), SHANGHAI)
