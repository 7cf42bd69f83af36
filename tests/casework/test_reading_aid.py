"""A letter and a calculation sheet in English: what the Chinese paper says, marked as a translation, never kept."""

import re
import subprocess

import pytest

from minzheng.accounts.scope import within
from minzheng.casework.domain import letter
from minzheng.casework.domain.reading_aid import letter_in_english, sheet_in_english
from minzheng.casework.models import Determination, LetterPrint
from minzheng.kernel.language import ENGLISH, speaking
from tests.factories import casework
from tests.two_languages import HAN, data

pytestmark = pytest.mark.django_db


def text_of(pdf):
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def chinese_left(text):
    """Return what is Chinese and no data; a name may be broken by the end of a line."""
    rest = text.replace(" ", "")
    for known in data():
        rest = rest.replace(known.replace(" ", ""), "")
    return HAN.findall(rest)


@pytest.fixture
def issued():
    offices = casework.Offices()
    case = casework.case("active", offices=offices)
    with within(offices.county.area):
        decision = casework.grant_of(case)
        yield letter.issue_printed(decision=decision, by=offices.county, at=casework.days(20))


def test_the_letter_says_in_english_what_was_decided_and_how_to_object(issued):
    text = text_of(letter_in_english(issued, at=casework.days(21)))

    assert "Translation for reading only. The Chinese original is authoritative." in text
    assert "Letter of confirmation, minimum living guarantee (dibao)" in text
    assert "administrative review within 60 days" in text
    assert "within 6 months" in text
    assert chinese_left(text) == []


def test_the_kept_paper_stays_chinese_whoever_asks(issued):
    before = LetterPrint.objects.get(letter=issued).sha256

    with speaking(ENGLISH):
        letter_in_english(issued, at=casework.days(21))
        kept = text_of(letter.printed(issued, at=casework.days(22)))

    assert LetterPrint.objects.get(letter=issued).sha256 == before
    assert "最低生活保障确认告知书" in kept
    assert "Translation" not in kept


def test_the_calculation_sheet_is_told_in_english(issued):
    row = Determination.objects.get(case=issued.decision.case)

    text = text_of(sheet_in_english(row, at=casework.days(21)))

    assert "Translation for reading only" in text
    assert "Social Assistance Law, art." in text
    assert chinese_left(text) == []
