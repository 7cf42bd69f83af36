"""Every address in English says nothing in Chinese but data; what is written is Chinese whoever wrote it."""

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from tests.desk.addresses import NOW
from tests.desk.test_strangers import ALL, LINES
from tests.two_languages import chinese_in, data, latin_kept

# Every address, twice over: minutes.
pytestmark = pytest.mark.slow

COOKIE = "minzheng_language"
# What the tests call a job of their own (tests/services/jobs).
COUNTING = "计数"


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "label"), LINES)
def test_an_english_page_says_nothing_in_chinese(sign_in, name, label):
    made = ALL[name][label]()
    address = reverse(f"desk:{name}", kwargs=made.kwargs)
    client = sign_in(made.owner)
    client.cookies[COOKIE] = "en"

    before = data()
    pages = [client.get(address)]
    if made.post is not None:
        pages += [client.post(address, {}), client.post(address, made.post, follow=True)]

    texts = [page.content.decode() for page in pages if page["Content-Type"].startswith("text/html")]
    known = data([made.post, COUNTING, before])
    assert [chinese_in(text, known) for text in texts] == [[]] * len(texts)


# Lists, seen by the person whose object stands in them.
LISTS = {
    ("case_action", "hear"): ["todo", "households", "cases", "reviews", "plan"],
    ("review_action", "accept"): ["todo", "reviews", "cases"],
    ("run_action", "approve"): ["todo", "runs", "run_new", "run_funds", "ledger", "ledger_transfers", "plan"],
    ("import_action", "approve"): ["todo", "imports"],
    ("custody_action", "confirm"): ["todo", "custody_list"],
    ("archive_volume", "page"): ["archive", "archive_ready", "archive_periods"],
    ("import_draft", "page"): ["import_new", "household_new"],
    ("case_action", "clear-relative"): [
        "relatives",
        "relatives_officials",
        "relatives_staff",
        "own_relatives",
        "calendar",
        "calendar_announce",
        "calendar_correct",
        "calendar_deadlines",
    ],
}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "label"), LISTS)
def test_an_english_list_says_nothing_in_chinese(sign_in, name, label):
    made = ALL[name][label]()
    client = sign_in(made.owner)
    client.cookies[COOKIE] = "en"

    texts = {each: client.get(reverse(f"desk:{each}")).content.decode() for each in LISTS[name, label]}

    known = data()
    assert {each: chinese_in(text, known) for each, text in texts.items() if chinese_in(text, known)} == {}


ACTS = [(name, label) for name, label in LINES if name.endswith(("_action", "_operation", "_new"))]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "label"), ACTS)
def test_what_is_written_down_is_chinese_whoever_wrote_it(sign_in, name, label):
    made = ALL[name][label]()
    address = reverse(f"desk:{name}", kwargs=made.kwargs)
    client = sign_in(made.owner)
    with transaction.atomic():
        client.post(address, made.post)
        written_in_chinese = latin_kept()
        transaction.set_rollback(True)

    client.cookies[COOKIE] = "en"
    client.post(address, made.post)

    assert latin_kept() - written_in_chinese == set()
