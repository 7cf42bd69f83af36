"""Every form can be read in English: nothing in it is Chinese but names, and every page says what counts."""

import datetime as dt

import pytest
from django.urls import reverse

from minzheng.kernel.moment import SHANGHAI
from minzheng.paperwork import forms, reading_aid
from minzheng.paperwork.printing import SAMPLE_PAPER
from tests.desk.conftest import sign_in, today
from tests.desk.file_addresses import FILE_ADDRESSES
from tests.desk.paper_addresses import PAPER_ADDRESSES
from tests.factories import accounts
from tests.two_languages import HAN, data

__all__ = ["sign_in", "today"]

AT = dt.datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def told(monkeypatch):
    """What would be set, without setting it."""
    seen = []
    monkeypatch.setattr(reading_aid, "compile_pdf", lambda _template, data, *, at: seen.append(data) or b"")
    return seen


def texts(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from texts(value)


@pytest.mark.parametrize("form", forms.everything(), ids=lambda form: form.code)
def test_a_blank_form_in_english_has_no_chinese(form, told):
    reading_aid.filled(form, {}, SAMPLE_PAPER, at=AT)

    said = (text.replace("样例市", "").replace("王样例", "") for text in texts({**told[0], "issuer": "", "number": ""}))
    assert [text for text in said if HAN.search(text)] == []
    assert told[0]["note"] == "Translation for reading only. The Chinese original is authoritative."


def test_the_page_of_forms_leads_to_an_english_pdf(db, sign_in):
    client = sign_in(accounts.county_officer())
    client.cookies.load({"minzheng_language": "en"})

    address = reverse("desk:form_blank", args=["application"])
    page = client.get(reverse("desk:forms")).content.decode()
    chinese, english = client.get(address), client.get(address, {"language": "en"})

    assert f"{address}?language=en" in page
    assert (chinese.content[:4], english.content[:4]) == (b"%PDF", b"%PDF")
    assert chinese.content != english.content


PAPERS = {"case_form": PAPER_ADDRESSES, "honesty_paper": FILE_ADDRESSES}


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_of_a_case_can_be_read_in_english_and_is_not_kept(today, sign_in, told, name):
    made = next(iter(PAPERS[name][name].values()))()
    address = reverse(f"desk:{name}", kwargs=made.kwargs)
    client = sign_in(made.owner)
    before = client.get(address).content
    told.clear()

    read = client.get(address, {"language": "en"})

    known = data()
    left = [text for text in texts(told[0]) if HAN.search(without(text, known))]
    assert (read.status_code, left) == (200, [])
    assert client.get(address).content == before


def without(text, known):
    for each in known:
        text = text.replace(each, "")
    return text
