"""Filing: when a case has ended and the household was told, its file is bound, counted and closed.

档案法实施条例 第三十九条: reliable origin, proper procedure, complete elements. Each item bears a fingerprint.
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
from minzheng.archive.domain.contents import Piece, pieces
from minzheng.archive.enums import ArchiveClass
from minzheng.archive.models import Item, Volume
from minzheng.archive.queries.ready import FILED_FROM, why_not_ready
from minzheng.archive.queries.retention import Kept, keep_until
from minzheng.casework.domain import flow
from minzheng.casework.enums import DecisionKind, State
from minzheng.casework.models import Case, Decision, NumberSeries
from minzheng.casework.queries.catalogue import program_name
from minzheng.casework.queries.paper_facts import issuer_of
from minzheng.kernel.language import kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.paperwork.forms.shape import Level
from minzheng.services.papers.bundle import Bundle, Part, bind

CHAIN = "archive"
ARCHIVISTS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)


class FilingRefused(Refused):
    """The case is not ready to be filed, or is filed already."""


@kept
@transaction.atomic
def file_case(*, case: Case, by: Staff, at: datetime) -> list[Volume]:
    """Bind the case's volumes and close it. A case filed by a remedy's outcome is bound here without a move.

    Raises FilingRefused, NotAllowed (also Recused), PapersError.
    """
    permissions.require_role(by, *ARCHIVISTS)
    permissions.require_area(by, case.division_code)
    case = Case.objects.select_for_update(of=("self",)).select_related("household", "applicant").get(pk=case.pk)
    why_not = why_not_ready(case)
    if why_not:
        raise FilingRefused(why_not)
    found = pieces(case, at=at)
    volumes = [_bind(case, code, found, by=by, at=at) for code in ArchiveClass if _any(found, code)]
    details = {"volumes": [row.number for row in volumes], "pages": sum(row.page_count for row in volumes)}
    if case.state in FILED_FROM:
        flow.move(case=case, to=State.ARCHIVED, by=by, at=at, details=details)
    else:
        flow.note(case=case, action="bind", by=by, at=at, details=details)
    return volumes


def _any(found: Sequence[Piece], code: str) -> bool:
    return any(piece.archive_class == code for piece in found)


def _bind(case: Case, code: ArchiveClass, found: Sequence[Piece], *, by: Staff, at: datetime) -> Volume:
    mine = [piece for piece in found if piece.archive_class == code]
    day, ended = local_day(at), benefit_ended_on(case)
    until = keep_until(code, filed_on=day, benefit_ended_on=ended or local_day(case.state_since))
    number = _number(case, day)
    part = Volume.objects.filter(case=case, archive_class=code).count() + 1
    title = _("%(name)s家庭%(program)s%(class)s档案") % {
        "name": case.applicant.name, "program": program_name(case.program), "class": code.label,
    }  # fmt: skip
    bound = bind(_cover(case, title, number, until, by, day), [_part(piece) for piece in mine], at=at)
    volume = Volume(
        number=number, case=case, division_code=case.division_code, archive_class=code, part=part, title=title,
        benefit_ended_on=ended, filed_by=by, filed_at=at, filed_on=day, retain_until=until.until,
        retention_source=until.source, item_count=len(mine), page_count=bound.pages,
        sha256=hashlib.sha256(bound.pdf).hexdigest(), size_bytes=len(bound.pdf),
    )  # fmt: skip
    volume.file.save(f"archive/{number}-{secrets.token_hex(8)}.pdf", ContentFile(bound.pdf), save=False)
    volume.save(force_insert=True)
    Item.objects.bulk_create(_items(volume, mine, bound))
    return volume


def _items(volume: Volume, mine: Sequence[Piece], bound: Bundle) -> list[Item]:
    return [
        Item(
            volume=volume, seq=seq, title=piece.title[:200], dated_on=piece.dated_on, first_page=placed.first_page,
            page_count=placed.pages, is_inside=placed.is_inside, record=piece.record,
            sha256=hashlib.sha256(piece.content).hexdigest(), stored_name=piece.stored_name,
        )
        for seq, (piece, placed) in enumerate(zip(mine, bound.placed, strict=True), start=1)
    ]  # fmt: skip


def _part(piece: Piece) -> Part:
    note = "" if piece.media_type == "application/pdf" else piece.media_type.rpartition("/")[2].upper()
    day = piece.dated_on.isoformat() if piece.dated_on else ""
    return Part(piece.title, piece.content, piece.media_type, day, note)


def _cover(case: Case, title: str, number: str, until: Kept, by: Staff, day: date) -> dict[str, object]:  # noqa: PLR0917
    facts = [
        (_("申请人"), case.applicant.name), (_("户号"), case.household.number), (_("办件编号"), case.number),
        (_("立卷人"), by.name), (_("立卷日期"), day.isoformat()), (_("保管至"), until.until.isoformat()),
        (_("保管依据"), until.source),
    ]  # fmt: skip
    return {
        "issuer": issuer_of(Level.COUNTY, case.division_code), "title": title, "number": number,
        "facts": [{"label": str(label), "value": str(value)} for label, value in facts],
    }  # fmt: skip


def benefit_ended_on(case: Case) -> date | None:
    """Return the last day the household was entitled to the benefit; None for a case that was never granted."""
    last = Decision.objects.filter(case=case, kind=DecisionKind.TERMINATE).order_by("-pk").first()
    return Month.parse(last.from_month).previous().last_day if last else None


def _number(case: Case, day: date) -> str:
    series = f"DA-{case.division_code[:6]}-{day.year}"
    return f"{series}-{NumberSeries.objects.take(series):05d}"
