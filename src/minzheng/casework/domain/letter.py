"""The letter: issued once, its content frozen, its PDF kept as first printed, its service written down.

社会救助法 第四十五、四十八条. What it says: letter_content. Without remedies it is not issued (行政复议法 第二十条).
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.domain.dossier import canonical
from minzheng.casework.domain.letter_content import LetterRefused, content_of, letter_known
from minzheng.casework.enums import Level
from minzheng.casework.models import Decision, Letter, LetterPrint
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.paperwork import forms, word
from minzheng.paperwork.domain import issuing, word_template
from minzheng.paperwork.fill import require_remedies
from minzheng.services.papers import compile_pdf, require_printable
from minzheng.services.papers.typesetting import ROOT

__all__ = [
    "LetterRefused",
    "as_word",
    "issue",
    "issue_printed",
    "keep",
    "printed",
    "serve",
    "template_digest",
]

LETTER_TEMPLATE = "/casework/typst/decision_letter.typ"


@transaction.atomic
def issue(*, decision: Decision, by: Staff, at: datetime) -> Letter:
    """Freeze and print the notice of a decision. One per decision; a taken-over decision was told by its own office."""
    case = decision.case
    permissions.require_role(by, Role.TOWNSHIP_OFFICER if decision.level == Level.TOWNSHIP else Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    if Letter.objects.filter(decision=decision).exists():
        raise LetterRefused(_("文号%(number)s的告知书已制发。") % {"number": decision.document_number})
    day = local_day(at)
    with as_kept():
        kind, data = content_of(decision, issued_on=day)
    require_remedies(data["remedies"])
    require_printable(data)
    sha256 = _digest(canonical(data).encode())
    entered = issuing.register(
        form=kind, title=data["title"], number=data["number"], issuer=data["issuer"], issued_on=day,
        content_sha256=sha256,
    )  # fmt: skip
    data["verify"] = issuing.printed_code(entered.code)
    letter = Letter.objects.create(decision=decision, kind=kind, data=data, issued_by=by, issued_at=at)
    flow.note(
        case=case, action="issue_letter", by=by, at=at,
        details={"decision": decision.document_number, "content_sha256": sha256},
    )  # fmt: skip
    return letter


@transaction.atomic
def issue_printed(*, decision: Decision, by: Staff, at: datetime) -> Letter:
    """Issue the notice and keep its PDF in the same step, as an office does; raise what `issue` and `printed` raise."""
    letter = issue(decision=decision, by=by, at=at)
    printed(letter, at=at)
    return letter


def printed(letter: Letter, *, at: datetime) -> bytes:
    """Return the letter's PDF: made and kept when it is first asked for, afterwards always the kept file.

    Raises LetterRefused if the kept file is gone or altered and cannot be made again to the same bytes.
    """
    kept = LetterPrint.objects.filter(letter=letter).first()
    if kept is None:
        return _print(letter, at=at)
    try:
        with kept.file.open("rb") as content:
            pdf = bytes(content.read())
    except FileNotFoundError:
        pdf = b""
    if _digest(pdf) == kept.sha256:
        return pdf
    pdf = compile_pdf(LETTER_TEMPLATE, letter.data, at=letter.issued_at)
    if _digest(pdf) != kept.sha256:
        raise LetterRefused(_("告知书的存档文件丢失或被改动，模板也已更新，无法按原样重新生成。请从备份恢复存档文件。"))
    return pdf


def as_word(letter: Letter) -> bytes:
    """Return the letter as Word, on the office's own template in force; what it says is what was frozen.

    Raises LetterRefused if the office has no template, RemediesMissing if the remedies cannot be read in the result.
    """
    template = word_template.in_force(letter.kind)
    if template is None:
        raise LetterRefused(_("这种告知书还没有启用的 Word 模板。请先由县局上传并启用。"))
    require_remedies(letter.data["remedies"])
    with as_kept():
        known = letter_known(letter.data)
        return word.render(forms.get(letter.kind), word_template.content_of(template), known, name=letter.kind)


def _print(letter: Letter, *, at: datetime) -> bytes:
    pdf = compile_pdf(LETTER_TEMPLATE, letter.data, at=letter.issued_at)
    keep([(letter, pdf)], at=at)
    return printed(letter, at=at)


@transaction.atomic
def keep(made: Sequence[tuple[Letter, bytes]], *, at: datetime) -> set[int]:
    """Keep first prints, and return the letters kept; one that somebody else printed meanwhile keeps that print."""
    ids = [letter.pk for letter, _pdf in made]
    list(Letter.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    kept = set(LetterPrint.objects.filter(letter__in=ids).values_list("letter_id", flat=True))
    template = template_digest(LETTER_TEMPLATE)
    rows = []
    for letter, pdf in made:
        if letter.pk not in kept:
            row = LetterPrint(letter=letter, sha256=_digest(pdf), template_digest=template, printed_at=at)
            row.file.save(f"letters/{letter.pk}-{secrets.token_hex(8)}.pdf", ContentFile(pdf), save=False)
            rows.append(row)
    LetterPrint.objects.bulk_create(rows)
    return {row.letter_id for row in rows}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@transaction.atomic
def serve(*, letter: Letter, by: Staff, at: datetime, served_on: date, method: str) -> Letter:
    """Record that the letter reached the household; limits for remedies run from then."""
    case = letter.decision.case
    permissions.require_role(by, Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    if letter.served_at is not None:
        raise LetterRefused(_("该告知书已登记送达（%(day)s）。") % {"day": letter.served_on})
    if not local_day(letter.issued_at) <= served_on <= local_day(at):
        raise LetterRefused(_("送达日期应在制发之后、今天之前。"))
    if not method.strip():
        raise LetterRefused(_("请填写送达方式（直接送达、留置送达、邮寄等）。"))
    letter.served_by, letter.served_at, letter.served_on, letter.service_method = by, at, served_on, method.strip()
    letter.save(update_fields=["served_by", "served_at", "served_on", "service_method"])
    details = {"letter": letter.pk, "served_on": served_on.isoformat(), "method": method.strip()}
    flow.note(case=case, action="serve_letter", by=by, at=at, details=details)
    return letter


def template_digest(path: str) -> str:
    """Return the fingerprint of a template, with the look it imports."""
    files = (ROOT / path.lstrip("/"), ROOT / "services/papers/typst/official.typ")
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
