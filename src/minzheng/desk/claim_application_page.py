"""What the pages of claims that people made show, and what is hung on boards of all claims."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.claims.domain import application as applications
from minzheng.claims.models import PersonalClaim
from minzheng.claims.queries import files as reading
from minzheng.claims.queries.publication import published, quarter_of
from minzheng.desk import claim_acts
from minzheng.desk.claim_bill_page import RESULT_TONES
from minzheng.desk.claim_grid import Cell, grid, link, status, text, yuan
from minzheng.desk.claim_places import OFFICERS, acts_of, button, is_county, paged, tabs, up
from minzheng.desk.history import history
from minzheng.desk.places import place_names
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words
from minzheng.services.audit.queries import of_object
from minzheng.ui.calculation import sheet_of
from minzheng.ui.tones import Tone


@dataclass(frozen=True)
class ApplicationPage:
    """One claim of a person as its acts look at it."""

    number: int
    application: PersonalClaim
    is_open: bool
    is_county: bool
    is_own: bool
    needs_survey: bool
    needs_posting: bool


def application_list(request: DeskRequest) -> dict[str, Any]:
    """Return the claims people made, those that wait first."""
    page = paged(request, reading.applications())
    names = place_names({row.claim.division_code for row in page})
    rows = [
        (
            link(row.claim.person.name, reverse("desk:claim_application", args=[row.pk]), small=row.claim.number),
            text(names[row.claim.division_code]), text(row.claim.get_kind_display()),
            text(day_words(row.claimed_at.date())),
            status(row.get_outcome_display(), RESULT_TONES[row.outcome]) if row.outcome else status(_("办理中"),
            Tone.NOW),
        )
        for row in page
    ]  # fmt: skip
    may = request.user.role in OFFICERS
    buttons = [
        button("desk:claim_application_new", _("受理医疗费用救助")), button("desk:claim_fixed_new", _("受理定额救助")),
    ]  # fmt: skip
    heads = (_("姓名"), _("所在村（社区）"), _("种类"), _("受理日期"), _("结果"))
    return {
        "title": _("个人申请的医疗救助"), "up": up("desk:todo", _("待办")), "tabs": tabs(request,
        "desk:claim_applications"),
        "lead": _("没有在定点医院一站式结算的，凭结算单事后申请；一张结算单只救助一次。"),
        "buttons": buttons if may else [],
        "grids": [grid("", heads, rows, page=page, empty=_("还没有个人申请。"))],
    }  # fmt: skip


def application_page(request: DeskRequest, row: PersonalClaim) -> ApplicationPage:
    """Return one claim of a person as a page."""
    is_open, path = row.decided_at is None, applications.path_of(row)
    may = is_open and request.user.role in OFFICERS
    surveys, posts = path.always("household_visit"), path.always("publicity")
    return ApplicationPage(
        row.pk, row, is_open, is_county(request), row.claimed_by_id == request.user.pk,
        needs_survey=may and surveys and row.surveyed_at is None,
        needs_posting=may and posts and row.posted_at is None and (row.surveyed_at is not None or not surveys),
    )  # fmt: skip


def application(request: DeskRequest, page: ApplicationPage) -> dict[str, Any]:
    """Return the page of a person's claim: its road, what it comes to and why."""
    row, claim = page.application, page.application.claim
    line = applications.preview(row)
    acts = acts_of(
        request, claim_acts.APPLICATION, page, "desk:claim_application_action", {"total": format_yuan(line.amount_fen)}
    )
    kept = [row.claim.hospital.name] if row.claim.hospital else []
    return {
        "title": _("%(name)s的医疗救助申请") % {"name": claim.person.name}, "crumb": claim.number,
        "up": up("desk:claim_applications", _("个人申请")), "tabs": tabs(request, "desk:claim_applications"),
        "state": row.get_outcome_display() or _("办理中"), "tone": RESULT_TONES.get(row.outcome, Tone.NOW),
        "lead": _("按规定计算为%(yuan)s元。") % {"yuan": format_yuan(line.amount_fen)},
        "facts": [
            (_("办理方式"), text(_("身份已经认定，直接办理") if row.is_recognised else _("申请、调查、公示后决定"))),
            (_("医疗机构"), text("".join(kept))), (_("身份"), text(" ".join(retell(each) for each in claim.sources))),
            (_("家庭"), link(row.household.number, reverse("desk:household", args=[row.household.number]))),
            (_("受理"), text(row.claimed_by.name, small=day_words(row.claimed_at.date()))),
            *([(_("调查"), text(row.survey))] if row.survey else []),
            *([(_("公示"), text(row.posted_place, small=day_words(row.posted_until)))] if row.posted_until else []),
            *([(_("决定"), text(row.document_number,
            small=row.decided_by.name if row.decided_by else ""))] if row.outcome else []),
        ],
        "acts": acts, "sheet": sheet_of(line.evaluation.as_dict(), on=claim.settled_on, members=[claim.person.name]),
        "history": history(of_object("personal_claim", row.pk)),
    }  # fmt: skip


def publication(request: DeskRequest) -> dict[str, Any]:
    """Return what is hung on boards for the last quarter: names and sums."""
    first, last = quarter_of(request.today)
    found = published(first, last)
    names = place_names({one.division_code for one in found})
    rows = [(text(names[one.division_code]), text(one.name), yuan(one.amount_fen)) for one in found]
    total = sum(one.amount_fen for one in found)
    heads = (_("村（社区）"), _("姓名"), _("救助金额（元）"))
    foot = (Cell(_("合计")), Cell(""), yuan(total)) if rows else ()
    return {
        "title": _("医疗救助公布名单"), "up": up("desk:todo", _("待办")), "tabs": tabs(request, "desk:claim_published"),
        "lead": _("%(from)s至%(until)s，按季度在村（社区）公开栏公布姓名和金额。") % {
            "from": day_words(first), "until": day_words(last),
        },
        "grids": [grid("", heads, rows, foot=foot, empty=_("这一季度没有救助。"))],
    }  # fmt: skip
