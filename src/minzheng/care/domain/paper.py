"""The two papers of this room: frozen, numbered, under a code that anybody may verify, kept as printed."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.care.domain.road import CareRefused
from minzheng.care.models import CarePaper
from minzheng.casework.queries.paper_facts import issuer_of
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.paperwork import fill, forms
from minzheng.paperwork.domain import issuing, wording
from minzheng.services.papers import compile_pdf


def issue(
    *, form: str, known: Mapping[str, Any], number: str, to: str, division_code: str, by: Staff, at: datetime,
    **about: Any,
) -> CarePaper:  # fmt: skip
    """Enter, print and keep a paper, inside the caller's transaction. `about` names its referral or enrolment."""
    declared, day = forms.get(form), local_day(at)
    with as_kept():
        contact = wording.words_on(form, day).get("contact", "")
        bears = fill.Paper(
            issuer=issuer_of(declared.level, division_code), number=number, date=day.isoformat(), to=to,
            contact=contact,
        )  # fmt: skip
        data = fill.fill(declared, known, bears)
        sha256 = hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
        entered = issuing.register(
            form=form, title=data["title"], number=number, issuer=data["issuer"], issued_on=day, content_sha256=sha256
        )
        verify = issuing.printed_code(entered.code)
        data["verify"] = {**verify, "qr": issuing.picture(verify)}
        pdf = compile_pdf(fill.TEMPLATES[declared.shape], data, at=at)
    row = CarePaper(
        division_code=division_code, form=form, number=number, data=data, sha256=hashlib.sha256(pdf).hexdigest(),
        issued_by=by, issued_at=at, **about,
    )  # fmt: skip
    row.file.save(f"care/{secrets.token_hex(12)}.pdf", ContentFile(pdf), save=False)
    row.save(force_insert=True)
    return row


def kept_file(paper: CarePaper) -> bytes:
    """Return the file as it was issued, made again from its frozen content if it is gone; never anything else."""
    try:
        with paper.file.storage.open(str(paper.file.name)) as content:
            pdf = bytes(content.read())
    except FileNotFoundError:
        pdf = b""
    if hashlib.sha256(pdf).hexdigest() != paper.sha256:
        pdf = compile_pdf(fill.TEMPLATES[forms.get(paper.form).shape], paper.data, at=paper.issued_at)
    if hashlib.sha256(pdf).hexdigest() != paper.sha256:
        raise CareRefused(_("文书%(number)s的存档文件丢失或被改动，请从备份恢复。") % {"number": paper.number})
    return pdf
