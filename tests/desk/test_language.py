"""The language switch: on every page, kept with the account and in a cookie, without any script."""

import pytest
from django.urls import reverse

from minzheng.accounts.models import Staff
from minzheng.services.audit.models import AuditEvent
from tests.factories import accounts

pytestmark = pytest.mark.django_db
SWITCH = reverse("desk:language")
COOKIE = "minzheng_language"


def choose(client, code, back="/"):
    return client.post(SWITCH, {"language": code, "back": back})


def test_chinese_unless_chosen_whatever_the_browser_prefers(client):
    page = client.get(reverse("desk:sign_in"), HTTP_ACCEPT_LANGUAGE="en")

    assert '<html lang="zh-Hans">' in page.content.decode()
    assert page["Content-Language"] == "zh-hans"


def test_a_stranger_chooses_on_the_sign_in_page_by_cookie(client):
    answer = choose(client, "en", back="/sign-in/?next=/cases/")

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/cases/")
    assert client.cookies[COOKIE].value == "en"
    assert '<html lang="en">' in client.get(reverse("desk:sign_in")).content.decode()


def test_the_account_keeps_the_choice_and_the_audit_says_so(client):
    officer = accounts.township_officer()
    client.force_login(officer)

    answer = choose(client, "en", back="/households/?page=2")

    assert answer["Location"] == "/households/?page=2"
    assert Staff.objects.get(pk=officer.pk).language == "en"
    assert AuditEvent.objects.filter(action="staff.language_chosen", actor=officer.username).count() == 1
    client.cookies.clear()
    client.force_login(Staff.objects.get(pk=officer.pk))
    assert '<html lang="en">' in client.get("/").content.decode()


def test_the_account_goes_before_the_cookie(client):
    officer = accounts.township_officer()
    Staff.objects.filter(pk=officer.pk).update(language="zh-hans")
    client.force_login(Staff.objects.get(pk=officer.pk))
    client.cookies[COOKIE] = "en"

    assert '<html lang="zh-Hans">' in client.get("/").content.decode()


def test_choosing_twice_writes_one_audit_row(client):
    client.force_login(accounts.township_officer())

    choose(client, "en")
    choose(client, "en")

    assert AuditEvent.objects.filter(action="staff.language_chosen").count() == 1


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "/nowhere/", "javascript:alert(1)", ""])
def test_the_way_back_stays_in_the_house(client, back):
    assert choose(client, "en", back=back)["Location"] == "/"


@pytest.mark.parametrize("code", ["fr", "", "EN"])
def test_another_language_is_not_there(client, code):
    assert choose(client, code).status_code == 404


def test_the_switch_is_pressed_not_followed(client):
    assert client.get(SWITCH).status_code == 405


def test_the_switch_stands_on_the_page_of_what_is_not_there(client):
    client.force_login(accounts.township_officer())

    page = client.get("/nowhere/").content.decode()

    assert 'name="language" value="en"' in page
    assert 'name="back" value="/nowhere/"' in page
