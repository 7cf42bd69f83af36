"""A sample is drawn from what was paid, by township, with a seed; the findings say what they say of all payments."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import everywhere
from minzheng.kernel.moment import SHANGHAI
from minzheng.ledger.period import Period
from minzheng.payments.domain import sample as sampling
from minzheng.payments.models import PaymentSample, SampleFinding
from minzheng.payments.queries.samples import drawn_of, result_of
from minzheng.services.audit.models import AuditEvent
from tests.factories import payments
from tests.factories.accounts import NEIGHBOUR_VILLAGE, auditor, county_officer, finance_officer

pytestmark = pytest.mark.django_db
NOVEMBER = Period.parse("2026-11")
LATER = dt.datetime(2026, 12, 8, 10, 0, tzinfo=SHANGHAI)
SMALL = {"margin": 1_000, "expected": 500}


@pytest.fixture
def paid():
    """Twelve payments, three of them next door; the bank refused the first."""
    payments.allocate()
    for number in range(12):
        payments.paid_household(
            amount_fen=100_00 + number, division_code=NEIGHBOUR_VILLAGE if number > 8 else payments.VILLAGE
        )
    run = payments.sent()
    rows = payments.file_rows(run)[1:-1]
    answers = [(row[6], row[4], "成功", "") for row in rows[1:]] + [(rows[0][6], rows[0][4], "失败", "账号有误")]
    payments.read(run, payments.answer(*answers))
    return run


def drawn(**fields):
    usual = {"period": NOVEMBER, "by": county_officer(), "at": payments.LATER, "seed": "20261126", **SMALL}
    return sampling.draw(**(usual | fields))


def test_what_was_paid_is_drawn_from_in_each_township(paid):
    made = drawn()

    with everywhere("测试"):
        lines = drawn_of(made)
    assert (made.population_count, sum(size for size, _drawn in made.strata.values())) == (11, 11)
    assert sum(count for _size, count in made.strata.values()) == len(lines)
    assert {code: count > 0 for code, (_size, count) in made.strata.items()} == {
        "420581101000": True, "420581102000": True,
    }  # fmt: skip
    assert all(one.line.status == "paid" for one in lines)


def test_the_same_seed_draws_the_same_for_ever(paid):
    first, second, other = drawn(), drawn(), drawn(seed="another")
    returned = payments.file_rows(paid)[3]
    payments.read(paid, payments.answer((returned[6], returned[4], "失败", "销户")), at=LATER, name="退款.csv")

    with everywhere("测试"):
        lists = [[one.line.serial for one in drawn_of(made)] for made in (first, second, other)]
        assert sampling.again(first) == (True, lists[0])
    assert lists[0] == lists[1]
    assert lists[2] != lists[0]
    assert len({first.number, second.number, other.number}) == 3


def test_a_seed_is_made_where_none_is_given(paid):
    assert len({drawn(seed=" ").seed for _each in range(2)}) == 2


def test_findings_give_the_rate_and_its_interval(paid):
    made, by = drawn(), auditor()
    with everywhere("测试"):
        lines = drawn_of(made)
        for number, one in enumerate(lines):
            wrong = {"kind": "amount", "wrong_fen": 5_00, "note": "少算一人"} if number == 0 else {"kind": "right"}
            sampling.find(drawn=one.row, by=by, at=LATER, **wrong)
        result = result_of(made, drawn_of(made))

    assert (result.looked_at, result.wrong, result.wrong_fen, result.is_complete) == (len(lines), 1, 5_00, True)
    assert result.low == 1
    assert result.low <= result.high <= made.population_count - len(lines) + 1
    assert result.rate == round(10_000 / len(lines))


def test_the_later_finding_counts_and_the_earlier_stays(paid):
    made, by = drawn(), county_officer()
    with everywhere("测试"):
        one = drawn_of(made)[0]
        sampling.find(drawn=one.row, kind="arrival", note="本人称未收到", by=by, at=LATER)
        sampling.find(drawn=one.row, kind="right", by=by, at=LATER)

        assert drawn_of(made)[0].finding.kind == "right"
        assert SampleFinding.objects.count() == 2
        with pytest.raises(IntegrityError), transaction.atomic():
            SampleFinding.objects.all().delete()
    assert AuditEvent.objects.filter(action="sample.found").count() == 2


@pytest.mark.parametrize(
    "finding",
    [
        {"kind": "amount"},
        {"kind": "right", "wrong_fen": 1},
        {"kind": "amount", "wrong_fen": 999_99, "note": "太多"},
        {"kind": "amount", "wrong_fen": -1, "note": "负数"},
        {"kind": "nothing", "note": "没有这种结论"},
    ],
)
def test_a_finding_that_makes_no_sense_is_refused(paid, finding):
    made = drawn()
    with everywhere("测试"):
        one = drawn_of(made)[0]

        with pytest.raises(sampling.BadFinding):
            sampling.find(drawn=one.row, by=county_officer(), at=LATER, **finding)


def test_only_the_county_and_the_auditor_draw(paid):
    assert drawn(by=auditor()).pk
    with pytest.raises(NotAllowed):
        drawn(by=finance_officer())


@pytest.mark.parametrize(
    "asked", [{"confidence": 8_000}, {"margin": 0}, {"expected": 10_000}, {"period": Period.parse("2026-10")}]
)
def test_a_draw_that_makes_no_sense_is_refused(paid, asked):
    with pytest.raises(sampling.BadSample):
        drawn(**asked)
    assert not PaymentSample.objects.exists()
