"""The addresses of differences and new standards with an object in them; see addresses.py."""

import datetime as dt

from minzheng.casework.domain import local_figure
from minzheng.differences.domain import computation, settlement
from minzheng.differences.models import Proposal
from tests.desk.addresses import NOW, Maker, Try
from tests.factories import accounts, casework, registry
from tests.factories import differences as factory


def reckoned():
    """Return a county with one household, a late standard, and what was reckoned of it."""
    county = factory.County()
    case = factory.add(county, [registry.new_member("02", incomes=casework.ZERO)], None, amount_fen=70_000)
    with county.within():
        factory.listed(county)
        factory.raise_standard(county, rural=75_000)
        row = factory.reckoned(county, first=factory.JULY)
        return county, row, Proposal.objects.get(case=case)


def computed(post=None) -> Maker:
    def make() -> Try:
        county, row, _proposal = reckoned()
        return Try({"number": row.number}, county.second, post)

    return make


def running() -> Try:
    """A computation that nobody has worked on yet."""
    county = factory.County()
    factory.add(county, [registry.new_member("02", incomes=casework.ZERO)], None, amount_fen=70_000)
    with county.within():
        factory.listed(county)
        row = computation.start(
            program=factory.PROGRAM,
            first=factory.JULY,
            cause="check",
            reason="例行核对",
            by=county.first,
            at=factory.AFTER,
        )
    return Try({"number": row.number}, county.second, {})


def household() -> Try:
    county, row, proposal = reckoned()
    return Try({"number": row.number, "pk": proposal.pk}, county.second)


def settled(verb, post) -> Maker:
    def make() -> Try:
        county, row, proposal = reckoned()
        return Try({"number": row.number, "pk": proposal.pk, "verb": verb}, county.second, post)

    return make


def claim() -> Try:
    """An overpayment by the office's own list, confirmed: it was paid, so it may be claimed."""
    county = factory.County()
    case = factory.add(
        county,
        [registry.new_member("02", incomes=casework.ZERO)],
        None,
        amount_fen=80_000,
        taken_over_at=factory.AUGUST,
    )
    with county.within():
        factory.reckoned(county, first=factory.JANUARY)
        proposal = Proposal.objects.get(case=case, kind="recovery")
        settlement.confirm(proposal=proposal, by=county.second, at=factory.AFTER)
    return Try({"pk": proposal.claim.pk}, county.second)


def growth_page() -> Try:
    return Try({"program": "wubao"}, casework.Offices().county)


def figure(verb, post) -> Maker:
    def make() -> Try:
        first, second = accounts.county_officer(), accounts.county_officer()
        row = local_figure.enter(
            code="dibao_line_rural_fen", where="420581", level="city", from_on=dt.date(2026, 7, 1), value=75_000,
            reference="宜民政发〔2026〕31号（示例）", by=first, at=NOW,
        )  # fmt: skip
        return Try({"pk": row.pk, "verb": verb}, second, post)

    return make


DIFFERENCE_ADDRESSES = {
    "run_difference": {"page": computed()},
    "run_difference_confirm_all": {"post": computed({})},
    "run_difference_continue": {"post": running},
    "run_difference_household": {"page": household},
    "run_difference_action": {
        "confirm": settled("confirm", {"reason": "同意"}),
        "dismiss": settled("dismiss", {"reason": "文件不适用于本户"}),
    },
    "run_claim_file": {"page": claim},
    "case_growth": {"page": growth_page},
    "case_figure_action": {"approve": figure("approve", {}), "drop": figure("drop", {"reason": "录错"})},
}
