"""Templates and wording of the office: two people, looked at first, dated, and never past the remedies."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.casework.domain import letter
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.refusal import Refused
from minzheng.paperwork.docx_gate import BadTemplate
from minzheng.paperwork.domain import word_template, wording
from minzheng.paperwork.fill import RemediesMissing
from minzheng.paperwork.models import WordTemplate
from minzheng.services.audit.models import AuditEvent
from tests.casework.test_letter import plain, refused
from tests.factories import accounts, casework
from tests.factories.word import document, hidden, text_of

AT = dt.datetime(2026, 8, 1, 10, 0, tzinfo=SHANGHAI)
DAY = casework.days
GOOD = document("{{ paper.title }}", "{{ applicant.name }}：", "{{ remedies.text }}", "{{ paper.number }}")
pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return accounts.county_officer()


@pytest.fixture
def bob():
    return accounts.county_officer()


def uploaded(by, content=GOOD, form="refusal"):
    return word_template.upload(form=form, content=content, file_name="县局.docx", note="", by=by, at=AT)


def in_force(alice, bob, content=GOOD, form="refusal"):
    row = uploaded(alice, content, form)
    word_template.preview(template=row, by=bob, at=AT)
    return word_template.approve(template=row, by=bob, at=AT)


def test_a_template_serves_once_a_second_person_saw_and_approved_it(alice, bob):
    row = uploaded(alice)
    assert word_template.in_force("refusal") is None

    with pytest.raises(word_template.TemplateRefused, match="请先打开预览"):
        word_template.approve(template=row, by=bob, at=AT)
    seen = word_template.preview(template=row, by=bob, at=AT)
    word_template.approve(template=row, by=bob, at=AT)

    assert "王样例" in text_of(seen)
    assert word_template.in_force("refusal").pk == row.pk
    actions = list(AuditEvent.objects.filter(object_kind="word_template").values_list("action", flat=True))
    assert sorted(actions) == ["template.approved", "template.uploaded"]


def test_nobody_approves_their_own_template(alice):
    row = uploaded(alice)
    word_template.preview(template=row, by=alice, at=AT)

    with pytest.raises(TwoPeopleNeeded):
        word_template.approve(template=row, by=alice, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        WordTemplate.objects.filter(pk=row.pk).update(approved_by=alice, approved_at=AT)


def test_a_version_is_answered_once_and_its_file_never_changes(alice, bob):
    row = in_force(alice, bob)

    with pytest.raises(word_template.TemplateRefused, match="已经办理过"):
        word_template.reject(template=row, by=bob, at=AT, reason="改主意")
    with pytest.raises(IntegrityError), transaction.atomic():
        WordTemplate.objects.filter(pk=row.pk).update(sha256="0" * 64)
    row.file.storage.delete(row.file.name)
    with pytest.raises(word_template.TemplateRefused, match="丢失或被改动"):
        word_template.content_of(row)


def test_versions_follow_each_other_and_the_latest_approved_serves(alice, bob):
    first = in_force(alice, bob)
    second = uploaded(alice)

    assert (first.version, second.version) == (1, 2)
    assert word_template.in_force("refusal").pk == first.pk
    word_template.reject(template=second, by=bob, at=AT, reason="字号太小")
    assert word_template.in_force("refusal").pk == first.pk


@pytest.mark.parametrize("role", ["township_officer", "village_worker", "leader", "auditor", "finance_officer"])
def test_only_the_county_office_changes_templates(role):
    with pytest.raises(NotAllowed):
        uploaded(accounts.staff(role=role))


def test_a_bad_template_is_not_kept(alice):
    with pytest.raises(BadTemplate):
        uploaded(alice, document("{{ nobody }}"))
    with pytest.raises(RemediesMissing):
        uploaded(alice, hidden("{{ remedies.text }}", how="white"))
    assert WordTemplate.objects.count() == 0


def test_a_letter_is_had_as_word_and_says_what_was_frozen(offices, county, alice, bob):
    in_force(alice, bob)
    issued = letter.issue(decision=refused(offices), by=county, at=DAY(7))

    text = text_of(letter.as_word(issued))

    assert issued.data["person"] in text
    assert issued.data["number"] in text
    assert "60日内向宜都市人民政府申请行政复议" in text


def test_a_letter_without_remedies_in_its_data_is_not_had_as_word(offices, county, alice, bob):
    in_force(alice, bob)
    issued = letter.issue(decision=refused(offices), by=county, at=DAY(7))
    issued.data["remedies"]["review_body"] = ""

    with pytest.raises(RemediesMissing):
        letter.as_word(issued)


def test_without_a_template_there_is_no_word(offices, county):
    issued = letter.issue(decision=refused(offices), by=county, at=DAY(7))

    with pytest.raises(letter.LetterRefused, match="没有启用的 Word 模板"):
        letter.as_word(issued)


def proposed(by, form="refusal", valid_from=None, **parts):
    valid_from = valid_from or AT.date()
    given = {"opening": "", "closing": "", "contact": "咨询请拨 0717-1234567。"} | parts
    return wording.propose(form=form, valid_from=valid_from, by=by, at=AT, **given)


def put_in_force(alice, bob, **parts):
    row = proposed(alice, **parts)
    wording.preview(wording=row, by=bob, at=AT)
    return wording.approve(wording=row, by=bob, at=AT)


def test_local_words_stand_on_letters_of_their_day_and_later(offices, county, alice, bob):
    put_in_force(alice, bob, opening="您家的申请已经办结：", valid_from=DAY(8).date())
    row = refused(offices)

    before = letter.issue(decision=row, by=county, at=DAY(7))

    assert "咨询请拨" not in plain(letter.printed(before, at=DAY(7)))
    assert wording.words_on("refusal", DAY(7).date()) == {}
    assert wording.words_on("refusal", DAY(8).date()) == {
        "opening": "您家的申请已经办结：", "contact": "咨询请拨 0717-1234567。"
    }  # fmt: skip


def test_a_letter_issued_under_local_words_keeps_its_remedies(offices, county, alice, bob):
    put_in_force(alice, bob, opening="您家的申请已经办结：")

    issued = letter.issue(decision=refused(offices), by=county, at=DAY(7))

    text = plain(letter.printed(issued, at=DAY(7)))
    assert "您家的申请已经办结：" in text
    assert "咨询请拨0717-1234567。" in text
    assert "自知道本决定之日起60日内向宜都市人民政府申请行政复议" in text


def test_words_are_two_peoples_and_looked_at(alice, bob):
    row = proposed(alice)

    with pytest.raises(wording.WordingRefused, match="请先打开预览"):
        wording.approve(wording=row, by=bob, at=AT)
    wording.preview(wording=row, by=alice, at=AT)
    with pytest.raises(TwoPeopleNeeded):
        wording.approve(wording=row, by=alice, at=AT)


def test_the_preview_of_words_shows_them_and_the_remedies(alice, bob):
    row = proposed(alice, opening="您家的申请已经办结：")

    text = plain(wording.preview(wording=row, by=bob, at=AT))

    assert "您家的申请已经办结：" in text
    assert "申请行政复议" in text


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"contact": ""}, "至少填写一处"),
        ({"contact": "长" * 301}, "不超过300字"),
        ({"contact": "\U00020bb7"}, "字体中没有"),
    ],
)
def test_words_that_cannot_be_printed_are_refused(alice, parts, told):
    with pytest.raises(Refused, match=told):
        proposed(alice, **parts)
