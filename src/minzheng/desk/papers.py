"""The papers of a case: what was applied for, reported, photographed, posted, decided and served."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.casework.enums import AttachmentKind, CheckStatus
from minzheng.casework.models import Attachment, Decision
from minzheng.casework.queries.cases import CaseView
from minzheng.kernel.language import ENGLISH, is_english
from minzheng.kernel.moment import local_day
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words, listed


@dataclass(frozen=True)
class Paper:
    """One line of the list; without a file there is no address."""

    title: str
    note: str
    icon: str = "file-description"
    url: str = ""


def papers(view: CaseView) -> list[Paper]:
    """Return the papers in the order of the road."""
    found: list[Paper] = []
    applied = view.application
    if applied is not None:
        note = _("%(day)s · %(who)s录入 · 已签诚信承诺和 %(n)s 人核对授权") % {
            "day": day_words(local_day(applied.submitted_at)),
            "who": applied.submitted_by.name,
            "n": len(applied.consented_person_ids),
        }
        found.append(Paper(_("申请书：%(reason)s") % {"reason": applied.reason}, note))
    found += [
        Paper(_("补正告知：%(items)s") % {"items": listed(asked.missing)}, _due(asked.due_on))
        for asked in view.supplements
    ]
    for check in view.means_checks:
        if check.reported_at is not None:
            title = _("核对报告：%(status)s") % {"status": CheckStatus(check.status).label}
            found.append(Paper(title, _("来源：%(names)s") % {"names": listed(check.sources)}))
        found += _files(check.attachments.all())
    for visit in view.visits:
        title = _("入户调查：%(text)s") % {"text": visit.findings[:60]}
        found.append(Paper(title, f"{day_words(visit.visited_on)} · {listed(visit.surveyors)}"))
        found += _files(visit.photos.all())
    found += [
        Paper(_("民主评议：%(text)s") % {"text": each.conclusion}, day_words(each.held_on)) for each in view.appraisals
    ]
    for posting in view.publicities:
        note = _("%(from)s 至 %(until)s · %(place)s") % {
            "from": posting.posted_on, "until": posting.last_on, "place": posting.place,
        }  # fmt: skip
        found.append(Paper(_("公示"), note))
        for each in posting.objections.all():
            words = each.finding or _("待处理")
            found.append(Paper(_("异议：%(text)s") % {"text": each.text}, words, "message-2"))
    for decided in view.decisions:
        found += _of_decision(decided)
    return found


def _of_decision(decided: Decision) -> list[Paper]:
    found = [Paper(_("决定 %(number)s") % {"number": decided.document_number}, day_words(decided.decided_on), "gavel")]
    letter = getattr(decided, "letter", None)
    if letter is not None:
        served = (
            _("%(day)s %(how)s") % {"day": letter.served_on, "how": retell(letter.service_method)}
            if letter.served_on
            else _("待送达")
        )
        address = reverse("desk:letter_pdf", args=[decided.case.number, letter.pk])
        found.append(Paper(_("告知书（PDF）"), served, "file-description", address))
        if is_english():
            note = _("译文仅供阅读，以中文原件为准。")
            found.append(Paper(_("告知书译文（PDF）"), note, "file-description", f"{address}?language={ENGLISH}"))
    return found


def _files(kept: Iterable[Attachment]) -> list[Paper]:
    """The files of one report or visit, numbered among themselves."""
    found = []
    for number, each in enumerate(kept, start=1):
        icon = "camera" if each.kind == AttachmentKind.VISIT_PHOTO else "paperclip"
        address = reverse("desk:case_attachment", args=[each.case.number, each.pk])
        size = _("%(kb)s KB · 指纹 %(hash)s…") % {"kb": max(1, each.size_bytes // 1024), "hash": each.sha256[:10]}
        found.append(Paper(f"{AttachmentKind(each.kind).label} {number}", size, icon, address))
    return found


def _due(day: object) -> str:
    return _("补正期限 %(day)s") % {"day": day}
