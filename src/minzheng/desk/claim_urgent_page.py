"""What the pages of help before papers show: deposits waived, urgent patients without identity or money."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.claims.models import DepositWaiver, EmergencyReferral
from minzheng.desk import claim_acts
from minzheng.desk.claim_grid import grid, link, status, text, yuan
from minzheng.desk.claim_places import OFFICERS, acts_of, button, paged, tabs, up
from minzheng.desk.history import history
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words
from minzheng.services.audit.queries import of_object
from minzheng.ui.tones import Tone

REFERRED = "referred"


@dataclass(frozen=True)
class WaiverPage:
    """One waiver."""

    number: int
    waiver: DepositWaiver


@dataclass(frozen=True)
class ReferralPage:
    """One urgent patient."""

    number: int
    referral: EmergencyReferral


def urgent_list(request: DeskRequest) -> dict[str, Any]:
    """Return waivers and urgent patients."""
    waivers = paged(request, DepositWaiver.objects.select_related("person", "hospital").order_by("closed_at", "-pk"))
    everybody = EmergencyReferral.objects.select_related("hospital").order_by("settled_at", "-pk")
    patients = paged(request, everybody, REFERRED)
    given = [
        (
            link(one.person.name, reverse("desk:claim_waiver", args=[one.pk]), small=one.number),
            text(one.hospital.name),
            text(day_words(one.admitted_on)), yuan(one.deposit_fen),
            status(_("已销记") if one.closed_at else _("在院"), Tone.DONE if one.closed_at else Tone.NOW),
        )
        for one in waivers
    ]  # fmt: skip
    found = [
        (
            link(one.known_as, reverse("desk:claim_referral", args=[one.pk]), small=one.number),
            text(one.hospital.name),
            text(day_words(one.found_at.date())),
            status(one.get_outcome_display(), Tone.DONE if one.settled_at else Tone.NOW),
        )
        for one in patients
    ]  # fmt: skip
    buttons = [
        button("desk:claim_waiver_new", _("免收押金")), button("desk:claim_referral_new", _("登记急救转介"),
        "ambulance"),
    ]  # fmt: skip
    return {
        "title": _("先救治，后手续"), "up": up("desk:todo", _("待办")), "tabs": tabs(request, "desk:claim_urgent"),
        "lead": _("救助对象住院不交押金；没有身份、没有钱的急重病人先救治，由疾病应急救助基金支付。"),
        "buttons": buttons if request.user.role in OFFICERS else [],
        "grids": [
            grid(_("免收押金"), (_("姓名"), _("医疗机构"), _("入院"), _("押金（元）"), _("状态")), given,
            page=waivers, empty=_("还没有免收押金的记录。")),
            grid(_("疾病应急救助转介"), (_("姓名或特征"), _("医疗机构"), _("送医"), _("结果")), found,
            page=patients, turned_by=REFERRED, empty=_("还没有转介。")),
        ],
    }  # fmt: skip


def waiver(request: DeskRequest, page: WaiverPage) -> dict[str, Any]:
    """Return the page of a waiver."""
    row = page.waiver
    acts = (
        acts_of(request, claim_acts.WAIVER, page, "desk:claim_waiver_action") if request.user.role in OFFICERS else []
    )
    return {
        "title": _("%(name)s免收押金") % {"name": row.person.name}, "crumb": row.number,
        "up": up("desk:claim_urgent", _("先救治")), "tabs": tabs(request, "desk:claim_urgent"),
        "lead": _("%(hospital)s凭此免收押金%(yuan)s元。") % {"hospital": row.hospital.name,
        "yuan": format_yuan(row.deposit_fen)},
        "facts": [
            (_("入院"), text(day_words(row.admitted_on))), (_("身份"),
            text(" ".join(retell(one) for one in row.sources))),
            (_("开具"), text(row.issued_by.name)), (_("销记"), text(row.close_note)),
        ],
        "acts": acts, "history": history(of_object("deposit_waiver", row.pk)),
    }  # fmt: skip


def referral(request: DeskRequest, page: ReferralPage) -> dict[str, Any]:
    """Return the page of an urgent patient."""
    row = page.referral
    may = request.user.role in OFFICERS
    acts = acts_of(request, claim_acts.REFERRAL, page, "desk:claim_referral_action") if may else []
    return {
        "title": row.known_as, "crumb": row.number, "up": up("desk:claim_urgent", _("先救治")),
        "tabs": tabs(request, "desk:claim_urgent"), "state": row.get_outcome_display(),
        "tone": Tone.DONE if row.settled_at else Tone.NOW, "lead": row.hospital.name,
        "facts": [
            (_("送医"), text(day_words(row.found_at.date()), small=row.found_by)), (_("救治费用"), yuan(row.cost_fen)),
            (_("经过"), text(row.result_note)), (_("登记"), text(row.recorded_by.name)),
        ],
        "acts": acts, "history": history(of_object("emergency_referral", row.pk)),
    }  # fmt: skip
