"""Claims: settlement files, bills, hospitals, payments, people's claims, rolls and the campaign; each with its acts."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minzheng.claims import models
from minzheng.claims.domain import application, campaign, hospital, intake, roll, urgent
from minzheng.claims.domain.answering import answer_file
from minzheng.claims.domain.detail import reveal
from minzheng.claims.queries import files as reading
from minzheng.desk import (
    claim_acts,
    claim_application_page,
    claim_bill_page,
    claim_campaign_page,
    claim_file_page,
    claim_hospital_page,
    claim_roll_page,
    claim_statement_page,
    claim_urgent_page,
)
from minzheng.desk.acting import Kind, act_on, enter, read_of, show
from minzheng.desk.claim_places import CAMPAIGN_READERS, COUNTY, EVERY_OFFICER, OFFICERS, is_folded, tabs, up
from minzheng.desk.downloads import CSV, XLSX, download
from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import claims as forms
from minzheng.desk.forms.files import FileForm
from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused
from minzheng.registry.models import Person

CHECK = ["GET", "HEAD", "POST"]
Find = Callable[[DeskRequest, Any], Any]
Context = Callable[[DeskRequest, Any], dict[str, Any]]
Acts = tuple[FileAct, ...]


@dataclass(frozen=True)
class New:
    """One page that makes something new: its form, what is done, where the way back leads."""

    form: type[FileForm]
    run: Callable[..., Any]
    back: tuple[str, Any]
    title: Any
    done: Any
    consequence: Any
    leads: Callable[[Any], tuple[str, Any]]


def _file(request: DeskRequest, number: str) -> claim_file_page.FilePage:
    return claim_file_page.file_page(request, get_object_or_404(reading.files(), number=number))


def _bill(request: DeskRequest, number: int) -> claim_bill_page.BillPage:
    rows = models.Claim.objects.select_related("person", "hospital", "file", "replaced_by").defer(
        "medical_sealed", "file__content_sealed"
    )
    return claim_bill_page.bill_page(request, get_object_or_404(rows, pk=number))


def _hospital(request: DeskRequest, number: str) -> claim_hospital_page.HospitalPage:
    return claim_hospital_page.hospital_page(request, get_object_or_404(models.Hospital.objects.all(), code=number))


def _statement(request: DeskRequest, number: str) -> claim_statement_page.StatementPage:
    rows = models.Statement.objects.select_related("hospital", "prepared_by", "approved_by")
    return claim_statement_page.statement_page(request, get_object_or_404(rows, number=number))


def _application(request: DeskRequest, number: int) -> claim_application_page.ApplicationPage:
    return claim_application_page.application_page(request, get_object_or_404(reading.applications(), pk=number))


def _waiver(_request: DeskRequest, number: int) -> claim_urgent_page.WaiverPage:
    rows = models.DepositWaiver.objects.select_related("person", "hospital", "issued_by")
    return claim_urgent_page.WaiverPage(number, get_object_or_404(rows, pk=number))


def _referral(_request: DeskRequest, number: int) -> claim_urgent_page.ReferralPage:
    rows = models.EmergencyReferral.objects.select_related("hospital", "recorded_by")
    return claim_urgent_page.ReferralPage(number, get_object_or_404(rows, pk=number))


def _roll(request: DeskRequest, number: str) -> claim_roll_page.RollPage:
    row = get_object_or_404(models.RollImport.objects.select_related("submitted_by"), number=number)
    return claim_roll_page.RollPage(number, row, row.submitted_by_id == request.user.pk)


def _campaign(request: DeskRequest, number: int) -> claim_campaign_page.CampaignPage:
    return claim_campaign_page.campaign_page(request, get_object_or_404(models.Campaign.objects.all(), year=number))


def _gap(request: DeskRequest, number: int) -> claim_campaign_page.GapPage:
    rows = models.Standing.objects.select_related("match__freeze__campaign", "entry__person")
    return claim_campaign_page.gap_page(request, get_object_or_404(rows, pk=number))


def _kind(code: str, find: Find, context: Context, acts: Acts) -> Kind:
    def folded(request: DeskRequest, page: Any) -> dict[str, Any]:
        found = context(request, page)
        return {**found, "is_folded": is_folded(found.get("acts", []))}

    trace: dict[str, Any] = {}
    if code in NOTES:
        trace = {"note": NOTES[code], "seen": "查看医疗救助", "acted": "办理医疗救助"}
    return Kind(f"desk:{code}", "desk/claims/page.html", find, folded, acts, **trace)


def _read(kind: str, row: str, *, division: str = "division_code") -> Callable[[DeskRequest, Any, str], None]:
    return read_of(kind, key=attrgetter(f"{row}.pk"), division=attrgetter(f"{row}.{division}"))


# The pages of one person: whoever opens one leaves a trace.
NOTES = {
    "claim_bill": _read("claim", "claim"),
    "claim_application": _read("personal_claim", "application", division="claim.division_code"),
    "claim_waiver": _read("deposit_waiver", "waiver"),
    "claim_referral": _read("emergency_referral", "referral"),
    "claim_gap": _read("person", "person"),
}

PARTS: dict[str, tuple[Find, Context, Acts]] = {
    "claim_file": (_file, claim_file_page.file, claim_acts.FILE),
    "claim_bill": (_bill, claim_bill_page.bill, claim_acts.BILL),
    "claim_hospital": (_hospital, claim_hospital_page.hospital, claim_acts.HOSPITAL),
    "claim_statement": (_statement, claim_statement_page.statement, claim_acts.STATEMENT),
    "claim_application": (_application, claim_application_page.application, claim_acts.APPLICATION),
    "claim_waiver": (_waiver, claim_urgent_page.waiver, claim_acts.WAIVER),
    "claim_referral": (_referral, claim_urgent_page.referral, claim_acts.REFERRAL),
    "claim_roll": (_roll, claim_roll_page.roll, claim_acts.ROLL),
    "claim_campaign": (_campaign, claim_campaign_page.campaign, claim_acts.CAMPAIGN),
    "claim_gap": (_gap, claim_campaign_page.gap, claim_acts.GAP),
}
KINDS = {code: _kind(code, *parts) for code, parts in PARTS.items()}
NEW = {
    "file": New(
        forms.SettlementFileForm, intake.receive, ("desk:claims", _("医院结算")), _("接收结算文件"),
        _("已接收，请开始结算。"),
        _("文件照原样加密保存；同一份文件、同一张结算单只算一次。"), lambda row: ("desk:claim_file", row.number),
    ),
    "hospital": New(
        forms.HospitalForm, hospital.register, ("desk:claim_hospitals", _("定点机构")), _("登记机构"),
        _("机构已登记。"),
        _("款项只付到机构本单位的账户。医院还须登记定点协议并复核。"), lambda row: ("desk:claim_hospital", row.code),
    ),
    "application": New(
        forms.ClaimForm, application.claim, ("desk:claim_applications", _("个人申请")), _("受理医疗费用救助"),
        _("已受理。"),
        _("不问病种；结算单号全县只用一次。身份已经认定的直接办理，其余的调查、公示后决定。"),
        lambda row: ("desk:claim_application", row.pk),
    ),
    "fixed": New(
        forms.FixedForm, application.claim_fixed, ("desk:claim_applications", _("个人申请")), _("受理定额救助"),
        _("已受理。"),
        _("凭身份和慢性病、高龄、重度残疾的情形按年办理，不需要票据。"), lambda row: ("desk:claim_application", row.pk),
    ),
    "waiver": New(
        forms.WaiverForm, urgent.waive_deposit, ("desk:claim_urgent", _("先救治")), _("免收押金"), _("已开具。"),
        _("医院凭此不收押金；只看身份，不问病情。"), lambda row: ("desk:claim_waiver", row.pk),
    ),
    "referral": New(
        forms.ReferralForm, urgent.refer, ("desk:claim_urgent", _("先救治")), _("登记急救转介"), _("已登记。"),
        _("先救治；费用由疾病应急救助基金等支付，不从医疗救助基金付款。"), lambda row: ("desk:claim_referral", row.pk),
    ),
    "roll": New(
        forms.RollForm, roll.submit, ("desk:claim_rolls", _("名册")), _("导入名册"), _("已提交，等待另一人复核。"),
        _("没有问题的行等待另一人复核；有问题的逐行说明，不会悄悄丢掉。"), lambda row: ("desk:claim_roll", row.number),
    ),
    "campaign": New(
        forms.CampaignForm, campaign.open_campaign, ("desk:claim_campaigns", _("参保")), _("启动新年度"), _("已启动。"),
        _("每个年度重新冻结名册、重新比对，不从上年照抄。"), lambda row: ("desk:claim_campaign", row.year),
    ),
}  # fmt: skip


def _page(roles: frozenset[Any], context: Callable[[DeskRequest], dict[str, Any]], *, county: bool = False) -> Any:
    @seen_by(roles, whole_county=county)
    @read_only
    def view(request: DeskRequest) -> HttpResponse:
        return render(request, "desk/claims/page.html", context(request))

    return view


def _shown(roles: frozenset[Any], code: str, *, county: bool = False) -> Any:
    @seen_by(roles, whole_county=county)
    @read_only
    def view(request: DeskRequest, number: Any) -> HttpResponse:
        return show(request, KINDS[code], number)

    return view


def _acted(roles: frozenset[Any], code: str, *, county: bool = False) -> Any:
    @seen_by(roles, whole_county=county)
    @require_http_methods(CHECK)
    def view(request: DeskRequest, number: Any, verb: str) -> HttpResponse:
        return act_on(request, KINDS[code], number, verb)

    return view


def _made(roles: frozenset[Any], code: str, *, county: bool = False) -> Any:
    @seen_by(roles, whole_county=county)
    @require_http_methods(CHECK)
    def view(request: DeskRequest) -> HttpResponse:
        return _new(request, NEW[code])

    return view


claim_files = _page(MONEY_READERS, claim_file_page.file_list, county=True)
claim_hospitals = _page(MONEY_READERS, claim_hospital_page.hospital_list, county=True)
claim_statements = _page(MONEY_READERS, claim_statement_page.statement_list, county=True)
claim_fund = _page(MONEY_READERS, claim_statement_page.fund_page, county=True)
claim_applications = _page(EVERY_OFFICER, claim_application_page.application_list)
claim_urgent = _page(EVERY_OFFICER, claim_urgent_page.urgent_list)
claim_rolls = _page(MONEY_READERS, claim_roll_page.roll_list, county=True)
claim_campaigns = _page(CAMPAIGN_READERS, claim_campaign_page.campaign_list)
claim_published = _page(EVERY_OFFICER, claim_application_page.publication)
claim_file, claim_file_action = (make(MONEY_READERS, "claim_file", county=True) for make in (_shown, _acted))
claim_bill, claim_bill_action = (make(MONEY_READERS, "claim_bill", county=True) for make in (_shown, _acted))
claim_hospital, claim_hospital_action = (
    make(MONEY_READERS, "claim_hospital", county=True) for make in (_shown, _acted)
)
claim_statement, claim_statement_action = (
    make(MONEY_READERS, "claim_statement", county=True) for make in (_shown, _acted)
)
claim_roll, claim_roll_action = (make(MONEY_READERS, "claim_roll", county=True) for make in (_shown, _acted))
claim_application, claim_application_action = (make(EVERY_OFFICER, "claim_application") for make in (_shown, _acted))
claim_waiver, claim_waiver_action = (make(EVERY_OFFICER, "claim_waiver") for make in (_shown, _acted))
claim_referral, claim_referral_action = (make(EVERY_OFFICER, "claim_referral") for make in (_shown, _acted))
claim_campaign, claim_campaign_action = (make(CAMPAIGN_READERS, "claim_campaign") for make in (_shown, _acted))
claim_gap, claim_gap_action = (make(CAMPAIGN_READERS, "claim_gap") for make in (_shown, _acted))
claim_file_new = _made(COUNTY, "file", county=True)
claim_hospital_new = _made(COUNTY, "hospital", county=True)
claim_roll_new = _made(COUNTY, "roll", county=True)
claim_campaign_new = _made(COUNTY, "campaign", county=True)
claim_application_new = _made(OFFICERS, "application")
claim_fixed_new = _made(OFFICERS, "fixed")
claim_waiver_new = _made(OFFICERS, "waiver")
claim_referral_new = _made(OFFICERS, "referral")


@seen_by(MONEY_READERS, whole_county=True)
@read_only
def claim_file_answer(request: DeskRequest, number: str) -> HttpResponse:
    """Send the answer for the hospital; it holds names, so the read is recorded."""
    page = _file(request, number)
    note_read(
        request, kind="settlement_file", object_id=page.file.pk, division_code=page.file.hospital.division_code,
        purpose="下载结算回执",
    )  # fmt: skip
    try:
        with as_kept():
            content, name = answer_file(page.file)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("desk:claim_file", number=number)
    return download(content, name=name, media_type=XLSX if name.endswith("xlsx") else CSV)


@seen_by(MONEY_READERS, whole_county=True)
@read_only
def claim_year(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """Show a person's year."""
    person = get_object_or_404(Person.objects.all(), pk=number)
    note_read(
        request, kind="person", object_id=person.pk, division_code=person.division_code, purpose="查看医疗救助年度"
    )
    return render(request, "desk/claims/page.html", claim_bill_page.year(request, person, year))


