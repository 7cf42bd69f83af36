"""What the pages of self-assessment show: the list, one assessment, one of its items, and what may be done there."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.assessment.domain import beginning, closing, filling
from minzheng.assessment.engine.period import Period
from minzheng.assessment.engine.scoring import NOT_ARISING, OPEN, ItemScore
from minzheng.assessment.engine.sheet import ILLUSTRATIVE, Item
from minzheng.assessment.enums import State
from minzheng.assessment.models import Assessment
from minzheng.assessment.queries import assessments as queries
from minzheng.assessment.queries import explaining as words
from minzheng.assessment.queries.assessments import AssessmentView, assessment_view
from minzheng.assessment.queries.figures import FIGURES
from minzheng.assessment.queries.sheets import sheets_on
from minzheng.desk.acts import Act
from minzheng.desk.file_acts import FileAct, offered
from minzheng.desk.forms import assessments as forms
from minzheng.desk.history import history
from minzheng.desk.places import place_name, place_names
from minzheng.desk.request import DeskRequest
from minzheng.kernel.phrasebook import retell
from minzheng.services.audit.queries import of_object
from minzheng.ui.forms import PlainForm
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
TONES: dict[str, Tone] = {
    State.DRAFT: Tone.NOW, State.SUBMITTED: Tone.WARN, State.CLOSED: Tone.DONE, State.SUPERSEDED: Tone.PLAIN,
}  # fmt: skip
STARTED = gettext_lazy("已开始自评，编号 %(number)s。")
ITEM_DONE = {
    "answer": gettext_lazy("已填写。"),
    "attach": gettext_lazy("佐证材料已上传。"),
    "review": gettext_lazy("本项复核已登记。"),
}
ITEM_FORMS: dict[str, type[PlainForm]] = {
    "answer": forms.AnswerForm,
    "attach": forms.EvidenceForm,
    "review": forms.ReviewForm,
}
ITEM_RUNS: dict[str, Callable[..., Any]] = {
    "answer": filling.answer,
    "attach": filling.attach,
    "review": closing.review_item,
}


def _run(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *, file, **given: function(assessment=file, **given)


ACTS = (
    FileAct(
        verb="submit",
        title=gettext_lazy("提交自评"),
        button=gettext_lazy("提交"),
        form=forms.SubmitForm,
        run=_run(closing.submit),
        done=gettext_lazy("已提交，等待复核。指标和逐件清单已冻结。"),
        consequence=gettext_lazy("提交时冻结全部指标和逐件清单，以后办件变化不再影响本次得分；提交后不能修改，由{reviewer}复核。"),
    ),
    FileAct(
        verb="close",
        title=gettext_lazy("确认自评结果"),
        button=gettext_lazy("确认"),
        form=forms.CloseForm,
        run=_run(closing.close),
        done=gettext_lazy("自评结果已确认。"),
        consequence=gettext_lazy("按复核后的得分确认等次，确认后不能修改；需要更正的，退回重评。"),
    ),
    FileAct(
        verb="reopen",
        title=gettext_lazy("退回重评"),
        button=gettext_lazy("退回重评"),
        form=forms.ReopenForm,
        run=_run(beginning.reopen),
        done=gettext_lazy("已退回，新的一次自评带着原来的填写和佐证材料。"),
        is_grave=True,
        consequence=gettext_lazy("本次自评保持原样留存，另开新的一次，指标重新计算，由{filler}重新提交。"),
    ),
)  # fmt: skip
BY_VERB = {act.verb: act for act in ACTS}


def list_context(request: DeskRequest) -> dict[str, Any]:
    """Return the list of the area."""
    state = request.GET.get("state", "")
    page = Paginator(queries.assessments(state=state), ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.division_code for row in page})
    return {
        "page": page,
        "lines": [_line(row, places[row.division_code]) for row in page],
        "state": state,
        "states": [(one.value, one.label) for one in (State.DRAFT, State.SUBMITTED, State.CLOSED)],
        "may_start": any(one.unit.filled_by == request.user.role for one in sheets_on(request.today)),
    }


def page_context(request: DeskRequest, row: Assessment) -> dict[str, Any]:
    """Return the page of one assessment."""
    view = assessment_view(row, request.today)
    acts = offered(
        request, [act for act in ACTS if _may(request.user, view, act.verb)], file=row,
        page="desk:assessment_action", words=_people(view),
    )  # fmt: skip
    place = unit_words(row)
    return {
        "view": view,
        "row": row,
        "place": place,
        "lead": lead(view, place),
        "tone": TONES[view.state],
        "is_illustrative": view.sheet.status == ILLUSTRATIVE,
        "sections": [
            {
                "name": retell(section.name),
                "points": words.number(sum(view.score.items[item.code].points for item in section.items)),
                "out_of": words.number(sum(view.score.items[item.code].out_of for item in section.items)),
                "items": [item_line(view, view.score.items[item.code]) for item in section.items],
            }
            for section in view.sheet.sections
        ],
        "vetoes": [item_line(view, view.score.items[item.code]) for item in view.sheet.vetoes],
        "points": words.number(view.score.points),
        "out_of": words.number(view.score.out_of),
        "gaps": words.gaps(view.score.gaps),
        "past": words.past(list(queries.history(row))),
        "acts": acts,
        "is_folded": not acts,
        "waiting": "" if acts else waiting(view),
        "history": history(of_object("assessment", row.pk)),
    }  # fmt: skip


def item_context(request: DeskRequest, row: Assessment, item: Item, view: AssessmentView) -> dict[str, Any]:
    """Return the page of one item: its trace, the records behind it, evidence, and its acts."""
    one = view.score.items[item.code]
    lines = sorted(one.reading.lines, key=lambda line: line.is_good) if one.reading else []
    figure = FIGURES.get(item.figure)
    page = Paginator(lines, ON_A_PAGE * 2).get_page(request.GET.get("page"))
    return {
        "view": view,
        "row": row,
        "item": item,
        "one": one,
        "name": retell(item.name),
        "place": unit_words(row),
        "trace": words.trace(one, view.answers.get(item.code), view.reviews.get(item.code)),
        "answer": view.answers.get(item.code),
        "points": words.number(one.points),
        "full": words.number(item.full),
        "gap": retell(item.gap),
        "figure": figure,
        "digest": view.digests.get(item.figure, ""),
        "page": page,
        "lines": [
            {"line": line, "url": reverse("desk:remedy" if line.kind == "remedy" else "desk:case", args=[line.number])}
            for line in page
        ],
        "bad": sum(not line.is_good for line in lines),
        "evidence": view.evidence.get(item.code, []),
        "acts": item_acts(request, view, item),
        "is_open": one.status == OPEN,
    }


def item_acts(request: DeskRequest, view: AssessmentView, item: Item) -> list[Act]:
    """Return what may be done with an item now."""
    full = {
        "answer": (_("填写"), _("保存"), _("可以再次填写，以最后一次为准，以前的留存。")),
        "attach": (_("上传佐证材料"), _("上传"), _("文件用随机名称保存，记下指纹，提交后复核人可以查看。")),
        "review": (_("复核本项"), _("登记复核"), _("改分的，得分以复核为准，理由对填报单位公开。")),
    }
    found = []
    for verb, (title, button, consequence) in full.items():
        if not _may_item(request.user, view, item, verb):
            continue
        url = reverse("desk:assessment_item_action", args=[view.assessment.number, item.code, verb])
        form = ITEM_FORMS[verb](auto_id=f"{verb}_%s", item=item)
        found.append(Act(verb, title, button, str(consequence), url, form))
    return found


def item_line(view: AssessmentView, one: ItemScore) -> dict[str, Any]:
    """Return one item as the page lists it."""
    return {
        "one": one,
        "name": retell(one.item.name),
        "value": words.value_words(one),
        "points": "—" if one.status in {OPEN, NOT_ARISING} else words.number(one.points),
        "full": words.number(one.item.full),
        "is_open": one.status == OPEN,
        "is_none": one.status == NOT_ARISING,
        "is_changed": one.points != one.own,
        "files": len(view.evidence.get(one.item.code, [])),
        "is_reviewed": one.item.code in view.reviews,
        "url": reverse("desk:assessment_item", args=[view.assessment.number, one.item.code]),
    }


def lead(view: AssessmentView, place: str) -> str:
    """Say in one sentence who, when, how many points, which grade."""
    score = view.score
    said = {
        "place": place, "period": view.period.words, "points": words.number(score.points),
        "out_of": words.number(score.out_of), "grade": retell(score.grade), "n": score.open_count,
    }  # fmt: skip
    if score.open_count:
        return _("%(place)s%(period)s自评：已得%(points)s分，还有%(n)s项没有填写") % said
    return _("%(place)s%(period)s自评：%(points)s分（应得%(out_of)s分），%(grade)s") % said


def waiting(view: AssessmentView) -> str:
    """Say who acts next."""
    people = _people(view)
    return {
        State.DRAFT: _("由%(who)s填写、期满后提交。") % {"who": people["filler"]},
        State.SUBMITTED: _("等待%(who)s复核。") % {"who": people["reviewer"]},
        State.CLOSED: _("自评结果已确认。"),
        State.SUPERSEDED: _("已退回重评，以新的一次为准。"),
    }[view.state]


def unit_words(row: Assessment) -> str:
    """Name the unit."""
    return row.unit_name or place_name(row.division_code)


def _people(view: AssessmentView) -> dict[str, str]:

    unit = view.sheet.unit
    return {"filler": str(Role(unit.filled_by).label), "reviewer": str(Role(unit.reviewed_by).label)}


def _may(staff: Staff, view: AssessmentView, verb: str) -> bool:
    unit = view.sheet.unit
    if not staff.area.covers(view.assessment.division_code):
        return False
    if verb == "submit":
        return staff.role == unit.filled_by and view.state == State.DRAFT
    states = {State.SUBMITTED} if verb == "close" else {State.SUBMITTED, State.CLOSED}
    return staff.role == unit.reviewed_by and view.state in states


def _may_item(staff: Staff, view: AssessmentView, item: Item, verb: str) -> bool:
    if verb == "review":
        return _may(staff, view, "close")
    return _may(staff, view, "submit") and (verb == "attach" or item.is_typed)


def _line(row: Assessment, place: str) -> dict[str, Any]:
    scored = getattr(row, "closing", None) or getattr(row, "submission", None)
    return {
        "row": row,
        "unit": row.unit_name or place,
        "period": Period.parse(row.period).words,
        "sheet": retell(row.sheet["name"]),
        "tone": TONES[row.state],
        "points": words.number(scored.points) if scored else "",
        "out_of": words.number(scored.out_of) if scored else "",
        "grade": retell(scored.grade) if scored else "",
    }
