"""An assessment from its beginning to its closing: who may, what is frozen, what stays, what it is scored by."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.assessment.domain import beginning, closing, filling
from minzheng.assessment.domain.road import AssessmentRefused
from minzheng.assessment.engine.period import Period
from minzheng.assessment.engine.reading import digest
from minzheng.assessment.engine.sheet import read
from minzheng.assessment.enums import State
from minzheng.assessment.models import Assessment, Closing, Evidence, FrozenFigure, ItemAnswer, Submission
from minzheng.assessment.queries.assessments import (
    assessment_view,
    assessments,
    history,
    waiting_for,
)
from minzheng.assessment.queries.sheets import sheets
from minzheng.casework.domain import decision
from minzheng.casework.models.household_visit import AttachmentRefused
from minzheng.kernel.division import Area
from minzheng.rules.strict_yaml import load_text
from minzheng.services.audit.domain.verify import broken_chains
from minzheng.services.audit.queries import of_chain
from tests.assessment.sheet_text import HOME
from tests.factories import accounts, assessment, casework
from tests.factories.assessment import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(offices):
    return assessment.started(by=offices.township)


def view_of(row, at=AT):
    return assessment_view(Assessment.objects.get(pk=row.pk), at.date())


def test_a_township_begins_one_for_itself_alone(offices):
    stranger = accounts.neighbour_officer()

    for person in (stranger, offices.village, offices.county, accounts.auditor()):
        with pytest.raises(NotAllowed):
            assessment.started(by=person)
    row = assessment.started(by=offices.township)

    assert row.number.startswith("ZP-420581-2026-")
    with within(stranger.area):
        assert not Assessment.objects.exists()


def test_it_is_begun_once_a_period_at_the_right_level_when_the_period_has_begun(offices, draft):
    cases = [
        ({}, "已有自评"),
        ({"division_code": accounts.VILLAGE}, "不适用于这一级区划"),
        ({"period": Period.parse("2026H1")}, "不按这种评估期"),
        ({"period": Period.parse("2027Q1")}, "还没有开始"),
        ({"period": Period.parse("2026Q2")}, "不适用"),
        ({"unit_name": "某院"}, "不用填写单位名称"),
    ]
    for fields, message in cases:
        with pytest.raises(AssessmentRefused, match=message):
            assessment.started(by=offices.township, **fields)


def test_live_figures_move_while_it_is_a_draft_and_stand_still_once_submitted(offices, draft):
    casework.case("confirmed", offices=offices)
    with within(offices.county.area):
        assert view_of(draft).figures["decided_on_time"].denominator == 1
        assert [line.number for line in view_of(draft).figures["decided_on_time"].lines]
    row = assessment.submitted(by=offices.township, row=draft)
    with within(offices.county.area):
        before = view_of(row)
        stored = dict(FrozenFigure.objects.filter(assessment=row).values_list("code", "digest"))

    casework.case("confirmed", offices=offices)

    with within(offices.county.area):
        after = view_of(row)
        assert after.figures == before.figures
        assert after.score == before.score
        assert {code: digest(code, reading) for code, reading in after.figures.items()} == stored


def test_what_was_frozen_recomputes_from_what_is_kept(offices):
    casework.case("confirmed", offices=offices)
    row = assessment.closed(assessment.submitted(by=offices.township), by=offices.county)

    with within(offices.county.area):
        assert view_of(row).score.as_json() == Closing.objects.get(assessment=row).score
        assert Submission.objects.get(assessment=row).score == Closing.objects.get(assessment=row).score


def test_a_live_figure_cannot_be_typed_and_answers_fit_their_item(offices, draft):
    def refused(code, match, **given):
        with within(offices.township.area), pytest.raises(AssessmentRefused, match=match):
            filling.answer(assessment=draft, item_code=code, by=offices.township, at=AT, **given)

    refused("decided_on_time", "由办件记录直接算出", numerator=1, denominator=1)
    refused("survey_quality", "请为", is_yes=True)
    refused("survey_quality", "0到8之间", points=Decimal("8.01"))
    refused("survey_quality", "最多两位小数", points=Decimal("7.001"))
    refused("survey_quality", "只填这一种", points=Decimal(7), is_yes=True)
    refused("window", "是或者否")
    refused("trainings", "请填写")
    refused("trainings", "不能小于零", numerator=-1)
    refused("nothing", "没有项目")
    assert not ItemAnswer._base_manager.exists()


def test_the_latest_answer_holds_and_the_earlier_stays(offices, draft):
    with within(offices.township.area):
        for points in ("3", "7.5"):
            filling.answer(
                assessment=draft, item_code="survey_quality", by=offices.township, at=AT, points=Decimal(points)
            )
        assert view_of(draft).score.items["survey_quality"].points == Fraction("7.5")
        assert ItemAnswer.objects.count() == 2


def test_it_is_submitted_whole_after_its_period_with_evidence_where_points_were_taken(offices, draft):
    def refused(match, at=AT, row=draft):
        with within(offices.township.area), pytest.raises(AssessmentRefused, match=match):
            closing.submit(assessment=row, by=offices.township, at=at)

    refused("还有项目没有填写")
    with within(offices.township.area):
        for code, given in {
            "survey_quality": {"points": Decimal(6)}, "archive_room": {"points": Decimal(0)},
            "standing_board": {"is_yes": True}, "window": {"is_yes": False}, "trainings": {"numerator": 0},
            "embezzlement": {"is_yes": False},
        }.items():  # fmt: skip
            filling.answer(assessment=draft, item_code=code, by=offices.township, at=AT, **given)
    # Nothing is asked for where no point is taken.
    with within(offices.township.area), pytest.raises(AssessmentRefused) as refusal:
        closing.submit(assessment=draft, by=offices.township, at=AT)
    assert "入户调查记录完整" in str(refusal.value)
    assert "固定的低保政策" in str(refusal.value)
    assert "受理窗口" not in str(refusal.value)
    present = assessment.started(by=offices.township, period=Period.parse("2026Q4"))
    refused("期满之后再提交", row=assessment.filled(present, by=offices.township))


def test_only_pictures_and_pdf_are_kept_as_evidence(offices, draft):
    with within(offices.township.area):
        for content in (b"MZ\x90", b"<html>"):
            with pytest.raises(AttachmentRefused):
                filling.attach(
                    assessment=draft, item_code="window", by=offices.township, at=AT, title="窗口照片",
                    content=assessment.evidence_file("a.pdf", content),
                )  # fmt: skip
        with pytest.raises(AssessmentRefused, match="材料名称"):
            filling.attach(
                assessment=draft, item_code="window", by=offices.township, at=AT, title=" ",
                content=assessment.evidence_file(),
            )  # fmt: skip
        assert not Evidence.objects.exists()


def test_the_county_reviews_and_another_township_or_the_submitter_cannot(offices):
    row = assessment.submitted(by=offices.township)

    for person in (offices.township, offices.second_township, accounts.neighbour_officer(), accounts.leader()):
        with within(Area.EVERYWHERE), pytest.raises(NotAllowed):
            closing.review_item(assessment=row, item_code="survey_quality", by=person, at=AT)
        with within(Area.EVERYWHERE), pytest.raises(NotAllowed):
            closing.close(assessment=row, by=person, at=AT, opinion="同意")


def test_who_submitted_cannot_review_even_where_one_role_does_both(offices):
    text = HOME.replace("filled_by: township_officer", "filled_by: county_officer")
    sheet = read(load_text(text, "home"), "home")
    row = assessment.started(by=offices.county, sheet=sheet, unit_name="红花福利院", period=Period.parse("2026H1"))
    row = assessment.submitted(by=offices.county, row=row)

    with within(offices.county.area), pytest.raises(TwoPeopleNeeded):
        closing.close(assessment=row, by=offices.county, at=AT, opinion="同意")
    assert assessment.closed(row, by=offices.second_county).state == State.CLOSED


def test_judged_points_are_looked_at_one_by_one_and_changed_with_a_reason(offices):
    row = assessment.submitted(by=offices.township, survey_quality="8")

    with within(offices.county.area):
        with pytest.raises(AssessmentRefused, match="逐项复核"):
            closing.close(assessment=row, by=offices.county, at=AT, opinion="同意")
        for points, reason, match in (("7", "", "请写明理由"), ("9", "多给", "0到8之间")):
            with pytest.raises(AssessmentRefused, match=match):
                closing.review_item(
                    assessment=row, item_code="survey_quality", by=offices.county, at=AT, points=Decimal(points),
                    reason=reason,
                )  # fmt: skip
        with pytest.raises(AssessmentRefused, match="不能改分"):
            closing.review_item(
                assessment=row, item_code="true_complaints", by=offices.county, at=AT, points=Decimal(0), reason="无"
            )
        closing.review_item(
            assessment=row, item_code="survey_quality", by=offices.county, at=AT, points=Decimal("5.5"),
            reason="抽查五份有两份不全",
        )  # fmt: skip
    row = assessment.closed(row, by=offices.county)
    with within(offices.county.area):
        assert Submission.objects.get(assessment=row).points - Closing.objects.get(assessment=row).points == Decimal(
            "2.5"
        )


def test_what_is_submitted_or_closed_is_not_filled_or_closed_again(offices):
    row = assessment.submitted(by=offices.township)
    with within(offices.township.area):
        for act in (
            lambda: filling.answer(assessment=row, item_code="window", by=offices.township, at=AT, is_yes=False),
            lambda: closing.submit(assessment=row, by=offices.township, at=AT),
        ):
            with pytest.raises(AssessmentRefused, match="待复核"):
                act()
    row = assessment.closed(row, by=offices.county)
    with within(offices.county.area):
        with pytest.raises(AssessmentRefused, match="已确认"):
            closing.close(assessment=row, by=offices.second_county, at=AT, opinion="再确认")
        for model in (Assessment, Submission, Closing, FrozenFigure, ItemAnswer, Evidence):
            with pytest.raises(IntegrityError, match="只可追加"), transaction.atomic():
                model.objects.update(id=7)


def test_a_reopened_one_is_a_new_version_and_the_old_stays_as_it_was(offices):
    old = assessment.closed(assessment.submitted(by=offices.township), by=offices.county)
    casework.case("confirmed", offices=offices)
    with within(offices.county.area):
        with pytest.raises(AssessmentRefused, match="为什么退回"):
            beginning.reopen(assessment=old, by=offices.county, at=AT, reason=" ")
        new = beginning.reopen(assessment=old, by=offices.county, at=AT, reason="佐证照片看不清")
        frozen, live = view_of(old), view_of(new)

        assert (frozen.state, live.state, new.version) == (State.SUPERSEDED, State.DRAFT, 2)
        assert frozen.figures["decided_on_time"].denominator == 0
        assert live.figures["decided_on_time"].denominator == 1
        assert {code: row.points for code, row in live.answers.items()} == {
            code: row.points for code, row in frozen.answers.items()
        }
        assert [row.sha256 for rows in live.evidence.values() for row in rows] == [
            row.sha256 for rows in frozen.evidence.values() for row in rows
        ]
        assert [(one.version, one.state) for one in history(new)] == [(1, "superseded"), (2, "draft")]
        assert [one.pk for one in assessments()] == [new.pk]
        with pytest.raises(AssessmentRefused, match="已退回重评"):
            beginning.reopen(assessment=old, by=offices.county, at=AT, reason="再退一次")
    with pytest.raises(AssessmentRefused, match="已有自评"):
        assessment.started(by=offices.township)


def test_what_waits_for_whom(offices):
    row = assessment.started(by=offices.township)

    def waits(staff):
        with within(staff.area):
            return list(waiting_for(staff))

    assert waits(offices.township) == [row]
    assert waits(offices.county) == waits(accounts.neighbour_officer()) == []
    row = assessment.submitted(by=offices.township, row=row)
    assert (waits(offices.township), waits(offices.county)) == ([], [row])
    assessment.closed(row, by=offices.county)
    assert waits(offices.county) == []


def test_a_home_is_assessed_by_a_sheet_alone(offices):
    """Another kind of unit, other items, other grades: data, and no line of code."""
    sheet = read(load_text(HOME, "home"), "home")
    row = assessment.started(by=offices.township, sheet=sheet, unit_name="红花福利院", period=Period.parse("2026H1"))
    twin = assessment.started(by=offices.township, sheet=sheet, unit_name="青林福利院", period=Period.parse("2026H1"))
    row = assessment.submitted(by=offices.township, row=row, rooms="13.5")
    row = assessment.closed(row, by=offices.county)

    with within(offices.county.area):
        found = Closing.objects.get(assessment=row)
        # 4 of 5 nurses: 8; two falls, one free: 7.5; menus 5; rooms 13.5.
        assert (found.points, found.out_of, found.grade) == (Decimal("34.00"), Decimal("40.00"), "模范")
        assert view_of(twin).score.open_count == 5
    with pytest.raises(AssessmentRefused, match="被评估单位的名称"):
        assessment.started(by=offices.township, sheet=sheet, period=Period.parse("2026"))


def test_an_office_puts_its_own_sheet_into_a_folder(settings, tmp_path):
    (tmp_path / "home.yaml").write_text(HOME, encoding="utf-8")
    settings.ASSESSMENT_SHEETS_DIR = str(tmp_path)

    assert {sheet.code for sheet in sheets()} == {"dibao_township", "model_home", "welfare_home"}


def test_every_act_is_on_the_chain_of_the_assessment(offices):
    row = assessment.closed(assessment.submitted(by=offices.township), by=offices.county)

    chain = f"assessment:{row.pk}"
    acts = list(of_chain(chain).values_list("action", flat=True))
    assert broken_chains(chain=chain) == []
    assert acts[0] == "assessment.started"
    assert acts[-1] == "assessment.closed"
    assert {"assessment.answered", "assessment.evidence_kept", "assessment.submitted"} < set(acts)


def test_a_refusal_by_one_case_moves_figures_as_the_law_says(offices):
    """Refused without a letter within three working days: not told, and its file is not complete."""
    with within(offices.county.area):
        case = casework.case("proposed", home=casework.household(*casework.couple(wage_fen=900_000)), offices=offices)
        decision.refuse(case=case, by=offices.county, at=casework.days(15), reason="收入高于标准")
        row = assessment.started(by=offices.township)
        view = view_of(row)

    assert (view.figures["refusals_told"].numerator, view.figures["refusals_told"].denominator) == (0, 1)
    [line] = view.figures["files_complete"].lines
    assert (line.is_good, line.number) == (False, case.number)
    assert "告知书" in line.note
    assert view.score.items["refusals_told"].points == 0
