"""One page of every form as a picture under var/screenshots, to be looked at."""

import datetime as dt
import pathlib
import subprocess

import pytest

from minzheng.paperwork import forms, printing

AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
PICTURES = pathlib.Path("var/screenshots/forms")
PAGES_MAX = 3


@pytest.mark.slow
@pytest.mark.parametrize("form", [pytest.param(form, id=form.code) for form in forms.everything()])
@pytest.mark.parametrize("kind", ["blank", "preview"])
def test_a_picture_of_every_form(form, kind):
    PICTURES.mkdir(parents=True, exist_ok=True)
    pdf = printing.blank(form, issuer="宜都市民政局", at=AT) if kind == "blank" else printing.preview(form, at=AT)
    name = PICTURES / f"{form.code}-{kind}"
    command = ["pdftoppm", "-r", "70", "-png", "-", str(name)]

    subprocess.run(command, input=pdf, check=True)

    pages = sorted(PICTURES.glob(f"{form.code}-{kind}-*.png"))
    assert 1 <= len(pages) <= PAGES_MAX
    for page in pages:
        assert share_of_ink(pdf, len(pages)) > 0, page


def share_of_ink(pdf, pages):
    """Return how many of the darkest pages have anything on them: an empty page is a mistake of layout."""
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    texts = [page.strip() for page in done.stdout.decode().split("\f")[:-1]]
    bare = [text for text in texts if len("".join(text.split())) < 12]
    return pages - len(bare) if not bare else 0
