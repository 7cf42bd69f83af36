"""Means check, household visit, appraisal: what each needs before it counts."""

import hashlib

import pytest
from django.core.files.base import ContentFile

from minzheng.accounts.permissions import NotAllowed
from minzheng.casework.domain import appraisal, determination, flow, household_visit, means_check, publicity
from minzheng.casework.enums import AppraisalStep, CheckStatus, State
from minzheng.casework.models import Attachment, HouseholdVisit, MeansCheck
from minzheng.casework.models.household_visit import AttachmentRefused
from minzheng.kernel.media import KEPT_BYTES_MAX
from minzheng.services.audit.queries import of_object
from tests.factories import casework, registry

JPEG = b"\xff\xd8\xff\xe0 a photo"


def report(case, by, **fields):
    at = casework.days(2)
    given = {"status": "consistent", "as_of": at.date(), "sources": ["银行存款"], "text": "一致", "attachment": None}
    return means_check.report(case=case, by=by, at=at, **(given | fields))


def visit(case, offices, **fields):
    at = casework.days(3)
    given = {
        "by": offices.township,
        "visited_on": at.date(),
        "surveyors": [offices.township, offices.second_township],
        "member_present": case.applicant,
        "findings": "与申报相符。",
        "signed": True,
        "photos": [],
    }
    return household_visit.record(case=case, at=at, **(given | fields))


def test_a_check_starts_as_not_checked(offices, county):
    case = casework.case("checking", offices=offices)

    check = MeansCheck.objects.get(case=case)

    assert (check.status, check.reported_at, case.state) == (CheckStatus.NOT_CHECKED, None, State.CHECKING)


def test_not_checked_is_no_result(offices, county):
    case = casework.case("checking", offices=offices)

    with pytest.raises(means_check.MeansCheckRefused, match="“尚未核对”不是结果"):
        report(case, county, status="not_checked")

    assert case.state == State.CHECKING


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sources": [" "]}, "核对来源"),
        ({"text": " "}, "录入核对报告内容，或附上报告文件"),
        ({"as_of": casework.days(3).date()}, "晚于今天"),
    ],
)
def test_a_report_says_what_when_and_from_where(offices, county, wrong, told):
    case = casework.case("checking", offices=offices)

    with pytest.raises(means_check.MeansCheckRefused, match=told):
        report(case, county, **wrong)


def test_a_report_may_be_attached_instead_of_typed(offices, county):
    case = casework.case("checking", offices=offices)

    check = report(case, county, text="", attachment=ContentFile(b"%PDF-1.7 report", name="报告.pdf"))

    kept = Attachment.objects.get(means_check=check)
    assert (kept.media_type, kept.sha256) == ("application/pdf", hashlib.sha256(b"%PDF-1.7 report").hexdigest())
    assert case.state == State.SURVEYING


def test_the_township_does_not_report(offices, county):
    case = casework.case("checking", offices=offices)

    with pytest.raises(NotAllowed):
        report(case, offices.township)


def test_a_negative_check_waits_for_what_the_household_says(offices, county):
    case = casework.case("checking", offices=offices)
    report(case, county, status="inconsistent", text="名下有一辆轿车")

    with pytest.raises(flow.GateShut, match="先告知申请人并登记其说明"):
        determination.propose(case=case, by=offices.township, at=casework.days(3))
    means_check.rebut(case=case, by=offices.township, at=casework.days(4), text="轿车去年已卖，有过户单", accepted=True)

    check = MeansCheck.objects.get(case=case)
    assert (case.state, check.is_rebuttal_accepted, check.rebutted_by) == (State.SURVEYING, True, offices.township)


def test_an_unaccepted_rebuttal_leaves_only_a_negative_proposal(offices, county):
    case = casework.case("checking", offices=offices)
    report(case, county, status="inconsistent", text="名下有一辆轿车")
    means_check.rebut(case=case, by=offices.township, at=casework.days(4), text="说不清", accepted=False)

    with pytest.raises(determination.DeterminationRefused, match="请先把核对查明的收入、财产登记到家庭档案"):
        determination.propose(case=case, by=offices.township, at=casework.days(5))

    assert case.state == State.CHECK_NEGATIVE


