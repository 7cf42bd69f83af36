"""What the pages of rolls of other offices show: the imports, and one with its people and the rows left out."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.claims.models import RollEntry, RollImport
from minzheng.claims.queries.rolls import roll_kinds
from minzheng.desk import claim_acts
from minzheng.desk.claim_grid import grid, link, number, status, text
from minzheng.desk.claim_places import acts_of, button, is_county, paged, tabs, up
from minzheng.desk.history import history
from minzheng.desk.request import DeskRequest
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words
from minzheng.services.audit.queries import of_object
from minzheng.ui.tones import Tone


@dataclass(frozen=True)
class RollPage:
    """One import."""

    number: str
    batch: RollImport
    is_own: bool


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
