"""What people claim themselves, fixed sums, help before the papers, and what nobody may see."""

import ast
import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import everywhere
from minzheng.claims.domain import application, detail, urgent
from minzheng.claims.domain.road import ClaimsRefused
from minzheng.claims.models import Claim, Reckoning
from minzheng.claims.queries.files import year_view
from minzheng.claims.queries.publication import published
from minzheng.ledger.models import Due, DuePerson
from minzheng.rules.program import RECOGNISED
from minzheng.services.audit.domain.record import PurposeMissing
from minzheng.services.audit.models import AuditEvent
from tests.factories import accounts, claims
from tests.house.storeys import SOURCE, modules

pytestmark = pytest.mark.django_db
MONEY = {"bill_fen": 4500000, "out_of_catalogue_fen": 300000, "basic_insurance_fen": 2520000,
         "serious_illness_insurance_fen": 440000}  # fmt: skip
DAYS = {
    "admitted_on": dt.date(2026, 10, 8),
    "discharged_on": dt.date(2026, 10, 20),
    "settled_on": dt.date(2026, 10, 20),
}


@pytest.fixture(autouse=True)
def county():
    with everywhere("test"):
        yield


def taken(person, *, number="FP-1", by=None, **fields):
    given = {"kind": "inpatient", "hospital": claims.a_hospital(), "money": MONEY, "originals_marked": True, **DAYS,
             "follows_referral": False} | fields  # fmt: skip
    return application.claim(person=person, number=number, by=by or accounts.county_officer(), at=claims.AT, **given)


def decided(row, at=claims.AT, by=None):
    return application.decide(
        application=row, document_number="示例医救〔2026〕1号", by=by or accounts.county_officer(), at=at
    )


def test_a_recipients_claim_is_handled_directly_and_falls_due():
    person, by = claims.recipient(), accounts.township_officer()
    row = taken(person, by=by)
    assert (row.is_recognised, application.path_of(row).kind) == (True, RECOGNISED)
    assert application.preview(row).amount_fen == 900000

    with pytest.raises(NotAllowed):
        decided(row, by=by)
    done = decided(row)

    due = Due.objects.get(program=claims.PROGRAM)
    assert (done.outcome, due.amount_fen, due.document_number) == ("eligible", 900000, "示例医救〔2026〕1号")
    assert Reckoning.objects.get(claim=row.claim).due_id == due.pk
    assert list(DuePerson.objects.filter(due=due).values_list("person_id", flat=True)) == [person.pk]


def test_who_took_it_does_not_decide_it():
    by = accounts.county_officer()
    with pytest.raises(TwoPeopleNeeded):
        decided(taken(claims.recipient(), by=by), by=by)


def test_others_are_surveyed_and_hung_out_first():
    person = claims.recipient()
    other = claims.somebody()
    claims.listed(other, of="chronic")
    row = taken(other)
    assert not row.is_recognised

    with pytest.raises(ClaimsRefused, match="还没有调查"):
        decided(row)
    application.survey(application=row, text="因病支出超过收入", by=accounts.township_officer(), at=claims.AT)
    application.post(application=row, place="村务公开栏", by=accounts.township_officer(), at=claims.AT)
    with pytest.raises(ClaimsRefused, match="没有公示满7天"):
        decided(row)
    done = decided(row, at=claims.AT + dt.timedelta(days=8))

    # Surveyed and still in no group: refused with the reason, and nothing is due.
    assert done.outcome == "refused"
    assert not Due.objects.filter(household_id=row.household_id, program=claims.PROGRAM).exists()
    with pytest.raises(ClaimsRefused):
        application.post(
            application=taken(person, number="FP-9"), place="栏", by=accounts.county_officer(), at=claims.AT
        )


def test_an_undecided_claim_does_not_count_in_the_year():
    person = claims.recipient()
    row = taken(person)
    claims.settled([claims.line(person)])

    assert year_view(person.pk, 2026).total_fen == 900000
    decided(row)
    assert year_view(person.pk, 2026).total_fen == 1830000


def test_a_slip_used_by_a_hospital_is_not_used_by_a_person_and_the_other_way_round():
    person = claims.recipient()
    line = claims.line(person)
    claims.settled([line])
    with pytest.raises(ClaimsRefused, match="只救助一次"):
        taken(person, number=line["结算单号"])
    row = taken(person, number="FP-7")
    again = claims.settled([claims.line(person, 结算单号="FP-7")])
    assert Claim.objects.filter(number="FP-7").get() == row.claim
    assert Claim.objects.filter(file=again).count() == 0


