"""The letter: every condition, the calculation, the remedies; the same bytes for ever; marked in a demo."""

import hashlib
import subprocess

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.casework.domain import calculation_sheet, decision, determination, letter, recertification
from minzheng.casework.models import Letter, LetterPrint
from minzheng.kernel.moment import local_day
from minzheng.programs import catalogue
from minzheng.registry.domain.death import record_death
from tests.factories import casework, registry

DAY = casework.days


def text_of(pdf):
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def plain(pdf):
    return "".join(text_of(pdf).split())


def refused(offices):
    home = casework.household(*casework.couple(wage_fen=2_000_000), **casework.means(cars=1, houses=3))
    case = casework.case("proposed", home=home, offices=offices)
    return decision.refuse(case=case, by=offices.county, at=DAY(6))


def test_a_refusal_says_every_condition_and_how_to_object(offices, county):
    row = refused(offices)

    issued = letter.issue(decision=row, by=county, at=DAY(7))

    failed = [finding["label"] for finding in issued.data["conditions"] if finding["passed"] is False]
    text = plain(letter.printed(issued, at=DAY(8)))
    assert len(failed) == 3
    assert all("".join(label.split()) in text for label in failed)
    assert all("".join(finding["label"].split()) in text for finding in issued.data["conditions"])
    assert "自知道本决定之日起60日内向宜都市人民政府申请行政复议" in text
    assert "6个月内直接向宜都市人民法院提起行政诉讼" in text
    assert "宜都市民政局" in text
    assert row.document_number in text
    assert issued.kind == "refusal"


def test_a_grant_says_amount_first_month_and_payee(offices, county):
    case = casework.case("confirmed", offices=offices)
    row = casework.grant_of(case)

    issued = letter.issue(decision=row, by=county, at=DAY(15))

    assert issued.data["decision"][1].startswith("每月")
    assert "自2026年9月起发放，保障3人。" in issued.data["decision"][1]
    assert issued.data["decision"][2] == f"发放至{case.applicant.name}名下登记的银行账户。"
    assert issued.data["facts"][0].startswith("2026年8月6日入户调查")


def test_no_page_shows_numbers_of_people(offices, county):
    row = refused(offices)

    text = plain(letter.printed(letter.issue(decision=row, by=county, at=DAY(7)), at=DAY(8)))

    assert "429999" not in text
    assert "6222" not in text


def test_the_printed_file_is_kept_whatever_becomes_of_the_form(offices, county, monkeypatch):
    issued = letter.issue(decision=refused(offices), by=county, at=DAY(7))
    first = letter.printed(issued, at=DAY(8))
    monkeypatch.setattr(letter, "compile_pdf", lambda *_args, **_fields: b"another form")

    again = letter.printed(Letter.objects.get(pk=issued.pk), at=DAY(900))

    assert again == first
    assert LetterPrint.objects.get().sha256 == hashlib.sha256(first).hexdigest()


def test_a_lost_file_is_made_again_to_the_same_bytes(offices, county):
    issued = letter.issue(decision=refused(offices), by=county, at=DAY(7))
    first = letter.printed(issued, at=DAY(8))
    kept = LetterPrint.objects.get().file
    kept.storage.delete(kept.name)

    assert letter.printed(issued, at=DAY(9)) == first


def test_an_altered_file_is_never_shown(offices, county, monkeypatch):
    issued = letter.issue(decision=refused(offices), by=county, at=DAY(7))
    letter.printed(issued, at=DAY(8))
    kept = LetterPrint.objects.get().file
    kept.storage.delete(kept.name)
    kept.storage.save(kept.name, ContentFile(b"%PDF forged"))
    monkeypatch.setattr(letter, "compile_pdf", lambda *_args, **_fields: b"another form")

    with pytest.raises(letter.LetterRefused, match="存档文件丢失或被改动"):
        letter.printed(issued, at=DAY(9))


def test_without_remedies_no_letter(offices, county, monkeypatch):
    row = refused(offices)
    texts = catalogue.get(row.case.program).letters
    monkeypatch.setitem(texts["refused"], "remedies", [])

    with pytest.raises(letter.LetterRefused, match="行政复议法第二十条"):
        letter.issue(decision=row, by=county, at=DAY(7))

    assert Letter.objects.count() == 0


def test_one_letter_for_one_decision(offices, county):
    row = refused(offices)
    letter.issue(decision=row, by=county, at=DAY(7))

    with pytest.raises(letter.LetterRefused, match="已制发"):
        letter.issue(decision=row, by=county, at=DAY(8))


def test_a_taken_over_decision_has_none(offices, county):
    row = casework.taken_over(casework.household(), offices)

    with pytest.raises(letter.LetterRefused, match="原机关"):
        letter.issue(decision=row, by=county, at=DAY(8))


def test_the_township_does_not_issue(offices, county):
    with pytest.raises(NotAllowed):
        letter.issue(decision=refused(offices), by=offices.township, at=DAY(7))


def test_service_is_recorded_once_and_nothing_else_changes(offices, county):
    issued = letter.issue(decision=refused(offices), by=county, at=DAY(7))

    with pytest.raises(letter.LetterRefused, match="制发之后、今天之前"):
        letter.serve(letter=issued, by=offices.village, at=DAY(8), served_on=DAY(9).date(), method="直接送达")
    letter.serve(letter=issued, by=offices.village, at=DAY(8), served_on=DAY(8).date(), method="直接送达")
    with pytest.raises(letter.LetterRefused, match="已登记送达"):
        letter.serve(letter=issued, by=offices.village, at=DAY(9), served_on=DAY(9).date(), method="直接送达")

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=issued.pk).update(kind="confirmation")


def test_an_end_by_death_does_not_claim_that_somebody_was_heard(offices, county):
    home = casework.household(registry.new_member(incomes=casework.known_zero()))
    case = casework.case("active", home=home, offices=offices)
    record_death(person=case.applicant, died_on=local_day(DAY(60)), by=offices.township, at=DAY(61), source="死亡证明")
    row = recertification.stop_on_death(case=case, by=county, at=DAY(62))

    issued = letter.issue(decision=row, by=county, at=DAY(63))

    told = "".join(issued.data["decision"])
    assert "听取" not in told
    assert f"{case.applicant.name}于{local_day(DAY(60))}去世" in told


@pytest.mark.parametrize("demo", [True, False])
def test_every_page_of_a_demo_is_marked(offices, county, settings, demo):
    settings.DEMO = demo

    text = text_of(letter.printed(letter.issue(decision=refused(offices), by=county, at=DAY(7)), at=DAY(8)))

    pages = [page for page in text.split("\f") if page.strip()]
    assert [("演示数据" in page) for page in pages] == [demo] * len(pages)


def test_the_calculation_sheet_prints_facts_figures_and_steps(offices, county):
    case = casework.case("confirmed", offices=offices)
    row = casework.grant_of(case).determination

    text, pdf = calculation_sheet.sheet_text(row), plain(calculation_sheet.calculation_sheet(row, at=DAY(20)))

    for part in ("一、逐项条件", "二、事实", "三、标准", "四、计算"):
        assert part in text
    assert "户口簿" in pdf
    assert row.dossier_digest in pdf


def test_the_calculation_sheet_warns_of_a_local_rule_past_its_expiry(offices, county):
    row = determination.latest(casework.case("proposed", offices=offices, at=DAY(21)))
    expired = "已于2026-08-18期满"

    text, pdf = calculation_sheet.sheet_text(row), plain(calculation_sheet.calculation_sheet(row, at=DAY(40)))

    assert [expired in " ".join(row.evaluation["warnings"]), expired in text, expired in pdf] == [True] * 3
