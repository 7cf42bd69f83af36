"""The code on a paper: found genuine, never made up, never altered unseen, never saying about whom."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.kernel.moment import SHANGHAI
from minzheng.paperwork.domain import issuing, verifying
from minzheng.paperwork.models import IssuedPaper, VerifyCount

AT = dt.datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
pytestmark = pytest.mark.django_db
GIVEN = {
    "form": "refusal", "title": "最低生活保障不予确认告知书", "number": "都民救〔2026〕7号", "issuer": "宜都市民政局",
    "issued_on": AT.date(), "content_sha256": "a" * 64,
}  # fmt: skip


@pytest.fixture
def entered():
    return issuing.register(**GIVEN)


def asked(code, visitor="10.0.0.1", at=AT):
    return verifying.verify(code=code, visitor=visitor, at=at)


def test_a_genuine_paper_is_found_with_number_day_and_issuer(entered):
    answer = asked(entered.code)

    assert answer == verifying.Answer(
        title="最低生活保障不予确认告知书", number="都民救〔2026〕7号", issuer="宜都市民政局", issued_on=AT.date()
    )


def test_a_code_may_be_typed_as_people_type(entered):
    assert asked(issuing.grouped(entered.code).lower().replace("-", " ")) == asked(entered.code)


@pytest.mark.parametrize("code", ["", "1234", "0000-0000-0000-0000", "'; drop table", "一二三四"])
def test_a_made_up_code_is_not_found(entered, code):
    assert asked(code) is None


def test_no_part_of_a_code_can_be_guessed_from_another(entered):
    other = issuing.register(**GIVEN | {"number": "都民救〔2026〕8号"})

    assert asked(entered.code[:8] + other.code[8:]) is None


@pytest.mark.parametrize(
    ("column", "value"), [("number", "都民救〔2026〕9号"), ("issuer", "别的局"), ("title", "别的书")]
)
def test_an_entry_altered_in_the_database_is_not_genuine(entered, column, value):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS guard_paperwork_issuedpaper_update")
        else:
            cursor.execute("ALTER TABLE paperwork_issuedpaper DISABLE TRIGGER ALL")
        cursor.execute(f"UPDATE paperwork_issuedpaper SET {column} = %s", [value])  # noqa: S608 - our own names

    assert asked(entered.code) is None


def test_the_entry_cannot_be_changed_by_the_application(entered):
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedPaper.objects.update(number="改")


def test_the_entry_has_no_column_about_anybody():
    names = {field.name for field in IssuedPaper._meta.concrete_fields}

    assert names == {
        "id", "code", "form", "title", "number", "issuer", "issued_on", "content_sha256", "digest"
    }  # fmt: skip
    assert [field for field in IssuedPaper._meta.concrete_fields if field.is_relation] == []


def test_a_key_that_was_rotated_still_proves_old_papers(entered, settings):
    settings.VAULT_ROOT_KEYS = {**settings.VAULT_ROOT_KEYS, "2": "11" * 32}
    settings.VAULT_CURRENT_KEY = "2"
    new = issuing.register(**GIVEN | {"number": "都民救〔2026〕8号"})

    assert asked(entered.code) is not None
    assert asked(new.code) is not None


def test_one_number_of_a_form_is_issued_once(entered):
    with pytest.raises(IntegrityError), transaction.atomic():
        issuing.register(**GIVEN)


def test_who_asks_too_often_waits_and_others_do_not(entered):
    for _n in range(verifying.ASKED_MAX):
        asked("0000")

    with pytest.raises(verifying.AskedTooOften, match="十分钟后"):
        asked(entered.code)
    assert asked(entered.code, visitor="10.0.0.2") is not None
    assert asked(entered.code, at=AT + dt.timedelta(minutes=11)) is not None


def test_addresses_of_visitors_are_not_kept(entered):
    asked(entered.code, visitor="203.0.113.77")

    row = VerifyCount.objects.get()
    assert "203" not in row.visitor
    asked(entered.code, visitor="203.0.113.78", at=AT + dt.timedelta(hours=3))
    assert not VerifyCount.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(("url", "printed"), [("", ""), ("https://mz.example.cn/", "https://mz.example.cn/verify/")])
def test_the_printed_code_leads_to_the_page(entered, settings, url, printed):
    settings.PUBLIC_URL = url

    shown = issuing.printed_code(entered.code)

    assert shown["url"] == (f"{printed}{entered.code}/" if printed else "")
    assert issuing.picture(shown).startswith("<svg")
