"""A page in English says nothing in Chinese but data and the other way round; what is written is Chinese always.

Pages of one object are read in test_strangers, where the objects are made; here are the lists, and (slow) what each act
answers when it is refused and when it is done.
"""

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, reverse

from minzheng.desk.urls import urlpatterns
from tests.desk.test_strangers import ALL, LINES
from tests.factories import accounts
from tests.two_languages import ENGLISH, chinese_in, data, english_in, latin_kept


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "label"), LINES)
def test_an_english_page_says_nothing_in_chinese(today, sign_in, name, label):
    made = ALL[name][label]()
    address = reverse(f"desk:{name}", kwargs=made.kwargs)
    client = sign_in(made.owner)
    client.cookies.load(ENGLISH)

    before = data()
    pages = [client.get(address)]
    if made.post is not None:
        pages += [client.post(address, {}), client.post(address, made.post, follow=True)]

    known = data([made.post, before])
    assert [chinese_in(page, known) for page in pages] == [[]] * len(pages)


# What fills the lists: one of each kind of thing people wait for, by people of one county.
THINGS = [
    ("case_action", "hear"), ("case_action", "clear-relative"), ("review_action", "accept"), ("run_action", "approve"),
    ("import_action", "approve"), ("import_draft", "page"), ("honesty_action", "decide"), ("correction", "page"),
    ("custody_action", "confirm"), ("archive_volume", "page"),
]  # fmt: skip
READERS = [accounts.village_worker, accounts.township_officer, accounts.county_officer, accounts.finance_officer]


def addresses_of_lists(patterns):
    """Yield the name of every address of the desk that needs no object."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from addresses_of_lists(each.url_patterns)
        elif isinstance(each, URLPattern) and not each.pattern.converters:
            yield each.name


def test_a_list_speaks_one_language_at_a_time(db, today, sign_in):
    for name, label in THINGS:
        ALL[name][label]()
    addresses = {name: reverse(f"desk:{name}") for name in addresses_of_lists(urlpatterns)}

    found = {}
    for reader in READERS:
        staff = reader()
        chinese, english = sign_in(staff), sign_in(staff)
        english.cookies.load(ENGLISH)
        pages = {name: (chinese.get(address), english.get(address)) for name, address in addresses.items()}
        known = data()
        for name, (one, other) in pages.items():
            if wrong := english_in(one) + chinese_in(other, known):
                found[reader.__name__, name] = wrong

    assert found == {}


ACTS = [(name, label) for name, label in LINES if name.endswith(("_action", "_operation", "_new"))]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "label"), ACTS)
def test_what_is_written_down_is_chinese_whoever_wrote_it(today, sign_in, name, label):
    made = ALL[name][label]()
    address = reverse(f"desk:{name}", kwargs=made.kwargs)
    client = sign_in(made.owner)
    with transaction.atomic():
        client.post(address, made.post)
        written_in_chinese = latin_kept()
        transaction.set_rollback(True)

    client.cookies.load(ENGLISH)
    client.post(address, made.post)

    assert latin_kept() - written_in_chinese == set()
