"""A burial at home: the cost up to the cap of the day of death, once, paid by the ordinary list, and support stops.

The cap is twelve months of the basic standard, 10,920 yuan a year in 2026 (illustrative).
"""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.casework.queries.in_force import decisions_in_force
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.domain.due import NewDue, write_all
from minzheng.ledger.enums import DueKind
from minzheng.ledger.models import Due
from minzheng.payments.domain.entitlement import dues_for
from minzheng.payments.enums import LineStatus
from minzheng.payments.models import PayLine
from minzheng.payments.queries.unpaid import payable_dues
from minzheng.registry.models import Household
from minzheng.support.domain import burying
from minzheng.support.domain.road import SupportRefused
from minzheng.support.models import Burial
from minzheng.support.queries import burials, visits
from tests.factories import accounts, casework, institutions, payments, relatives, support
from tests.factories.support import NOW

pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)
DAY = dt.timedelta(days=1)
DIED = TODAY - 10 * DAY
CAP = 1_092_000
TODAY_WORDS = {"document_number": "宜民丧〔2026〕1号", "at": NOW}


@pytest.fixture
def offices():
    return casework.Offices()


@pytest.fixture
def person(offices):
    return support.granted(offices)


@pytest.fixture
def county(offices):
    with within(offices.county.area):
        yield offices.county


@pytest.fixture
def gone(offices, person):
    support.dead(person, by=offices.township, on=DIED, at=NOW)
    return person


@pytest.mark.parametrize(
    ("cost_fen", "amount_fen"), [(CAP - 1, CAP - 1), (CAP, CAP), (CAP + 1, CAP), (1_500_000, CAP), (1, 1)]
)
def test_the_cost_up_to_the_cap(offices, gone, county, cost_fen, amount_fen):
    _nephew, number = support.nephew()

    row = support.buried(gone, number, by=offices.township, at=NOW, cost_fen=cost_fen)

    assert (row.amount_fen, row.cap_fen, row.state, row.due) == (amount_fen, CAP, "applied", None)


def test_granted_by_another_it_goes_to_who_arranged_it_by_the_ordinary_list(offices, gone, county):
    nephew, number = support.nephew()
    row = support.buried(gone, number, by=offices.township, at=NOW)
    for by, why in ((offices.township, NotAllowed), (offices.village, NotAllowed)):
        with pytest.raises(why):
            burying.grant(burial=row, by=by, **TODAY_WORDS)

    burying.grant(burial=row, by=offices.county, **TODAY_WORDS)

    due = Burial.objects.get().due
    assert (due.amount_fen, due.kind, due.payee_id, due.source_room) == (CAP, DueKind.ONCE, nephew.pk, "support")
    assert [one.person_id for one in due.people.all()] == [gone.pk]
    (found,) = payable_dues(program=support.PROGRAM, month=Month.of(TODAY), at=NOW).payable
    assert (found.due, found.account.holder_id) == (due, nephew.pk)
    support.paid()
    line = PayLine.objects.get(due=due)
    assert (line.status, line.paid_fen, line.case_number) == (LineStatus.PAID, CAP, row.number)
    with pytest.raises(SupportRefused, match="已经作出决定"):
        burying.grant(burial=row, by=offices.county, **TODAY_WORDS)


def test_one_person_is_buried_once(offices, gone, county):
    _nephew, number = support.nephew()
    row = support.buried(gone, number, by=offices.township, at=NOW)
    with pytest.raises(SupportRefused, match="一人只办一次"):
        support.buried(gone, number, by=offices.second_township, at=NOW)
    row.pk, row.number = None, "SZ-2"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    row = Burial.objects.get()
    burying.grant(burial=row, by=offices.county, **TODAY_WORDS)
    due = Burial.objects.get().due

    # Not even by writing into the books beside it.
    with pytest.raises(IntegrityError), transaction.atomic():
        write_all(
            dues=[
                NewDue(
                    household_id=due.household_id + 1, payee_id=1, person_ids=(gone.pk,), program=due.program,
                    month=due.month, amount_fen=1, source_room="support", decision_id=0, case_number="x",
                    document_number="x", division_code=due.division_code, kind=DueKind.ONCE,
                )
            ],
            by=offices.county, at=NOW,
        )  # fmt: skip


def test_refused_with_a_reason_it_may_be_asked_for_again(offices, gone, county):
    _nephew, number = support.nephew()
    row = support.buried(gone, number, by=offices.township, at=NOW)
    with pytest.raises(SupportRefused, match="不予支付的原因"):
        burying.refuse(burial=row, reason=" ", by=offices.county, at=NOW)
    burying.refuse(burial=row, reason="票据不是殡仪馆开具", by=offices.county, at=NOW)
    assert not Due.objects.filter(kind=DueKind.ONCE).exists()

    again = support.buried(gone, number, by=offices.township, at=NOW)

    assert again.number != row.number