def test_unmarked_late_or_unsettled_slips_are_not_taken():
    person = claims.recipient()
    with pytest.raises(ClaimsRefused, match="加盖"):
        taken(person, originals_marked=False)
    with pytest.raises(ClaimsRefused, match="超过12个月"):
        taken(
            person,
            admitted_on=dt.date(2025, 10, 1),
            discharged_on=dt.date(2025, 10, 9),
            settled_on=dt.date(2025, 10, 9),
        )
    with pytest.raises(ClaimsRefused, match="先去结算"):
        taken(person, number=" ")


def test_help_is_never_refused_for_the_illness_or_for_want_of_a_deposit():
    # The illness is no fact of the rules, so nothing can hang on it; and a waiver asks for a status alone.
    person = claims.recipient()
    a = claims.settled([claims.line(person, 出院诊断="急性上呼吸道感染")])
    b = claims.settled([claims.line(claims.recipient(), 出院诊断="不在任何病种目录中的罕见病")])
    amounts = {row.claim.file_id: row.amount_fen for row in Reckoning.objects.select_related("claim")}
    assert amounts[a.pk] == amounts[b.pk] > 0

    waiver = urgent.waive_deposit(
        hospital=claims.a_hospital(), person=person, admitted_on=dt.date(2026, 11, 23), deposit_fen=500000,
        by=accounts.township_officer(), at=claims.AT,
    )  # fmt: skip
    assert waiver.sources
    urgent.close_waiver(waiver=waiver, close_note="已出院结算", by=accounts.township_officer(), at=claims.LATER)


def test_an_urgent_patient_without_name_or_money_is_recorded_and_not_charged_to_the_fund():
    hospital = claims.a_hospital()
    row = urgent.refer(
        hospital=hospital, division_code=accounts.TOWNSHIP, known_as="约六十岁男性，深色外套", found_at=claims.AT,
        found_by="派出所民警", by=accounts.township_officer(), at=claims.AT,
    )  # fmt: skip
    done = urgent.settle_referral(
        referral=row, outcome="emergency_fund", result_note="应急基金支付", cost_fen=800000,
        by=accounts.county_officer(), at=claims.LATER,
    )  # fmt: skip
    assert (done.outcome, Claim.objects.count()) == ("emergency_fund", 0)


def test_a_fixed_sum_needs_a_status_and_no_bill():
    person = claims.recipient()
    claims.listed(person, of="chronic")
    row = application.claim_fixed(person=person, year=2026, by=accounts.township_officer(), at=claims.AT)

    # 2026 this place pays by percentage: refused with the clause, and remembered as nothing.
    assert decided(row).outcome == "refused"
    with pytest.raises(ClaimsRefused, match="只救助一次"):
        application.claim_fixed(person=person, year=2026, by=accounts.township_officer(), at=claims.AT)


def test_the_illness_is_read_for_a_purpose_by_few_and_the_read_is_recorded():
    claims.settled([claims.line(claims.recipient())])
    bill = Claim.objects.get()
    by = accounts.county_officer()

    with pytest.raises(PurposeMissing):
        detail.reveal(claim=bill, purpose="", by=by, at=claims.AT)
    with pytest.raises(NotAllowed):
        detail.reveal(claim=bill, purpose="核对", by=accounts.finance_officer(), at=claims.AT)
    assert detail.reveal(claim=bill, purpose="核对疑点", by=by, at=claims.AT) == {
        "诊断": claims.DIAGNOSIS, "病区": claims.WARD, "用药": claims.DRUGS,
    }  # fmt: skip
    assert AuditEvent.objects.filter(object_kind="claim", action="read", reason="核对疑点").count() == 1


def test_what_is_published_is_a_name_and_a_sum():
    person = claims.recipient()
    claims.confirmed([claims.line(person)])

    rows = published(dt.date(2026, 10, 1), dt.date(2026, 12, 31))

    assert [(row.name, row.amount_fen) for row in rows] == [(person.name, 900000)]
    assert not {claims.DIAGNOSIS, claims.WARD, claims.DRUGS} & {
        str(value) for row in rows for value in vars(row).values()
    }


def test_nothing_outside_this_room_opens_medical_data():
    """No other program has a legal basis for it (个人信息保护法 第二十八条): one function opens it."""
    opens, calls = [], []
    for path in modules():
        place = str(path.relative_to(SOURCE))
        names = {
            node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)
        }
        attributes = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute)
        }
        if "MEDICAL_CONTEXT" in names:
            opens.append(place)
        if "medical_sealed" in attributes | names:
            calls.append(place)

    assert opens == ["claims/domain/detail.py", "claims/domain/settling.py"]
    # The table itself, the one reader, and the correction that carries the sealed bytes on unopened.
    assert calls == ["claims/domain/correction.py", "claims/domain/detail.py", "claims/models/claim.py"]
