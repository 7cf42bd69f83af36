"""The forms: all of the list, each once, blank without a guess, public without what may not be public."""

import datetime as dt
import re
import subprocess

import pytest
from django.utils import translation

from minzheng.paperwork import forms, printing
from minzheng.paperwork.fill import PUBLIC, NotPublic, Paper, RemediesMissing, blank_remedies, fill, require_public
from minzheng.paperwork.forms import vocabulary
from minzheng.paperwork.forms.shape import Form, Grid, Group, Shape, Subject, of

AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
ALL = [pytest.param(form, id=form.code) for form in forms.everything()]
# codes-and-forms.md section 3, and every notice_kind of 2.4
WANTED = {
    "application", "consent", "commitment", "household_visit", "appraisal_record", "review_and_confirmation",
    "publicity_notice", "publication_notice", "close_relative_register", "dibao_certificate", "destitute_certificate",
    "relief_card", "disaster_initial", "collapsed_house_ledger", "station_registration", "station_refusal",
    "station_self_leave", "station_leaving", "station_termination", "pension_certificate", "house_file",
    "medical_aid_claim", "village_disclosure", "task_entry", "means_check_request", "means_check_report",
    "objection_record", "opinion_record", "hearing_record", "proof_of_service", "spot_check_list",
    "one_time_supplement", "acceptance", "refusal", "confirmation", "change", "termination", "penalty_advance",
    "penalty", "recovery", "supporter_consent",
}  # fmt: skip
NEEDS_REMEDIES = {
    "refusal", "confirmation", "change", "termination", "gradual_exit", "suspension", "restoration", "penalty",
    "recovery",
}  # fmt: skip


def text_of(pdf):
    command = ["pdftotext", "-enc", "UTF-8", "-raw", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def plain(pdf):
    return "".join(text_of(pdf).split())


def test_every_form_of_the_list_is_there():
    assert {form.code for form in forms.everything()} >= WANTED
    assert len({form.code for form in forms.everything()}) == len(forms.everything())


@pytest.mark.parametrize("form", ALL)
def test_a_form_says_its_law_and_only_names_the_vocabulary_knows(form):
    assert str(form.title)
    assert str(form.law)
    for path in form.paths():
        vocabulary.term(path)
        if "[]" in path:
            rows, _brackets, column = path.partition("[].")
            assert column in vocabulary.TERMS[rows].sample[0]
            assert str(vocabulary.COLUMNS[column])


@pytest.mark.parametrize("form", ALL)
def test_the_blank_form_guesses_nothing(form):
    text = plain(printing.blank(form, issuer="宜都市民政局", at=AT))

    samples = [one.sample for one in vocabulary.TERMS.values() if isinstance(one.sample, str) and "样例" in one.sample]
    assert "".join(str(form.title).split()) in text
    assert [sample for sample in samples if "".join(sample.split()) in text] == []
    assert re.search(r"\d{4}年\d", text) is None


@pytest.mark.parametrize("form", [param for param in ALL if param.values[0].subject != Subject.NOTHING])
def test_the_preview_shows_everything_the_form_can_be_filled_with(form):
    text = plain(printing.preview(form, at=AT))

    for path in form.paths():
        sample = vocabulary.look_up(vocabulary.sample(), path) if "[]" not in path else None
        if isinstance(sample, str):
            assert "".join(sample.split()) in text, path


def test_the_notices_that_decide_on_rights_are_known():
    assert {form.code for form in forms.everything() if form.needs_remedies} == NEEDS_REMEDIES


@pytest.mark.parametrize("code", sorted(NEEDS_REMEDIES))
@pytest.mark.parametrize("hole", ["all", "review_body", "review_days", "court", "court_months"])
def test_without_its_remedies_no_notice_is_made(code, hole):
    remedies = None if hole == "all" else {**printing.SAMPLE_REMEDIES, hole: ""}

    with pytest.raises(RemediesMissing, match="行政复议法第二十条"):
        printing.filled(forms.get(code), vocabulary.sample(), Paper(issuer="局", remedies=remedies), at=AT)


@pytest.mark.parametrize("code", sorted(NEEDS_REMEDIES))
def test_the_remedies_stand_on_the_paper_even_blank(code):
    text = plain(printing.blank(forms.get(code), issuer="局", at=AT))

    assert "60日内向" in text
    assert "6个月内直接向" in text
    assert blank_remedies()["review_days"] == 60


def test_only_what_the_law_publishes_stands_on_a_board():
    public = [form for form in forms.everything() if form.is_public]

    assert {form.code for form in public} == {"publicity_notice", "publication_notice"}
    assert {path for form in public for path in form.paths()} <= PUBLIC


@pytest.mark.parametrize(
    "text",
    [
        "身份证429999199001010018",
        "6222000000000000018",
        "打13800138000",
        "4299**********0018",
        "因重病致贫",
        "残疾二级",
    ],
)
def test_a_board_with_something_secret_is_refused(text):
    known = vocabulary.sample()
    known["publicity"]["place"] = text

    with pytest.raises(NotPublic, match="不得公开"):
        fill(forms.get("publicity_notice"), known, Paper(issuer="局"))


def test_a_form_for_the_board_cannot_name_more():
    leaky = Form(
        code="x", title="公示", shape=Shape.POSTER, group=Group.REVIEW, law="x", is_public=True,
        body=(Grid((of("applicant.id_number"),)),),
    )  # fmt: skip

    with pytest.raises(NotPublic, match="公民身份号码"):
        require_public(leaky, {})


def test_papers_are_chinese_whatever_the_screen_speaks():
    with translation.override("en"):
        english = printing.blank(forms.get("application"), issuer="局", at=AT)

    assert english == printing.blank(forms.get("application"), issuer="局", at=AT)


def test_an_unknown_form_is_refused():
    with pytest.raises(forms.UnknownForm):
        forms.get("no_such_form")