@pytest.mark.parametrize(("days_late", "is_taken"), [(-1, True), (0, True), (1, False)])
def test_until_when(offices, gone, county, days_late, is_taken):
    """Six months after the fourteenth of November: the fourteenth of May."""
    _nephew, number = support.nephew()
    dead = burials.dead_at_home(TODAY)[gone.pk]
    assert (dead.died_on, dead.apply_by, dead.limit.status) == (DIED, dt.date(2027, 5, 14), "illustrative")
    at = NOW + (dead.apply_by - TODAY + days_late * DAY)
    if is_taken:
        assert support.buried(gone, number, by=offices.township, at=at, buried_on=DIED)
        return
    with pytest.raises(SupportRefused, match="申请期限已于2027-05-14届满"):
        support.buried(gone, number, by=offices.township, at=at, buried_on=DIED)


def test_nothing_without_a_death_on_record_or_for_who_chose_a_home(offices, person, county):
    _nephew, number = support.nephew()
    with pytest.raises(SupportRefused, match="没有死亡登记"):
        support.buried(person, number, by=offices.township, at=NOW)
    in_a_home = support.granted(offices, form=2, name="王老汉", sex="1")
    support.dead(in_a_home, by=offices.township, on=DIED, at=NOW)
    with pytest.raises(SupportRefused, match="没有在家供养的决定"):
        support.buried(in_a_home, number, by=offices.township, at=NOW)


def test_never_beside_the_burial_of_a_home(offices, county):
    """A woman supported at home by decision who moved into a home: the home buries her, and nothing is paid here."""
    woman = support.granted(offices)
    home = institutions.Home(at=NOW)
    entry = institutions.entered(home, relatives.number_of(woman))
    institutions.examined(home, woman)
    institutions.signed(home, entry, bed=home.bed(home.women))
    support.dead(woman, by=offices.township, on=TODAY, at=NOW)
    _nephew, number = support.nephew()

    with pytest.raises(SupportRefused, match="殡葬由机构办理"):
        support.buried(woman, number, by=offices.township, at=NOW)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"cost_fen": 0}, "实际费用"),
        ({"receipts": " "}, "票据"),
        ({"buried_on": DIED - DAY}, "去世日期和今天之间"),
        ({"buried_on": TODAY + DAY}, "去世日期和今天之间"),
        ({"arranger_name": "别人"}, "姓名和号码都相符"),
        ({"arranger_id_number": "42058119800517001X"}, "身份证"),
    ],
)
def test_what_an_application_needs(offices, gone, county, given, why):
    _nephew, number = support.nephew()
    with pytest.raises(SupportRefused, match=why):
        support.buried(gone, **({"number": number, "by": offices.township, "at": NOW} | given))
    with pytest.raises(NotAllowed):
        support.buried(gone, number, by=offices.county, at=NOW)
    with pytest.raises((NotAllowed, SupportRefused)):
        support.buried(gone, number, by=accounts.neighbour_officer(), at=NOW)


def test_the_allowance_stops_with_the_month_of_death_and_the_burial_is_no_part_of_a_month(offices, gone, county):
    """November is still hers; December is not; and the burial made due in November does not stand for November."""
    _nephew, number = support.nephew()
    burying.grant(burial=support.buried(gone, number, by=offices.township, at=NOW), by=offices.county, **TODAY_WORDS)

    assert gone.pk in visits.supported_at_home(Month(2026, 11))
    assert visits.supported_at_home(Month(2026, 12)) == {}
    assert decisions_in_force(Month(2026, 12), support.PROGRAM) == []
    made = dues_for(month=Month(2026, 11), by=offices.county, at=NOW, program=support.PROGRAM)
    assert [(row.kind, row.month) for row in made.made] == [(DueKind.REGULAR, "2026-11")]
    later = NOW + 30 * DAY
    assert dues_for(month=Month(2026, 12), by=offices.county, at=later, program=support.PROGRAM).made == ()


def test_who_draws_the_same_benefit_and_arranges_a_burial_loses_no_month(offices, gone, county):
    other = support.granted(offices, name="周桂兰")
    home = Household.objects.get(pk=visits.supported_at_home(Month(2026, 11))[other.pk].grounds.household_id)
    payments.account(home, other)
    number = relatives.number_of(other)
    row = support.buried(gone, number, by=offices.township, at=NOW, arranger_name=other.name)
    burying.grant(burial=row, by=offices.county, **TODAY_WORDS)

    made = dues_for(month=Month(2026, 11), by=offices.county, at=NOW, program=support.PROGRAM).made

    assert home.pk in {due.household_id for due in made if due.kind == DueKind.REGULAR}


def test_who_took_the_application_does_not_grant_it(offices, gone, county):
    _nephew, number = support.nephew()
    row = support.buried(gone, number, by=offices.township, at=NOW)
    offices.township.role = "county_officer"
    offices.township.save(update_fields=["role"])
    with pytest.raises((TwoPeopleNeeded, NotAllowed)):
        burying.grant(burial=row, by=offices.township, **TODAY_WORDS)


def test_an_agreement_ends_with_the_death(offices, person, county):
    row = support.agreed(person, by=offices.village, confirmed_by=offices.township)
    support.dead(person, by=offices.township, on=TODAY, at=NOW)
    _nephew, number = support.nephew()

    support.buried(person, number, by=offices.township, at=NOW)

    row.refresh_from_db()
    assert (row.ended_on, row.end_reason) == (TODAY, "本人去世")
