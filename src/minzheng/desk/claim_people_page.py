"""What the pages about people show: their own claims, help before papers, rolls, the campaign, what is published."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.claims.domain import application as applications
from minzheng.claims.enums import GapKind
from minzheng.claims.models import (
    Campaign,
    DepositWaiver,
    EmergencyReferral,
    GapNote,
    PersonalClaim,
    RollEntry,
    RollImport,
    Standing,
)
from minzheng.claims.queries import enrolment
from minzheng.claims.queries import files as reading
from minzheng.claims.queries.publication import published, quarter_of
from minzheng.claims.queries.rolls import roll_kinds
from minzheng.desk import claim_acts
from minzheng.desk.claim_grid import Cell, Grid, grid, link, number, status, text, yuan
from minzheng.desk.claim_money_page import RESULT_TONES
from minzheng.desk.claim_places import OFFICERS, acts_of, button, is_county, paged, tabs, up
from minzheng.desk.history import history
from minzheng.desk.places import place_name, place_names
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words, month_words
from minzheng.registry.models import Person
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


@dataclass(frozen=True)
class RollPage:
    """One import."""

    number: str
    batch: RollImport
    is_own: bool


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


def urgent_list(request: DeskRequest) -> dict[str, Any]:
    """Return waivers and urgent patients."""
    waivers = DepositWaiver.objects.select_related("person", "hospital").order_by("closed_at", "-pk")[:50]
    patients = EmergencyReferral.objects.select_related("hospital").order_by("settled_at", "-pk")[:50]
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
            empty=_("还没有免收押金的记录。")),
            grid(_("疾病应急救助转介"), (_("姓名或特征"), _("医疗机构"), _("送医"), _("结果")), found,
            empty=_("还没有转介。")),
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


def roll_list(request: DeskRequest) -> dict[str, Any]:
    """Return the imported rolls."""
    page = paged(request, RollImport.objects.select_related("submitted_by").order_by("-pk"))
    rows = [
        (
            link(row.number, reverse("desk:claim_roll", args=[row.number]), small=row.file_name),
            text(retell(roll_kinds()[row.roll].name)), text(row.source), text(row.submitted_by.name),
            status(_("已复核") if row.confirmed_at else _("待复核"), Tone.DONE if row.confirmed_at else Tone.NOW),
        )
        for row in page
    ]  # fmt: skip
    heads = (_("批次"), _("名册"), _("来源"), _("提交人"), _("状态"))
    return {
        "title": _("别的部门的名册"), "up": up("desk:claims", _("医院结算")), "tabs": tabs(request, "desk:claim_rolls"),
        "lead": _("重点优抚对象、低保边缘家庭成员等，身份一次认定，处处承认。"),
        "buttons": [button("desk:claim_roll_new", _("导入名册"), "file-import")] if is_county(request) else [],
        "grids": [grid("", heads, rows, page=page, empty=_("还没有导入名册。"))],
    }  # fmt: skip


def roll(request: DeskRequest, page: RollPage) -> dict[str, Any]:
    """Return the page of an import: who is on it, which rows were left out and why."""
    row = page.batch
    people = RollEntry.objects.filter(batch=row).select_related("person").order_by("pk")
    cut, count = paged(request, people), people.count()
    may = is_county(request)
    acts = acts_of(request, claim_acts.ROLL, page, "desk:claim_roll_action", {"people": str(count)}) if may else []
    rows = [
        (
            text(one.person.name), text(one.person.id_number_masked), text(one.category), text(day_words(one.from_day)),
            text(day_words(one.until_day) if one.until_day else _("长期")),
        )
        for one in cut
    ]  # fmt: skip
    bad = [(number(line), text(why)) for line, why in row.problems]
    heads = (_("姓名"), _("公民身份号码"), _("类别"), _("起始"), _("截止"))
    return {
        "title": retell(roll_kinds()[row.roll].name), "crumb": row.number, "up": up("desk:claim_rolls", _("名册")),
        "tabs": tabs(request, "desk:claim_rolls"), "state": _("已复核") if row.confirmed_at else _("待复核"),
        "tone": Tone.DONE if row.confirmed_at else Tone.NOW,
        "lead": _("%(n)d人可以导入，%(bad)d行有问题。") % {"n": count, "bad": len(bad)},
        "facts": [(_("来源"), text(row.source)), (_("提交"), text(row.submitted_by.name))], "acts": acts,
        "grids": [
            *([grid(_("没有导入的行"), (_("行号"), _("原因")), bad)] if bad else []), grid(_("人员"), heads, rows,
            page=cut),
        ],
        "history": history(of_object("roll_import", row.pk)),
    }  # fmt: skip


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
            text(rate_words(one.basis_points)), number(one.open_count if one.match else "—"),
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
            *_turnover(page), *(_left_out(match) if match else []),
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


def _turnover(page: CampaignPage) -> list[Grid]:
    if len(page.months) < 2:
        return []
    found = enrolment.turnover(page.months[1].freeze, page.months[0].freeze)
    rows = [
        (text(one.person.name), status(_("新增"), Tone.NOW), text(day_words(one.listed_on))) for one in found.joined
    ]
    rows += [
        (text(one.person.name), status(_("退出"), Tone.PLAIN), text(_("已死亡") if dead else _("身份终止或迁走")))
        for one, dead in found.left
    ]
    return [grid(_("本月与上月名册相比"), (_("姓名"), _("变化"), _("说明")), rows[:100])] if rows else []


def _left_out(match: Any) -> list[Grid]:
    rows = [
        (text(one.entry.person.name), text(one.get_kind_display()), text(retell(one.why)))
        for one in enrolment.left_out(match)[:100]
    ]
    heads = (_("姓名"), _("情形"), _("原因"))
    return [grid(_("有证明、经复核，不计入应参保人数的"), heads, rows)] if rows else []


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
