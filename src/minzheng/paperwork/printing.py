"""Printing a form: blank for handwriting, with samples for a preview, or with what is known."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from minzheng.kernel.language import as_kept
from minzheng.paperwork import reading_aid
from minzheng.paperwork.fill import TEMPLATES, Paper, blank_remedies, fill
from minzheng.paperwork.forms.shape import Form
from minzheng.paperwork.forms.vocabulary import sample
from minzheng.services.papers import compile_pdf

SAMPLE_REMEDIES = {"review_body": "样例市人民政府", "review_days": 60, "court": "样例市人民法院", "court_months": 6}
SAMPLE_PAPER = Paper(
    issuer="样例市民政局", number="样民救〔2026〕1号", date="2026-11-24", to="王样例", remedies=SAMPLE_REMEDIES,
    program="最低生活保障", contact="联系电话：0717-0000000。",
)  # fmt: skip
# A code of this kind is never given out: the register's begin with a random half, and nothing is entered under it.
SAMPLE_CODE = {"code": "0000-0000-0000-0000", "url": ""}
# What the notices decide, where it is not the grant of the vocabulary.
SAMPLE_DECISIONS = {
    "refusal": "不予确认。理由：家庭人均月收入920.00元，不低于当地标准800.00元。",
    "change": "每月900.00元（玖佰元整），自2026年12月起发放，保障2人。理由：家庭收入增加。",
    "gradual_exit": "逐月发放：2026年12月525.00元，2027年1月262.50元。发放到2027年1月为止，期满终止。",
    "suspension": "自2026年12月起停发，恢复之前不发放。理由：无法联系本人核实家庭情况。",
    "restoration": "自2026年12月起恢复发放，每月1,050.00元（壹仟零伍拾元整），保障2人。",
    "termination": "自2026年12月起终止。理由：家庭人均月收入高于当地标准。",
}


def blank(form: Form, *, issuer: str, at: dt.datetime, in_english: bool = False) -> bytes:
    """Return the form empty; its notice keeps the remedies, for the limits are the law's."""
    remedies = blank_remedies() if form.needs_remedies else None
    set_it = reading_aid.filled if in_english else filled
    return set_it(form, {}, Paper(issuer=issuer, remedies=remedies), at=at)


def preview(
    form: Form, *, at: dt.datetime, contact: str = "", words: Mapping[str, str] | None = None, in_english: bool = False
) -> bytes:
    """Return the form with invented people, and with local words in place of the usual ones."""
    known = sample()
    known["paper"] |= dict(words or {})
    if form.code in SAMPLE_DECISIONS:
        known["decision"]["lines"] = [SAMPLE_DECISIONS[form.code]]
    paper = replace(SAMPLE_PAPER, verify=SAMPLE_CODE if form.is_issued or form.needs_remedies else None)
    paper = replace(paper, contact=contact) if contact else paper
    return (reading_aid.filled if in_english else filled)(form, known, paper, at=at)


def filled(form: Form, known: Mapping[str, Any], paper: Paper, *, at: dt.datetime) -> bytes:
    """Return the form as PDF. Papers are Chinese whatever language the screen has."""
    with as_kept():
        return compile_pdf(TEMPLATES[form.shape], fill(form, known, paper), at=at)
