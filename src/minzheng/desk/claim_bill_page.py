"""What the pages of one bill show: the order of payers, how the aid was reckoned, versions; and a person's year."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.claims.domain.facts import labels, unpacked
from minzheng.claims.enums import BILLS, FileState, Mode
from minzheng.claims.enums import Outcome as Result
from minzheng.claims.models import Change, Claim
from minzheng.claims.queries import files as reading
from minzheng.claims.queries.signs import signs_of_claim
from minzheng.desk import claim_acts
from minzheng.desk.claim_grid import Cell, Grid, grid, link, text, yuan
from minzheng.desk.claim_places import acts_of, button, is_county, tabs, up
from minzheng.desk.history import history
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words
from minzheng.services.audit.queries import of_object
from minzheng.ui.calculation import sheet_of
from minzheng.ui.tones import Tone

RESULT_TONES: dict[str, Tone] = {Result.ELIGIBLE: Tone.DONE, Result.REFUSED: Tone.BAD, Result.INCOMPLETE: Tone.WARN}


@dataclass(frozen=True)
class BillPage:
    """One bill as its acts look at it."""

    number: int
    claim: Claim
    change: Change | None
    is_own: bool
    is_correctable: bool


def bill_page(request: DeskRequest, claim: Claim) -> BillPage:
    """Return one bill as a page."""
    change = reading.open_change(claim)
    is_living = not claim.is_reversal and not hasattr(claim, "replaced_by")
    is_confirmed = claim.file is not None and claim.file.state == FileState.CONFIRMED
    may = is_living and change is None and claim.kind in BILLS and claim.mode == Mode.DURING and is_confirmed
    own = change is not None and change.proposed_by_id == request.user.pk
    return BillPage(claim.pk, claim, change, own, may)


def bill(request: DeskRequest, page: BillPage) -> dict[str, Any]:
    """Return the page of one bill: the order of payers, how the aid was reckoned, the year, versions and signs."""
    claim, rows = page.claim, reading.reckonings(page.claim)
    [line] = reading.lines([claim])
    newest = rows[-1] if rows else None
    evaluation = unpacked(newest) if newest is not None else {}
    sheet = sheet_of(evaluation, on=claim.settled_on, members=[claim.person.name]) if evaluation else None
    acts = acts_of(request, claim_acts.BILL, page, "desk:claim_bill_action") if is_county(request) else []
    reveal = [button("desk:claim_bill_reveal", _("查看诊断等"), "eye", claim.pk)] if is_county(request) else []
    year = reverse("desk:claim_year", args=[claim.person_id, claim.settled_on.year])
    return {
        "title": _("%(name)s的结算单") % {"name": claim.person.name}, "crumb": claim.number,
        "up": up("desk:claim_file", claim.file.number, claim.file.number) if claim.file else up("desk:claims",
        _("医院结算")),
        "tabs": tabs(request, "desk:claims"), "buttons": reveal,
        "state": _("已冲销") if claim.is_reversal else Result(newest.outcome).label if newest else _("未结算"),
        "tone": RESULT_TONES.get(newest.outcome, Tone.PLAIN) if newest and not claim.is_reversal else Tone.PLAIN,
        "lead": _("救助%(aid)s元，个人负担%(self)s元。") % {"aid": format_yuan(line.aid_fen),
        "self": format_yuan(line.self_fen)},
        "facts": [
            (_("种类"), text(claim.get_kind_display(), small=claim.get_mode_display())),
            (_("医疗机构"), text(claim.hospital.name if claim.hospital else "")),
            (_("入院"), text(day_words(claim.admitted_on))), (_("出院"), text(day_words(claim.discharged_on))),
            (_("结算"), text(day_words(claim.settled_on))),
            (_("身份"), text(" ".join(retell(each) for each in claim.sources))),
            (_("本年度"), link(_("看全年各笔"), year)),
            *([(_("更正原因"), text(claim.reason))] if claim.reason else []),
        ],
        "acts": acts, "sheet": sheet, "notes": [one.why for one in signs_of_claim(claim)],
        "grids": [_payers(claim, line.aid_fen, line.self_fen), *_change(page.change), *_year_used(newest),
        *_versions(claim)],
        "history": history(of_object("claim", claim.pk)),
    }  # fmt: skip


def _payers(claim: Claim, aid_fen: int, self_fen: int) -> Grid:
    steps = (
        (_("医疗总费用"), claim.bill_fen), (_("减：目录外费用"), claim.out_of_catalogue_fen),
        (_("减：其他不符合规定的费用"), claim.not_allowed_fen), (_("减：基本医保支付"), claim.basic_insurance_fen),
        (_("减：大病保险支付"), claim.serious_illness_insurance_fen), (_("减：补充保险支付"), claim.supplementary_fen),
        (_("减：商业保险赔付"), claim.commercial_fen),
    )  # fmt: skip
    rest = claim.bill_fen - sum(fen for _label, fen in steps[1:])
    rows = [(text(label), yuan(fen)) for label, fen in (*steps, (_("政策范围内自付"), rest), (_("医疗救助"), aid_fen))]
    foot = (Cell(_("个人负担（含目录外）")), yuan(self_fen))
    return grid(_("支付顺序：先保险，后救助"), (_("项目"), _("金额（元）")), rows, foot=foot)


def _change(change: Change | None) -> list[Grid]:
    if change is None:
        return []
    names = {field.name: str(field.verbose_name) for field in Claim._meta.concrete_fields}  # noqa: SLF001
    rows = [
        (text(names[name]), text(format_yuan(value) if name.endswith("_fen") else value))
        for name, value in change.values.items()
    ]
    words = _("等待复核的更正：%(why)s（%(who)s）") % {"why": change.reason, "who": change.proposed_by.name}
    return [grid(words, (_("项目"), _("更正为")), rows, empty=_("整张结算单冲销。"))]


def _year_used(row: Any) -> list[Grid]:
    if row is None:
        return []
    names = labels()
    rows = [
        (text(names[code]), yuan(row.before.get(code)), yuan(after))
        for code, after in row.after.items()
        if after or row.before.get(code)
    ]
    return [grid(_("本年度累计：这一笔之前和之后"), (_("项目"), _("之前"), _("之后")), rows)] if rows else []


def _versions(claim: Claim) -> list[Grid]:
    found = reading.versions(claim)
    rows = [
        (
            link(_("第%(n)d版") % {"n": len(found) - place}, reverse("desk:claim_bill", args=[one.pk])),
            yuan(one.bill_fen),
            text(one.reason), text(one.entered_by.name),
        )
        for place, one in enumerate(found)
    ]  # fmt: skip
    return [grid(_("各版"), (_("版本"), _("总费用（元）"), _("原因"), _("录入人")), rows)] if len(found) > 1 else []


def year(request: DeskRequest, person: Any, of: int) -> dict[str, Any]:
    """Return a person's year: what each claim came to, what is used up of threshold and cap."""
    view, names = reading.year_view(person.pk, of), labels()
    rows = [
        (
            link(one.claim.number, reverse("desk:claim_bill", args=[one.claim.pk])), text(one.claim.get_kind_display()),
            text(one.claim.hospital.name if one.claim.hospital else ""), text(day_words(one.claim.settled_on)),
            yuan(one.aid_fen),
        )
        for one in view.lines
    ]  # fmt: skip
    used = [(text(names[code]), yuan(fen)) for code, fen in view.remembered.items() if fen]
    heads = (_("结算单号"), _("种类"), _("医疗机构"), _("结算日期"), _("救助（元）"))
    foot = (Cell(_("全年合计")), Cell(""), Cell(""), Cell(""), yuan(view.total_fen)) if rows else ()
    return {
        "title": _("%(name)s%(year)d年的医疗救助") % {"name": person.name, "year": of}, "crumb": person.name,
        "up": up("desk:claims", _("医院结算")), "tabs": tabs(request, "desk:claims"),
        "lead": _("全年救助%(yuan)s元；累计由系统按规定结转，不能填写。") % {"yuan": format_yuan(view.total_fen)},
        "grids": [
            grid(_("各笔"), heads, rows, foot=foot, empty=_("这一年还没有救助。")),
            *([grid(_("已用的起付标准、限额等"), (_("项目"), _("累计")), used)] if used else []),
        ],
    }  # fmt: skip


def revealed(found: dict[str, str]) -> Grid:
    """Return what was opened of a bill."""
    return grid("", (_("项目"), _("内容")), [(text(_(name)), text(value)) for name, value in found.items()])
