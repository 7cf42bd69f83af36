"""Printing a form: blank for handwriting, with samples for a preview, or with what is known."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from minzheng.kernel.language import as_kept
from minzheng.paperwork.fill import TEMPLATES, Paper, blank_remedies, fill
from minzheng.paperwork.forms.shape import Form
from minzheng.paperwork.forms.vocabulary import sample
from minzheng.services.papers import compile_pdf

SAMPLE_REMEDIES = {"review_body": "样例市人民政府", "review_days": 60, "court": "样例市人民法院", "court_months": 6}
SAMPLE_PAPER = Paper(
    issuer="样例市民政局", number="样民救〔2026〕1号", date="2026-11-24", to="王样例", remedies=SAMPLE_REMEDIES,
    program="最低生活保障", contact="联系电话：0717-0000000。",
)  # fmt: skip


def blank(form: Form, *, issuer: str, at: dt.datetime) -> bytes:
    """Return the form empty; its notice keeps the remedies, for the limits are the law's."""
    remedies = blank_remedies() if form.needs_remedies else None
    return filled(form, {}, Paper(issuer=issuer, remedies=remedies), at=at)


def preview(form: Form, *, at: dt.datetime, contact: str = "", words: Mapping[str, str] | None = None) -> bytes:
    """Return the form with invented people, and with local words in place of the usual ones."""
    known = sample()
    known["paper"] |= dict(words or {})
    paper = replace(SAMPLE_PAPER, contact=contact) if contact else SAMPLE_PAPER
    return filled(form, known, paper, at=at)


def filled(form: Form, known: Mapping[str, Any], paper: Paper, *, at: dt.datetime) -> bytes:
    """Return the form as PDF. Papers are Chinese whatever language the screen has."""
    with as_kept():
        return compile_pdf(TEMPLATES[form.shape], fill(form, known, paper), at=at)
