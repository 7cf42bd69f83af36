"""The forms of a case: filled with what is known, never with more; issued once; never against the decision."""

import datetime as dt
import subprocess

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.casework.domain import application, decision, letter, paper, publicity
from minzheng.casework.models import CasePaper, Determination
from minzheng.casework.queries import paper_facts
from minzheng.paperwork import forms
from minzheng.paperwork.forms.shape import Subject
from minzheng.paperwork.models import IssuedPaper
from minzheng.registry.domain import facts
from minzheng.registry.domain.supporters import record_supporter
from minzheng.registry.models.person import ID_NUMBER_CONTEXT
from minzheng.services import vault
from tests.factories import casework, registry

DAY = casework.days


def text_of(pdf):
    command = ["pdftotext", "-enc", "UTF-8", "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def plain(pdf):
    return "".join(text_of(pdf).split())


@pytest.fixture
def granted(offices, county):
    return casework.case("active", offices=offices)


CASE_FORMS = [
    form for form in forms.everything()
    if form.subject not in {Subject.NOTHING, Subject.GIVEN, Subject.SUPPLEMENT, Subject.APPRAISAL, Subject.OBJECTION,
                            Subject.LETTER, Subject.HEARING, Subject.HEARING_NOTICE}
]  # fmt: skip


@pytest.mark.parametrize("form", [pytest.param(form, id=form.code) for form in CASE_FORMS if not form.needs_remedies])
def test_every_form_of_a_granted_case_is_filled(granted, form):
    text = plain(paper.printed(case=granted, form=form.code, at=DAY(20)))

    # The register of relatives names only those who have some.
    assert granted.applicant.name in text or form.code == "close_relative_register"


def test_the_application_says_what_was_known_when_it_was_made(granted, offices):
    before = text_of(paper.printed(case=granted, form="application", at=DAY(20)))
    facts.record_income(
        household=granted.household, person=granted.applicant, kind="wage", amount_fen=777_700, period="month",
        holds_from=DAY(30).date(), by=offices.township, at=DAY(31), source="工资单",
    )  # fmt: skip

    after = text_of(paper.printed(case=granted, form="application", at=DAY(40)))

    assert "1,000.00" in before
    assert after == before


def test_what_is_not_known_stays_empty(offices, county):
    home = casework.household(registry.new_member("02"))
    case = casework.submit(home, offices)

    known = paper_facts.facts(case, Subject.CASE, case).known

    assert known["members"][0]["income"] is None
    assert known["members"][0]["health"] is None
    assert known["applicant"].get("phone") is None


def test_numbers_are_masked_on_every_form(granted):
    sealed = [bytes(person.id_number_sealed) for person in registry.people(granted.household)]
    whole = [vault.open_sealed(each, context=ID_NUMBER_CONTEXT) for each in sealed]
    assert len(whole) == 3
    for form in CASE_FORMS:
        if form.needs_remedies:
            continue
        text = plain(paper.printed(case=granted, form=form.code, at=DAY(20)))
        assert [number for number in whole if number in text] == []


def test_the_board_shows_name_number_and_amount_and_nothing_else(granted):
    text = plain(paper.printed(case=granted, form="publicity_notice", at=DAY(20)))

    people = registry.people(granted.household)
    assert granted.applicant.name in text
    assert [person.name in text for person in people if person != granted.applicant] == [False] * (len(people) - 1)
    assert "429999" not in text
    assert granted.household.address not in text


def test_the_review_form_agrees_with_the_decision(granted, offices):
    row = casework.grant_of(granted)
    facts.record_income(
        household=granted.household, person=granted.applicant, kind="wage", amount_fen=777_700, period="month",
        holds_from=DAY(30).date(), by=offices.township, at=DAY(31), source="工资单",
    )  # fmt: skip

    text = plain(paper.printed(case=granted, form="review_and_confirmation", at=DAY(40)))

    assert f"每月发给{row.amount_fen / 100:,.2f}元" in text
    assert row.document_number in text
    assert "7,777.00" not in text


def test_an_issued_notice_bears_number_and_code_and_is_kept(offices, county):
    case = casework.case("submitted", offices=offices)
    application.ask_supplement(case=case, by=offices.township, at=DAY(1), missing=["赡养协议", "务工收入说明"])

    issued = paper.issue(case=case, form="one_time_supplement", by=offices.township, at=DAY(1))

    text = plain(paper.printed(case=case, form="one_time_supplement", at=DAY(90)))
    entered = IssuedPaper.objects.get()
    assert "赡养协议" in text
    assert "务工收入说明" in text
    assert f"{case.number}-01" in text
    assert (entered.form, entered.number, entered.issued_on) == ("one_time_supplement", issued.number, DAY(1).date())
    assert entered.code[:4] in text
    assert "人民政府" in entered.issuer or "街道办事处" in entered.issuer


def test_a_notice_is_issued_once_for_one_record(offices, county):
    case = casework.case("accepted", offices=offices)
    paper.issue(case=case, form="acceptance", by=offices.township, at=DAY(1))

    with pytest.raises(paper.PaperRefused, match="已制发过"):
        paper.issue(case=case, form="acceptance", by=offices.township, at=DAY(2))
    assert CasePaper.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        CasePaper.objects.update(number="改")


def test_a_lost_file_of_an_issued_notice_is_made_again_to_the_same_bytes(offices, county):
    case = casework.case("accepted", offices=offices)
    issued = paper.issue(case=case, form="acceptance", by=offices.township, at=DAY(1))
    first = paper.kept_file(issued)
    issued.file.storage.delete(issued.file.name)

    assert paper.kept_file(issued) == first


@pytest.mark.parametrize("form", ["confirmation", "penalty", "recovery", "application"])
def test_what_is_issued_elsewhere_or_not_at_all_is_not_issued_here(granted, offices, form):
    with pytest.raises(paper.PaperRefused, match="不在这里制发"):
        paper.issue(case=granted, form=form, by=offices.county, at=DAY(20))


def test_the_village_and_the_wrong_level_do_not_issue(granted, offices):
    with pytest.raises(NotAllowed):
        paper.issue(case=granted, form="acceptance", by=offices.village, at=DAY(20))
    with pytest.raises(NotAllowed):
        paper.issue(case=granted, form="publication_notice", by=offices.township, at=DAY(20))


def test_a_form_without_its_record_says_so(offices, county):
    case = casework.case("submitted", offices=offices)

    with pytest.raises(paper.PaperRefused, match="还没有“民主评议记录表”要写的内容"):
        paper.printed(case=case, form="appraisal_record", at=DAY(1))
    with pytest.raises(paper.PaperRefused, match="请打印空白表"):
        paper.printed(case=case, form="relief_card", at=DAY(1))


def test_the_record_of_service_names_the_letter(granted, offices):
    issued = letter.issue(decision=casework.grant_of(granted), by=offices.county, at=DAY(17))
    letter.serve(letter=issued, by=offices.village, at=DAY(18), served_on=DAY(18).date(), method="直接送达")

    text = plain(paper.printed(case=granted, form="proof_of_service", at=DAY(20)))

    assert issued.data["number"] in text
    assert "直接送达" in text


def test_the_objection_record_follows_the_objection(offices, county):
    case = casework.case("publicised", offices=offices)
    publicity.object(case=case, by=offices.township, at=DAY(5), objector_name="", text="收入不止这些")

    text = plain(paper.printed(case=case, form="objection_record", at=DAY(6)))

    assert "收入不止这些" in text
    assert "处理结果" in text


def test_a_refusal_is_never_on_a_board(offices, county):
    home = casework.household(*casework.couple(wage_fen=2_000_000))
    case = casework.case("proposed", home=home, offices=offices)
    decision.refuse(case=case, by=offices.county, at=DAY(6))

    for form in ("publicity_notice", "publication_notice"):
        with pytest.raises(paper.PaperRefused, match="还没有"):
            paper.printed(case=case, form=form, at=DAY(7))


def test_the_determination_of_the_form_is_the_frozen_one(granted):
    row = Determination.objects.get(case=granted)

    known = paper_facts.facts(granted, Subject.DETERMINATION, row).known

    assert {each["person_id"] for each in known["determination"]["members"]} == set(row.person_ids)
    assert [each["label"] for each in known["conditions"]] == [each["label"] for each in row.evaluation["conditions"]]


def test_supporters_sign_a_paper_of_their_own(offices, county):
    """Whose income may be looked up only with their own consent is named on it, with whom they owe support."""
    home = casework.household()
    record_supporter(
        household=home, person=registry.people(home)[0], name="张建军", relation="sibling",
        birth_date=dt.date(1978, 2, 3), supported_count=1, agreed_month_fen=0, income_month_fen=None,
        holds_from=dt.date(2026, 7, 1), by=offices.township, at=DAY(-1), source="本人申报",
    )  # fmt: skip
    case = casework.submit(home, offices)

    text = plain(paper.printed(case=case, form="supporter_consent", at=DAY(1)))

    assert "张建军" in text
    assert case.applicant.name in text
    assert case.number in text
    assert "没有本人签署，不得查询" in text
    assert "张建军" not in plain(paper.printed(case=case, form="consent", at=DAY(1)))
