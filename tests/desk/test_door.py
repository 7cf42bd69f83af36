"""The door: who comes in, what is shown to whom, what happens when something is wrong."""

import pytest
from django.test import Client
from django.urls import reverse

from minzheng.accounts.enums import Role
from tests.factories import accounts, registry

HTMX = {"HX-Request": "true"}


@pytest.mark.django_db
def test_anonymous_is_sent_to_sign_in_and_back():
    response = Client().get("/households/?page=2")

    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=%2Fhouseholds%2F%3Fpage%3D2")


@pytest.mark.django_db
def test_anonymous_htmx_request_sends_the_whole_page_to_sign_in():
    response = Client().get("/households/", headers=HTMX)

    assert (response.status_code, response["HX-Redirect"]) == (401, "/sign-in/")


@pytest.mark.django_db
def test_sign_in_with_name_and_password_opens_the_to_do():
    staff = accounts.township_officer()

    response = Client().post("/sign-in/", {"username": staff.username, "password": accounts.PASSWORD})

    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.django_db
def test_wrong_password_is_said_in_words_and_keeps_the_name():
    staff = accounts.township_officer()

    response = Client().post("/sign-in/", {"username": staff.username, "password": "不对"})

    assert response.status_code == 200
    assert "用户名或密码不对" in response.content.decode()
    assert f'value="{staff.username}"' in response.content.decode()


@pytest.mark.django_db
def test_too_many_wrong_passwords_lock_the_name(settings):
    settings.AXES_ENABLED = True
    staff = accounts.township_officer()
    client = Client()

    statuses = [
        client.post("/sign-in/", {"username": staff.username, "password": "不对"}).status_code
        for _attempt in range(settings.AXES_FAILURE_LIMIT)
    ]
    locked = client.post("/sign-in/", {"username": staff.username, "password": accounts.PASSWORD})

    assert statuses[:-1] == [200] * 5
    assert (locked.status_code, "暂时不能登录" in locked.content.decode()) == (429, True)


def test_signing_out_is_by_post_only(sign_in, township):
    client = sign_in(township)

    refused, done, after = client.get("/sign-out/"), client.post("/sign-out/"), client.get("/")

    assert (refused.status_code, done.status_code, after.status_code) == (405, 302, 302)


def test_pages_with_people_are_never_cached(sign_in, township):
    response = sign_in(township).get("/")

    assert "no-store" in response["Cache-Control"]


def test_page_allows_no_inline_script_or_style(sign_in, township):
    response = sign_in(township).get("/")

    policy = response["Content-Security-Policy"]
    page = response.content.decode()
    assert ("script-src 'self'" in policy, "style-src 'self'" in policy) == (True, True)
    assert [word for word in ("<style", "javascript:", "onclick=", "hx-on", "<script>") if word in page] == []


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.VILLAGE_WORKER, ["待办", "家庭", "办件"]),
        (Role.FINANCE_OFFICER, ["待办"]),
        (Role.LEADER, ["待办", "家庭", "办件"]),
        (Role.AUDITOR, ["待办", "家庭", "办件"]),
    ],
)
def test_rail_has_what_the_role_works_with(sign_in, db, role, words):
    response = sign_in(accounts.staff(role)).get("/")

    shown = [str(item["word"].label) for item in response.context["rail"]]
    assert [word for word in shown if word in {"待办", "家庭", "办件"}] == words
    assert len(shown) <= 8


def test_wrong_address_has_a_page_of_its_own(sign_in, township):
    response = sign_in(township).get("/no/such/page/")

    assert (response.status_code, "找不到这一页" in response.content.decode()) == (404, True)


def test_post_without_token_is_refused_in_words(township):
    client = Client(enforce_csrf_checks=True)
    client.force_login(township, backend="django.contrib.auth.backends.ModelBackend")

    response = client.post("/sign-out/")

    assert (response.status_code, "没有写入任何内容" in response.content.decode()) == (403, True)


def test_own_page_when_something_breaks(sign_in, township, monkeypatch):
    from minzheng.desk.views import todo

    def broken(*_args, **_kwargs):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(todo, "entries_of", broken)
    client = sign_in(township)
    client.raise_request_exception = False

    response = client.get("/")

    assert (response.status_code, "没有保存" in response.content.decode()) == (500, True)


def test_demo_ribbon_stands_on_every_page_of_a_demo(sign_in, township, settings):
    settings.DEMO = True
    registry.divisions()
    client = sign_in(township)

    pages = [client.get(reverse(f"desk:{name}")) for name in ("todo", "households", "cases", "household_new", "search")]

    assert ["演示数据" in page.content.decode() for page in pages] == [True] * 5


@pytest.mark.django_db
def test_files_of_families_are_closed_to_finance_and_open_to_the_county(sign_in):
    home = registry.household(registry.new_member())
    addresses = ["/households/", f"/households/{home.number}/", "/cases/", "/search/?q=wang", "/reviews/"]

    finance = [sign_in(accounts.finance_officer()).get(address).status_code for address in addresses]
    county = [sign_in(accounts.county_officer()).get(address).status_code for address in addresses]

    assert (finance, county) == ([404] * 5, [200] * 5)
