"""The papers of a file: what is frozen in them, their number, and their PDF as first printed.

A decision without its remedies cannot be issued (行政复议法 第二十条); a notice in advance says what may be said to it.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from minzheng.casework.domain.decision import document_word
from minzheng.casework.domain.letter_content import issuer_of
from minzheng.casework.models import NumberSeries
from minzheng.honesty.domain.road import HonestyRefused
from minzheng.honesty.models import HonestyFile, Investigation
from minzheng.kernel.fen import amount_in_words, format_yuan
from minzheng.kernel.wording import listed
from minzheng.paperwork.domain import issuing
from minzheng.registry.models import Division
from minzheng.services.papers import compile_pdf
from minzheng.statute.period import period

NOTICE_TEMPLATE = "/honesty/typst/advance_notice.typ"
RULING_TEMPLATE = "/honesty/typst/ruling.typ"


class PaperLost(HonestyRefused):
    """The kept PDF is gone or altered."""


def number_of(division_code: str, day: date, word: str) -> str:
    """Return the next document number, e.g. 都民罚〔2026〕3号: one series per county, word and year."""
    county = division_code[:6]
    number = NumberSeries.objects.take(f"honesty-{word}-{county}-{day.year}")
    return f"{document_word(county)}{word}〔{day.year}〕{number}号"


def head(file: HonestyFile, *, title: str, number: str, on: date) -> dict[str, Any]:
    """Return what every paper of a file begins with."""
    return {
        "issuer": issuer_of(file.case.division_code),
        "title": title,
        "number": number,
        "date": on.isoformat(),
        "person": file.person.name,
        "file_number": file.number,
        "case_number": file.case.number,
    }


def found(investigation: Investigation) -> dict[str, Any]:
    """Return what was found: facts, evidence, and the sums month by month."""
    return {
        "facts": investigation.facts,
        "finding": investigation.get_finding_display(),
        "investigators": listed(investigation.investigators),
        "evidence": list(investigation.evidence),
        "months": [
            {"month": row["month"], "paid": format_yuan(row["paid_fen"]), "due": format_yuan(row["due_fen"]),
             "over": format_yuan(row["over_fen"])}
            for row in investigation.months
        ],
        "obtained": money(investigation.obtained_fen),
    }  # fmt: skip


def money(fen: int) -> str:
    """Write a sum as papers do: figures and words."""
    return f"¥{format_yuan(fen)}元（{amount_in_words(fen)}）"


def remedies(division_code: str, on: date) -> dict[str, Any]:
    """Return bodies and limits of both remedies by the law of the day."""
    county = Division.objects.values_list("name", flat=True).filter(code=division_code[:6].ljust(12, "0")).first()
    if not county:
        raise HonestyRefused(_("区划表中没有本县（市）名称，文书无法写明救济机关，不能制发。请先导入区划。"))
    return {
        "review_body": _("%(county)s人民政府") % {"county": county},
        "review_days": period("review_apply", on).count,
        "court": _("%(county)s人民法院") % {"county": county},
        "court_months": period("litigation_apply", on).count,
    }


def require_remedies(data: dict[str, Any]) -> None:
    """Raise unless the block of remedies is whole: body and limit of both."""
    block = data.get("remedies") or {}
    if not all(block.get(name) for name in ("review_body", "review_days", "court", "court_months")):
        raise HonestyRefused(_("决定书没有写明行政复议和行政诉讼的机关和期限，不能制发（行政复议法第二十条）。"))


def printed(template: str, data: dict[str, Any], *, form: str, at: Any) -> tuple[ContentFile, str]:
    """Return the PDF as a file to be kept and its fingerprint; `data` gets the code under which it can be verified."""
    content = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str).encode()
    entered = issuing.register(
        form=form, title=data["title"], number=data["number"], issuer=data["issuer"],
        issued_on=date.fromisoformat(data["date"]), content_sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    data["verify"] = issuing.printed_code(entered.code)
    shown = {**data, "verify": {**data["verify"], "qr": issuing.picture(data["verify"])}}
    pdf = compile_pdf(template, shown, at=at)
    return ContentFile(pdf), hashlib.sha256(pdf).hexdigest()


def file_name() -> str:
    """Return a name nobody can guess for a paper to be kept."""
    return f"honesty/{secrets.token_hex(12)}.pdf"


def read_kept(row: Any) -> bytes:
    """Return the kept PDF of a notice or ruling; raise PaperLost if it is gone or altered."""
    try:
        with row.file_pdf.open("rb") as content:
            pdf = bytes(content.read())
    except FileNotFoundError:
        pdf = b""
    if hashlib.sha256(pdf).hexdigest() != row.sha256:
        raise PaperLost(_("文书%(number)s的存档文件丢失或被改动，请从备份恢复。") % {"number": row.document_number})
    return pdf


def lines(texts: Sequence[str]) -> list[str]:
    """Return the sentences of a paper, none empty."""
    return [text for text in texts if text]
