"""Every form drawn: A4, nothing over an edge or over other words, nothing left out, no seal without its text."""

import datetime as dt
import re
import subprocess
from html import unescape
from itertools import combinations

import pytest

from minzheng.paperwork import forms, printing
from minzheng.paperwork.fill import fill
from minzheng.paperwork.forms import vocabulary
from minzheng.paperwork.forms.shape import Subject
from minzheng.services.papers.typesetting import texts

pytestmark = pytest.mark.must_show("casework", 4)
AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
ALL = [pytest.param(form, id=form.code) for form in forms.everything()]
UPRIGHT, FLAT = (595, 842), (842, 595)
# 10 mm: what office printers leave white.
EDGE, TOUCH = 28, 1.5
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def pages(pdf):
    """Yield (size, [(box, word)]) of each page, as a reader of the file finds them."""
    command = ["pdftotext", "-enc", "UTF-8", "-bbox", "-", "-"]
    told = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    for width, height, inside in PAGE.findall(told):
        words = [(tuple(map(float, box)), unescape(word)) for *box, word in WORD.findall(inside)]
        yield (round(float(width)), round(float(height))), words


def plain(pdf):
    command = ["pdftotext", "-enc", "UTF-8", "-raw", "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def over(one, other):
    """Say whether two boxes share more than a touch. Lines of a text stand closer than their boxes are high."""
    left, right = max(one[0], other[0]), min(one[2], other[2])
    top, bottom = max(one[1], other[1]), min(one[3], other[3])
    height = min(one[3] - one[1], other[3] - other[1])
    return right - left > TOUCH and bottom - top > height / 2


@pytest.mark.parametrize("form", ALL)
def test_a_form_is_a4_and_no_words_run_over_an_edge_or_each_other(form):
    for pdf in (printing.preview(form, at=AT), printing.blank(form, issuer="样例市民政局", at=AT)):
        found = list(pages(pdf))
        assert found
        for size, words in found:
            assert size in {UPRIGHT, FLAT}
            assert words, "an empty page"
            for (left, top, right, bottom), word in words:
                assert min(left, top) >= EDGE, word
                assert (right <= size[0] - EDGE, bottom <= size[1] - EDGE) == (True, True), word
            assert [(a[1], b[1]) for a, b in combinations(words, 2) if over(a[0], b[0])] == []


@pytest.mark.parametrize("form", ALL)
def test_everything_a_form_was_given_stands_on_it(form):
    known = vocabulary.sample()
    data = fill(form, known, printing.SAMPLE_PAPER)

    text = "".join(plain(printing.filled(form, known, printing.SAMPLE_PAPER, at=AT)))

    missing = [
        said for block in data["blocks"] for where, said in texts(block)
        if where != "kind" and "".join(said.split()) not in text
    ]  # fmt: skip
    assert missing == []
    assert ("你" in text, "".join(data["title"].split()) in text) == (False, True)


@pytest.mark.parametrize("form", [param for param in ALL if param.values[0].needs_remedies])
def test_a_seal_stands_beside_the_remedies(form):
    found = [page for page in plain(printing.preview(form, at=AT)) if "（盖章）" in page]

    assert len(found) == 1
    assert "自知道本决定之日起60日内向样例市人民政府申请行政复议" in found[0]
    assert "6个月内直接向样例市人民法院提起行政诉讼" in found[0]


@pytest.mark.parametrize("form", [p for p in ALL if p.values[0].is_issued and p.values[0].subject != Subject.NOTHING])
def test_an_issued_form_bears_its_code_as_picture_and_words(form):
    text = "".join(plain(printing.preview(form, at=AT)))

    assert "扫码查验" in text
    assert printing.SAMPLE_CODE["code"] in text