@seen_by(MONEY_READERS, whole_county=True)
@require_http_methods(CHECK)
def claim_bill_reveal(request: DeskRequest, number: int) -> HttpResponse:
    """Show diagnosis, ward and drugs of one bill for a stated purpose; the read is recorded."""
    page = _bill(request, number)
    form = forms.RevealForm(request.POST) if request.method == "POST" else forms.RevealForm()
    context: dict[str, Any] = {
        "title": _("查看诊断等"), "up": up("desk:claim_bill", page.claim.number, number), "refusal": "", "form": form,
        "consequence": _("只用于医疗救助的核实；谁在何时为什么查看，留存备查。"), "tabs": tabs(request, "desk:claims"),
    }  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            with as_kept():
                found = reveal(claim=page.claim, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as refused:
            context["refusal"] = str(refused)
        else:
            context["grids"] = [claim_bill_page.revealed(found)]
            return render(request, "desk/claims/new.html", context)
    return render(request, "desk/claims/new.html", context, status=422 if form.is_bound else 200)


def _new(request: DeskRequest, new: New) -> HttpResponse:
    def done(made: Any) -> tuple[Any, HttpResponse]:
        name, key = new.leads(made)
        return new.done, redirect(name, number=key)

    words = {"title": new.title, "consequence": new.consequence, "up": up(*new.back)}
    return enter(request, new.form, new.run, "desk/claims/new.html", done, **words)