def test_what_the_check_found_may_be_registered_and_the_household_go_on(offices, county):
    case = casework.case("checking", offices=offices)
    report(case, county, status="inconsistent", text="多一笔存款")
    means_check.rebut(case=case, by=offices.township, at=casework.days(4), text="说不清", accepted=False)

    with pytest.raises(means_check.MeansCheckRefused, match="不能重复登记"):
        means_check.rebut(case=case, by=offices.township, at=casework.days(5), text="还是说不清", accepted=False)
    means_check.rebut(case=case, by=offices.township, at=casework.days(5), text="存款已补登", accepted=True)

    assert (case.state, MeansCheck.objects.get(case=case).rebuttal) == (State.SURVEYING, "说不清\n存款已补登")


def test_two_surveyors_are_needed(offices, county):
    case = casework.case("surveying", offices=offices)

    for alone in (
        [offices.township],
        ["张三"],
        ["张三", " 张三 "],
        [offices.township, offices.township],
        [offices.township, offices.township.name],
    ):
        with pytest.raises(household_visit.VisitRefused, match="两名以上不同的调查人"):
            visit(case, offices, surveyors=alone)

    assert HouseholdVisit.objects.count() == 0


def test_two_accounts_of_one_name_are_two_people(offices, county):
    case = casework.case("surveying", offices=offices)
    offices.second_township.name = offices.township.name

    row = visit(case, offices)

    assert row.surveyors == [offices.township.name] * 2


def test_somebody_of_the_household_is_present(offices, county):
    case = casework.case("surveying", offices=offices)
    stranger = registry.people(casework.household())[0]

    with pytest.raises(household_visit.VisitRefused, match="不是该家庭成员"):
        visit(case, offices, member_present=stranger)


@pytest.mark.parametrize("day", [casework.days(0).date(), casework.days(4).date()])
def test_a_visit_lies_between_acceptance_and_today(offices, county, day):
    case = casework.case("surveying", offices=offices)

    with pytest.raises(household_visit.VisitRefused, match="入户日期"):
        visit(case, offices, visited_on=day)


def test_photos_are_kept_under_a_random_name_with_their_fingerprint(offices, county, settings):
    case = casework.case("surveying", offices=offices)

    row = visit(case, offices, photos=[ContentFile(JPEG, name="王家 42999.jpg"), ContentFile(JPEG, name="2.jpg")])

    kept = list(Attachment.objects.filter(visit=row))
    assert [one.sha256 for one in kept] == [hashlib.sha256(JPEG).hexdigest()] * 2
    assert len({one.file.name for one in kept}) == 2
    assert {one.file.name.rsplit(".", 1)[1] for one in kept} == {"jpg"}
    assert [(settings.MEDIA_ROOT / one.file.name).read_bytes() for one in kept] == [JPEG, JPEG]


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"MZ program", "不是JPEG、PNG图片或PDF"), (JPEG + bytes(KEPT_BYTES_MAX), "超过8兆字节")],
)
def test_other_files_are_refused_whatever_their_name(offices, county, content, told):
    case = casework.case("surveying", offices=offices)

    with pytest.raises(AttachmentRefused, match=told):
        visit(case, offices, photos=[ContentFile(content, name="photo.jpg")])

    assert (HouseholdVisit.objects.count(), Attachment.objects.count()) == (0, 0)


def test_no_visit_before_the_check(offices, county):
    case = casework.case("checking", offices=offices)

    with pytest.raises(flow.IllegalMove):
        visit(case, offices)


@pytest.mark.parametrize(("participants", "representatives", "counts"), [(13, 9, True), (13, 8, False), (3, 2, True)])
def test_two_thirds_of_an_appraisal_are_representatives(offices, county, participants, representatives, counts):
    case = casework.case("publicised", offices=offices)
    at = casework.days(6)
    publicity.object(case=case, by=offices.village, at=at, objector_name="", text="收入不实")
    given = {
        "case": case, "by": offices.township, "at": at, "held_on": at.date(), "place": "村委会", "is_survey_true": True,
        "steps": AppraisalStep.values,
        "participants": participants, "representatives": representatives, "conclusion": "属实", "opinions": ["属实"],
    }  # fmt: skip

    if counts:
        assert appraisal.record(**given).conclusion == "属实"
    else:
        with pytest.raises(appraisal.AppraisalRefused, match="不足参加人数13人的三分之二"):
            appraisal.record(**given)


def test_work_that_leaves_the_state_is_audited_too(offices, county):
    case = casework.case("visited", offices=offices)

    last = of_object("case", case.pk).last()

    assert (last.action, last.after["surveyors"]) == (
        "case.visit",
        [offices.township.name, offices.second_township.name],
    )
