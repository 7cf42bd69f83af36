"""A fine is told, heard and decided within the law of both days, by different people, and never one fen outside."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.honesty.domain import beyond, hearing, opening, paper, ruling, telling
from minzheng.honesty.domain.beyond import TransferRefused
from minzheng.honesty.domain.hearing import HearingRefused
from minzheng.honesty.domain.investigation import InvestigationRefused
from minzheng.honesty.domain.opening import CannotOpen
from minzheng.honesty.domain.road import HonestyRefused, WrongState
from minzheng.honesty.domain.telling import FineOutOfRange, RefundTooHigh
from minzheng.honesty.enums import FileState
from minzheng.honesty.models import HonestyFile
from minzheng.kernel.month import Month
from minzheng.services.audit.domain.verify import broken_chains
from minzheng.services.audit.queries import of_object
from tests.factories import accounts, casework, honesty, payments, registry
from tests.factories.honesty import days, moment, notice_of, ruling_of, walked

AT = honesty.OPENED


def told(file, bureau, *, fine_fen, refund_fen=600_000, at=None):
    return telling.tell(
        file=file,
        by=bureau.second_county,
        at=at or days(AT, 7),
        refund_fen=refund_fen,
        fine_fen=fine_fen,
        grounds="隐瞒收入",
    )


def test_example_a_a_fine_of_twice_is_lawful_and_one_fen_more_is_refused(bureau, county):
    file = walked("investigated", bureau=bureau)

    with pytest.raises(
        FineOutOfRange,
        match=r"罚款¥12,000.01元不在法定幅度内.*649.*¥6,000.00元至¥18,000.00元.*第七十三条.*¥12,000.00元.*较轻的新规定",
    ):
        told(file, bureau, fine_fen=1_200_001)
    notice = told(file, bureau, fine_fen=1_200_000)

    assert notice.lawful["holds"]["high_fen"] == 1_200_000
    assert notice.lawful["why"] == "new_is_lighter"
    assert (notice.is_larger_fine, notice.threshold["status"], notice.threshold["value"]) == (
        True,
        "illustrative",
        200_000,
    )


def test_decided_before_the_new_law_the_old_range_holds_to_the_fen(bureau, case):
    at = moment(2026, 6, 1)
    file = honesty.opened(case, bureau, at=at)
    honesty.investigated(file, bureau, at=at)

    for fine in (1, 599_999, 1_800_001):
        with pytest.raises(FineOutOfRange):
            told(file, bureau, fine_fen=fine, at=at)
    assert told(file, bureau, fine_fen=600_000, at=at).fine_fen == 600_000


def test_example_b_an_unreported_job_is_recovered_without_a_fine(bureau, case):
    file = honesty.opened(case, bureau, at=moment(2026, 11, 16), wrong="unreported", facts="就业后未告知")
    found = honesty.investigated(
        file, bureau, at=moment(2026, 11, 17), finding="unreported", began_on=dt.date(2026, 7, 1),
        ended_on=dt.date(2026, 10, 31), first_month=Month(2026, 7), last_month=Month(2026, 10), stated_fen=120_000,
    )  # fmt: skip
    telling.state(
        file=file, by=bureau.township, at=moment(2026, 11, 17), text="忘了告知", made_on=dt.date(2026, 11, 17)
    )

    with pytest.raises(FineOutOfRange, match="没有罚款"):
        ruling.decide(
            file=file, by=bureau.county, at=moment(2026, 11, 18), refund_fen=480_000, fine_fen=1, reason="多领"
        )
    decided = ruling.decide(
        file=file,
        by=bureau.county,
        at=moment(2026, 11, 18),
        refund_fen=480_000,
        fine_fen=0,
        reason="多领",
        is_warned=True,
    )

    assert found.obtained_fen == 4 * 120_000
    assert (decided.kind, decided.refund_fen, decided.fine_fen) == ("recovery", 480_000, 0)
    assert [row["over_fen"] for row in found.months] == [120_000] * 4


def test_sums_come_from_the_payment_records(bureau, county):
    """The bank paid November only; what it did not pay nobody received."""
    granted = payments.paid_household(amount_fen=120_000)
    payments.allocate()
    run = payments.sent()
    payments.read(run, payments.success(run))
    file = honesty.opened(granted.case, bureau, at=moment(2026, 12, 14), discovered_on=dt.date(2026, 12, 1))
    dates = {"began_on": dt.date(2026, 9, 1), "ended_on": dt.date(2026, 11, 30), "stated_fen": None}

    with pytest.raises(InvestigationRefused, match="2026-09至2026-10没有本系统的发放记录"):
        honesty.investigated(
            file, bureau, at=moment(2026, 12, 15), first_month=Month(2026, 9), last_month=Month(2026, 10), **dates
        )
    found = honesty.investigated(
        file, bureau, at=moment(2026, 12, 15), first_month=Month(2026, 10), last_month=Month(2026, 11),
        due_fen=50_000, **dates,
    )  # fmt: skip

    assert [(row["month"], row["paid_fen"], row["over_fen"], row["source"]) for row in found.months] == [
        ("2026-10", 0, 0, "recorded"), ("2026-11", 120_000, 70_000, "recorded"),
    ]  # fmt: skip
    assert found.obtained_fen == 70_000


def test_a_change_told_within_three_months_is_no_breach(bureau, case):
    file = honesty.opened(case, bureau, at=moment(2026, 9, 14), wrong="unreported", discovered_on=dt.date(2026, 9, 1))
    changed = {
        "finding": "unreported",
        "ended_on": dt.date(2026, 9, 1),
        "first_month": Month(2026, 6),
        "last_month": Month(2026, 9),
    }

    with pytest.raises(InvestigationRefused, match=r"到2026-09-01满三个月.*尚未超过告知期限"):
        honesty.investigated(file, bureau, at=AT, began_on=dt.date(2026, 6, 1), **changed)
    honesty.investigated(file, bureau, at=AT, began_on=dt.date(2026, 5, 31), **changed)

    assert file.state == FileState.INVESTIGATED


def test_after_two_years_undiscovered_only_the_principal_is_asked_back(bureau, case):
    file = honesty.opened(case, bureau)
    old = {
        "began_on": dt.date(2024, 1, 1),
        "ended_on": dt.date(2024, 9, 13),
        "first_month": Month(2024, 4),
        "last_month": Month(2024, 9),
    }
    honesty.investigated(file, bureau, at=days(AT, 4), **old)

    with pytest.raises(FineOutOfRange, match="超过两年才被发现"):
        told(file, bureau, fine_fen=100)
    honesty.investigated(file, bureau, at=days(AT, 4), **(old | {"ended_on": dt.date(2024, 9, 14)}))

    assert told(file, bureau, fine_fen=100).fine_fen == 100


def test_an_innocent_overpayment_is_never_fined_nor_more_than_the_principal(bureau, case):
    file = honesty.opened(case, bureau, wrong="innocent", facts="成员死亡迟报")
    honesty.investigated(file, bureau, at=days(AT, 1), finding="innocent")

    with pytest.raises(FineOutOfRange, match="没有过错，只追回本金"):
        told(file, bureau, fine_fen=1)
    with pytest.raises(RefundTooHigh, match=r"¥6,000.01元超过调查认定的多领金额¥6,000.00元"):
        told(file, bureau, fine_fen=0, refund_fen=600_001)
    notice = told(file, bureau, fine_fen=0)

    assert (notice.data["kind"], notice.is_larger_fine) == ("recovery", False)


def test_a_hearing_is_asked_for_within_five_working_days(bureau, county):
    """Served on Tuesday 22 September; 25 to 27 is Mid-Autumn, so the fifth working day is the 30th."""
    file = walked("notice_served", bureau=bureau)

    with pytest.raises(HonestyRefused, match=r"要求听证的期限到2026-09-30为止"):
        ruling.decide(
            file=file, by=bureau.county, at=moment(2026, 9, 30), refund_fen=600_000, fine_fen=600_000, reason="属实"
        )
    with pytest.raises(HearingRefused, match=r"到2026-09-30为止.*已逾期"):
        hearing.ask(file=file, by=bureau.township, at=moment(2026, 10, 9), asked_on=dt.date(2026, 10, 1))
    hearing.ask(file=file, by=bureau.township, at=moment(2026, 10, 9), asked_on=dt.date(2026, 9, 30))

    assert file.state == FileState.HEARING_ASKED
    with pytest.raises(WrongState, match="当前为“已要求听证”"):
        ruling.decide(
            file=file, by=bureau.county, at=moment(2026, 10, 9), refund_fen=600_000, fine_fen=600_000, reason="属实"
        )


def test_a_hearing_is_told_seven_working_days_before(bureau, county):
    """Told on Friday 25 September (a holiday): working days from 28 to 30, then 8, 9, 10 October and 12 October."""
    file = walked("hearing_asked", bureau=bureau)
    usual = {
        "file": file,
        "by": bureau.second_county,
        "at": moment(2026, 9, 25),
        "notified_on": dt.date(2026, 9, 25),
        "place": "会议室",
        "chair": bureau.leader,
    }

    with pytest.raises(HearingRefused, match="最早在2026-10-12举行"):
        hearing.set_day(meets_on=dt.date(2026, 10, 11), **usual)
    hearing.set_day(meets_on=dt.date(2026, 10, 12), **usual)

    with pytest.raises(HearingRefused, match="届时再登记笔录"):
        hearing.hold(file=file, by=bureau.county, at=moment(2026, 10, 11), minutes="无")


def test_who_investigated_does_not_chair(bureau, county):
    file = walked("notice_served", bureau=bureau, investigators=[bureau.township, bureau.third_county])
    hearing.ask(file=file, by=bureau.township, at=days(AT, 10), asked_on=days(AT, 10).date())

    with pytest.raises(HearingRefused, match="是本案调查人员，不能主持听证"):
        hearing.set_day(
            file=file, by=bureau.second_county, at=days(AT, 11), notified_on=days(AT, 11).date(),
            meets_on=days(AT, 30).date(), place="会议室", chair=bureau.third_county,
        )  # fmt: skip


def test_a_small_fine_has_no_hearing(bureau, county):
    file = walked("notice_served", bureau=bureau, fine_fen=199_999)

    with pytest.raises(HearingRefused, match="没有达到较大数额"):
        hearing.ask(file=file, by=bureau.township, at=days(AT, 9), asked_on=days(AT, 9).date())
    decided = ruling.decide(
        file=file, by=bureau.county, at=days(AT, 9), refund_fen=600_000, fine_fen=199_999, reason="属实"
    )

    assert decided.kind == "penalty"


@pytest.mark.parametrize("who", ["township", "second_township", "second_county"])
def test_who_opened_investigated_or_told_cannot_decide(bureau, county, who):
    found = {"investigators": [bureau.township, bureau.second_township]}
    file = walked("heard", bureau=bureau, **found)
    person = getattr(bureau, who)
    if person.role != "county_officer":
        with pytest.raises(NotAllowed, match="此操作须由县民政局经办人办理"):
            ruling.decide(file=file, by=person, at=days(AT, 32), refund_fen=600_000, fine_fen=600_000, reason="属实")
        return

    with pytest.raises(TwoPeopleNeeded, match="本案的事先告知是您本人"):
        ruling.decide(file=file, by=person, at=days(AT, 32), refund_fen=600_000, fine_fen=600_000, reason="属实")


def test_a_county_officer_who_investigated_cannot_decide(bureau, county):
    file = walked("heard", bureau=bureau, investigators=[bureau.township, bureau.third_county])

    with pytest.raises(TwoPeopleNeeded, match="是本案调查人"):
        ruling.decide(
            file=file, by=bureau.third_county, at=days(AT, 32), refund_fen=600_000, fine_fen=600_000, reason="属实"
        )


def test_a_decision_is_never_heavier_than_what_was_told(bureau, county):
    file = walked("heard", bureau=bureau, fine_fen=300_000, refund_fen=500_000)

    for sums in ((500_000, 300_001), (500_001, 300_000)):
        with pytest.raises(FineOutOfRange, match="决定不得重于事先告知"):
            ruling.decide(
                file=file, by=bureau.county, at=days(AT, 32), refund_fen=sums[0], fine_fen=sums[1], reason="属实"
            )
    decided = ruling.decide(file=file, by=bureau.county, at=days(AT, 32), refund_fen=500_000, fine_fen=0, reason="从轻")

    assert (decided.kind, decided.fine_fen) == ("recovery", 0)


def test_the_law_of_the_decision_is_asked_again(bureau, case):
    """Told in June under the old law, decided in July under the lighter one: what was lawful then is too much now."""
    at = moment(2026, 6, 1)
    file = honesty.opened(case, bureau, at=at)
    honesty.investigated(file, bureau, at=at)
    notice = told(file, bureau, fine_fen=1_800_000, at=moment(2026, 6, 20))
    telling.serve(
        notice=notice, by=bureau.township, at=moment(2026, 6, 22), served_on=dt.date(2026, 6, 22), method="post"
    )

    with pytest.raises(FineOutOfRange, match=r"¥12,000.00元"):
        ruling.decide(
            file=file, by=bureau.county, at=moment(2026, 7, 1), refund_fen=600_000, fine_fen=1_800_000, reason="属实"
        )
    decided = ruling.decide(
        file=file, by=bureau.county, at=moment(2026, 7, 1), refund_fen=600_000, fine_fen=1_200_000, reason="属实"
    )

    assert decided.lawful["why"] == "new_is_lighter"


def test_the_decision_is_due_ninety_days_after_opening(bureau, case):
    file = honesty.opened(case, bureau, at=moment(2026, 8, 3))

    assert file.due_on == dt.date(2026, 11, 2)
    assert "第90日为2026年11月1日，当日休息，顺延至2026年11月2日" in file.due_counted


def test_the_police_come_before_a_fine(bureau, county):
    file = walked("heard", bureau=bureau)
    honesty.at_police(file, bureau, at=days(AT, 31))

    with pytest.raises(HonestyRefused, match="公安机关尚未答复，现在不能罚款"):
        ruling.decide(file=file, by=bureau.county, at=days(AT, 32), refund_fen=600_000, fine_fen=600_000, reason="属实")
    beyond.record_police_answer(
        file=file,
        by=bureau.county,
        at=days(AT, 33),
        kind="returned",
        text="不予立案通知书",
        answered_on=days(AT, 33).date(),
    )
    decided = ruling.decide(
        file=file, by=bureau.county, at=days(AT, 34), refund_fen=600_000, fine_fen=600_000, reason="属实"
    )

    assert decided.fine_fen == 600_000


def test_units_that_issue_false_proofs_answer_to_their_authority_since_the_new_law(bureau, county):
    file = walked("investigated", bureau=bureau)
    usual = {
        "file": file,
        "by": bureau.county,
        "at": days(AT, 5),
        "unit_name": "某村办企业",
        "authority": "宜都市市场监督管理局",
        "proof": "虚假收入证明",
    }

    with pytest.raises(TransferRefused, match="自2026-07-01起施行"):
        beyond.report_unit(issued_on=dt.date(2026, 6, 30), **usual)
    report = beyond.report_unit(issued_on=dt.date(2026, 7, 1), **usual)
    beyond.record_unit_answer(
        report=report, by=bureau.county, at=days(AT, 20), text="责令改正", answered_on=days(AT, 20).date()
    )

    assert report.answer == "责令改正"


def test_two_different_officers_investigate(bureau, case):
    file = honesty.opened(case, bureau)

    with pytest.raises(InvestigationRefused, match="两名以上不同的工作人员"):
        honesty.investigated(file, bureau, at=AT, investigators=[bureau.township, bureau.township])
    with pytest.raises(InvestigationRefused, match="不能担任调查人"):
        honesty.investigated(file, bureau, at=AT, investigators=[bureau.township, bureau.village])
    with pytest.raises(InvestigationRefused, match="管辖区域不包括"):
        honesty.investigated(file, bureau, at=AT, investigators=[bureau.township, accounts.neighbour_officer()])


def test_a_file_is_opened_once_on_members_only_by_those_who_may(bureau, case):
    with pytest.raises(NotAllowed):
        honesty.opened(case, bureau, by=bureau.village)
    with pytest.raises(NotAllowed):
        honesty.opened(case, bureau, by=accounts.neighbour_officer())
    outsider = registry.people(registry.household())[0]
    with pytest.raises(CannotOpen, match=r"不是案件.*的申请人或家庭成员"):
        honesty.opened(case, bureau, person=outsider)
    honesty.opened(case, bureau)

    with pytest.raises(CannotOpen, match="已有未决的诚信案卷"):
        honesty.opened(case, bureau)


def test_what_was_promised_is_frozen_from_the_application(bureau, county):
    case = casework.case("active", offices=bureau)
    file = honesty.opened(case, bureau)

    assert [row["on"] for row in file.promised] == ["2026-08-03"] * 3
    assert file.promised[0]["name"] == case.applicant.name
    assert "真实、完整" in file.promised[0]["text"]


def test_a_file_without_grounds_is_dropped_by_another_person(bureau, case):
    file = honesty.opened(case, bureau, by=bureau.county)

    with pytest.raises(TwoPeopleNeeded):
        opening.drop(file=file, by=bureau.county, at=days(AT, 1), reason="查证不属实")
    opening.drop(file=file, by=bureau.second_county, at=days(AT, 1), reason="查证不属实")

    assert (file.state, honesty.opened(case, bureau, at=days(AT, 2)).state) == (FileState.DROPPED, FileState.OPENED)


def test_every_step_stands_in_a_chain_that_verifies(bureau, county):
    file = walked("served", bureau=bureau)

    actions = [event.action for event in of_object("honesty", str(file.pk))]
    assert actions == [
        "honesty.opened", "honesty.investigated", "honesty.told", "honesty.notice_served", "honesty.hearing_asked",
        "honesty.hearing_set", "honesty.heard", "honesty.decided", "honesty.ruling_served",
    ]  # fmt: skip
    assert list(broken_chains()) == []


def test_the_papers_name_rights_and_remedies(bureau, county):
    file = walked("decided", bureau=bureau)
    notice, decided = notice_of(file), ruling_of(file)

    assert any("要求听证" in line and "5个工作日" in line for line in notice.data["rights"])
    assert decided.data["remedies"] == {
        "review_body": "宜都市人民政府", "review_days": 60, "court": "宜都市人民法院", "court_months": 6,
    }  # fmt: skip
    assert notice.document_number.startswith("都民罚告〔2026〕")
    assert paper.read_kept(notice).startswith(b"%PDF")
    assert paper.read_kept(decided).startswith(b"%PDF")


def test_a_neighbour_sees_no_file(bureau, county):
    honesty.opened(honesty.paid_case(bureau), bureau)

    with within(accounts.neighbour_officer().area):
        assert HonestyFile.objects.count() == 0
