"""What the pages of enrolment show: the years, one with its rate and work list, one person who is not insured."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.claims.enums import GapKind
from minzheng.claims.models import Campaign, GapNote, Standing
from minzheng.claims.queries import enrolment
from minzheng.desk import claim_acts
from minzheng.desk.claim_grid import Grid, grid, link, number, status, text
from minzheng.desk.claim_places import OFFICERS, acts_of, button, is_county, paged, tabs, up
from minzheng.desk.history import history
from minzheng.desk.places import place_name, place_names
from minzheng.desk.request import DeskRequest
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words, month_words
from minzheng.registry.models import Person
from minzheng.services.audit.queries import of_object
from minzheng.ui.tones import Tone

CHANGED, LEFT_OUT = "changed", "left_out"


@dataclass(frozen=True)
class CampaignPage:
    """One year."""

    number: int
    campaign: Campaign
    months: list[enrolment.MonthRate]
    is_county: bool

    @property
    def has_freeze(self) -> bool:
        """Whether a roster is frozen."""
        return bool(self.months)

    @property
    def has_match(self) -> bool:
        """Whether one was matched."""
        return any(one.match for one in self.months)


@dataclass(frozen=True)
class GapPage:
    """One person of the last matching. `number` is the row of the matching."""

    number: int
    campaign: Campaign
    standing: Standing
    person: Person
    gap_note: GapNote | None
    is_county: bool
    is_own: bool
    may_state: bool


def campaign_list(request: DeskRequest) -> dict[str, Any]:
    """Return the years."""
    rows = []
    for row in enrolment.campaigns():
        newest = next((one for one in enrolment.months_of(row) if one.match), None)
        rows.append(
            (
                link(_("%(year)d年度") % {"year": row.year}, reverse("desk:claim_campaign", args=[row.year])),
                text(rate_words(newest.basis_points if newest else None)),
                number(newest.open_count if newest else "—"),
                text(day_words(row.last_on)),
            )
        )
    heads = (_("年度"), _("参保率"), _("还差（人）"), _("集中征缴截止"))
    return {
        "title": _("资助参保：一个不漏"), "up": up("desk:todo", _("待办")), "tabs": tabs(request,
        "desk:claim_campaigns"),
        "lead": _("低保、特困、重点优抚对象都要参保；谁没有参保、为什么，逐村逐人列出，直到一个不漏。"),
        "buttons": [button("desk:claim_campaign_new", _("启动新年度"))] if is_county(request) else [],
        "grids": [grid("", heads, rows, empty=_("还没有启动。启动后每月冻结名册，与医保的参保数据比对。"))],
    }  # fmt: skip


def rate_words(basis_points: int | None) -> str:
    """Return a rate in words; it is rounded down, so that 100% is said only of all."""
    if basis_points is None:
        return "—"
    return f"{basis_points // 100}.{basis_points % 100:02d}%"


def campaign_page(request: DeskRequest, row: Campaign) -> CampaignPage:
    """Return one year as a page."""
    return CampaignPage(row.year, row, enrolment.months_of(row), is_county(request))


def campaign(request: DeskRequest, page: CampaignPage) -> dict[str, Any]:
    """Return a year: the rate month by month, the gaps by kind and village, the work list, who was taken out."""
    newest = next((one for one in page.months if one.match), None)
    match = newest.match if newest else None
    months = [
        (
            text(month_words(one.freeze.month), small=day_words(one.freeze.cut_off)), number(one.freeze.row_count),
            number(one.match.to_enrol if one.match else "—"), number(one.match.enrolled if one.match else "—"),
            number(rate_words(one.basis_points)), number(one.open_count if one.match else "—"),
        )
        for one in page.months
    ]  # fmt: skip
    heads = (_("月份"), _("名册（人）"), _("应参保"), _("已参保"), _("参保率"), _("还差"))
    lead = _("还没有比对。先冻结名册，再上传医保的参保数据。")
    if newest and match:
        lead = _("应参保%(all)d人，已参保%(in)d人，参保率%(rate)s，还差%(open)d人。") % {
            "all": match.to_enrol, "in": match.enrolled, "rate": rate_words(newest.basis_points),
            "open": newest.open_count,
        }  # fmt: skip
    return {
        "title": _("%(year)d年度参保") % {"year": page.campaign.year}, "up": up("desk:claim_campaigns", _("参保")),
        "tabs": tabs(request, "desk:claim_campaigns"), "lead": lead,
        "facts": [
            (_("集中征缴截止"), text(day_words(page.campaign.last_on))),
            *([(label, number(count)) for label, count in enrolment.gap_counts(match).items()] if match else []),
        ],
        "acts": acts_of(request, claim_acts.CAMPAIGN, page, "desk:claim_campaign_action"),
        "grids": [
            *(_work(request, match) if match else []),
            grid(_("逐月（分母是冻结的名册）"), heads, months, empty=_("还没有冻结名册。")),
            *_turnover(request, page), *(_left_out(request, match) if match else []),
        ],
        "history": history(of_object("campaign", page.campaign.pk)) if page.is_county else [],
    }  # fmt: skip


def _work(request: DeskRequest, match: Any) -> list[Grid]:
    villages = enrolment.villages(match)
    names = place_names({one.division_code for one in villages})
    by_village = [(text(names[one.division_code]), number(one.to_enrol), number(one.open_count)) for one in villages]
    page = paged(request, enrolment.gaps(match))
    found = place_names({one.entry.division_code for one in page})
    people = [
        (
            link(one.entry.person.name, reverse("desk:claim_gap", args=[one.pk]), small=found[one.entry.division_code]),
            status(one.get_kind_display(), Tone.WARN), text(retell(one.why)), text(retell(one.to_do)),
        )
        for one in page
    ]  # fmt: skip
    heads = (_("姓名"), _("情形"), _("原因"), _("下一步"))
    return [
        grid(_("工作清单：还没有参保的人"), heads, people, page=page, empty=_("一个不漏：应参保的都已参保。")),
        *([grid(_("按村（社区）"), (_("村（社区）"), _("应参保"), _("还差")), by_village)] if by_village else []),
    ]


def _turnover(request: DeskRequest, page: CampaignPage) -> list[Grid]:
    if len(page.months) < 2:
        return []
    found = enrolment.turnover(page.months[1].freeze, page.months[0].freeze)
    names = place_names({code for row, before in found.moved for code in (row.division_code, before)})
    rows = [
        (text(one.person.name), status(_("新增"), Tone.NOW), text(_("自%(day)s起") % {"day": day_words(one.listed_on)}))
        for one in found.joined
    ]
    rows += [
        (text(one.person.name), status(_("退出"), Tone.PLAIN), text(_("已死亡") if dead else _("身份终止或迁走")))
        for one, dead in found.left
    ]
    rows += [
        (
            text(one.person.name),
            status(_("迁居"), Tone.PLAIN),
            text(_("从%(from)s迁到%(to)s") % {"from": names[before], "to": names[one.division_code]}),
        )
        for one, before in found.moved
    ]
    cut = paged(request, rows, CHANGED)
    heads = (_("姓名"), _("变化"), _("说明"))
    return [grid(_("本月与上月名册相比"), heads, cut, page=cut, turned_by=CHANGED)] if rows else []


def _left_out(request: DeskRequest, match: Any) -> list[Grid]:
    page = paged(request, enrolment.left_out(match), LEFT_OUT)
    rows = [(text(one.entry.person.name), text(one.get_kind_display()), text(retell(one.why))) for one in page]
    heads = (_("姓名"), _("情形"), _("原因"))
    return [grid(_("有证明、经复核，不计入应参保人数的"), heads, rows, page=page, turned_by=LEFT_OUT)] if rows else []


def gap_page(request: DeskRequest, row: Standing) -> GapPage:
    """Return one person of the work list as a page."""
    work, person = row.match.freeze.campaign, row.entry.person
    waiting = enrolment.waiting_notes(work).filter(person=person).first()
    may = request.user.role in OFFICERS and row.kind != GapKind.ENROLLED
    own = waiting is not None and waiting.stated_by_id == request.user.pk
    return GapPage(row.pk, work, row, person, waiting, is_county(request), own, may)


def gap(request: DeskRequest, page: GapPage) -> dict[str, Any]:
    """Return what is known of somebody who is not insured."""
    row = page.standing
    notes = enrolment.notes_of(page.campaign, [page.person.pk]).get(page.person.pk, [])
    rows = [
        (
            text(one.get_kind_display()), text(one.text), text(one.document), text(one.stated_by.name),
            status(_("已复核") if one.confirmed_at else _("未复核"), Tone.DONE if one.confirmed_at else Tone.PLAIN),
        )
        for one in notes
    ]  # fmt: skip
    heads = (_("情形"), _("情况"), _("证明"), _("登记人"), _("复核"))
    return {
        "title": _("%(name)s：%(kind)s") % {"name": page.person.name, "kind": row.get_kind_display()},
        "crumb": page.person.name,
        "up": up("desk:claim_campaign", _("%(year)d年度参保") % {"year": page.campaign.year}, page.campaign.year),
        "tabs": tabs(request, "desk:claim_campaigns"), "lead": retell(row.why),
        "facts": [
            (_("所在村（社区）"), text(place_name(row.entry.division_code))), (_("进入名册"),
            text(day_words(row.entry.listed_on))),
            (_("下一步"), text(retell(row.to_do))), (_("公民身份号码"), text(page.person.id_number_masked)),
        ],
        "acts": acts_of(request, claim_acts.GAP, page, "desk:claim_gap_action"),
        "grids": [grid(_("登记的原因"), heads, rows, empty=_("还没有登记原因。"))],
    }  # fmt: skip
