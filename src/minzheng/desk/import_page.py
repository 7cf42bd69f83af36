"""What the pages of an import show: the dry run of a file, and the batch that a second person decides."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.casework.queries.catalogue import programs
from minzheng.desk.acts import Act
from minzheng.desk.forms.acts import NothingForm, RejectForm
from minzheng.desk.places import place_name
from minzheng.desk.request import DeskRequest
from minzheng.integrations.roster import queries
from minzheng.integrations.roster.domain.approve import approve, outcome_in_words, reject
from minzheng.integrations.roster.domain.columns import words
from minzheng.integrations.roster.domain.draft import HouseholdDraft
from minzheng.integrations.roster.domain.forms.layouts import form_words
from minzheng.integrations.roster.domain.kept_files import may_have
from minzheng.integrations.roster.domain.report import Report
from minzheng.integrations.roster.domain.statistics.lines import Verdict
from minzheng.integrations.roster.enums import BatchKind, BatchState, Severity
from minzheng.integrations.roster.models import ImportBatch
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.idnumber import mask
from minzheng.kernel.wording import sum_in_words
from minzheng.ui.forms import PlainForm
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
COMPARED_ON_A_PAGE = 100
UNITS: dict[str, Any] = {
    BatchKind.TAKEOVER: gettext_lazy("户"),
    BatchKind.REGISTRATION: gettext_lazy("户"),
    BatchKind.VETERANS: gettext_lazy("人"),
    BatchKind.COMPARISON: gettext_lazy("项"),
}
VERDICT_TONES: dict[str, Tone] = {
    Verdict.SAME: Tone.DONE,
    Verdict.DIFFERS: Tone.BAD,
    Verdict.UNKNOWN: Tone.PLAIN,
    Verdict.MISSING: Tone.WARN,
    Verdict.WRONG: Tone.BAD,
}
TONES: dict[str, Tone] = {
    BatchState.SUBMITTED: Tone.NOW, BatchState.APPROVED: Tone.DONE, BatchState.REJECTED: Tone.BAD,
}  # fmt: skip
# How heavy a finding is, as the office says it.
WEIGHTS = (
    (Severity.ERROR, gettext_lazy("阻断"), Tone.BAD),
    (Severity.WARNING, gettext_lazy("提醒"), Tone.WARN),
    (Severity.NOTE, gettext_lazy("说明"), Tone.PLAIN),
)
WEIGHT = {str(severity): {"label": label, "tone": tone} for severity, label, tone in WEIGHTS}
FORMS: dict[str, type[PlainForm]] = {"approve": NothingForm, "reject": RejectForm}
RUNS: dict[str, Callable[..., ImportBatch]] = {"approve": approve, "reject": reject}


@dataclass(frozen=True)
class Finding:
    """A problem of a kept dry run, as the workbook wants it."""

    sheet: str
    row: int | None
    column: str
    severity: str
    code: str
    reason: str


def layouts() -> list[dict[str, Any]]:
    """Say which sheets are understood, and which columns each must have, in the words offices use."""
    return [
        {
            "name": layout.name,
            "needs": [" / ".join(layout.columns[code].name for code in group) for group in layout.needs],
            "also": [column.name for column in layout.columns.values() if column.code not in sum(layout.needs, ())],
        }
        for layout in words().layouts.values()
    ]


def form_layouts() -> list[dict[str, Any]]:
    """Say which forms of one household are understood, and some of the labels that tell them apart."""
    known = form_words()
    return [
        {
            "name": layout.name,
            "signs": [known.labels[code].name for code in known.labels if code in layout.signs],
        }
        for layout in known.layouts
    ]


def draft_of(report: Report) -> dict[str, Any]:
    """Return what a dry run found, JSON-ready: problems, counts in words, the good rows masked."""
    return report.as_dict() | {"why": report.why(), "good": [_preview(item) for item in report.good]}


def problems_of(draft: Mapping[str, Any]) -> list[Finding]:
    """Return the problems of a kept dry run."""
    return [Finding(**problem) for problem in draft["problems"]]


def draft_context(draft: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the page of a dry run; `asked` chooses severity and page."""
    good = draft["good"]
    total = sum(row["amount_fen"] or 0 for row in good)
    found = problems_of(draft)
    compared = compared_lines(draft["comparisons"])
    tab = asked.get("tab") or ("compared" if compared else "problems" if found else "rows")
    return {
        "draft": draft,
        "tab": tab,
        "kind_label": BatchKind(draft["kind"]).label,
        "unit": UNITS[draft["kind"]],
        "is_takeover": draft["kind"] == BatchKind.TAKEOVER,
        "is_comparison": draft["kind"] == BatchKind.COMPARISON,
        "compared": Paginator(compared, COMPARED_ON_A_PAGE).get_page(asked.get("page")),
        "compared_total": len(compared),
        "known_total": sum(line["verdict"] != Verdict.UNKNOWN for line in compared),
        "to_look_at": sum(line["is_open"] for line in compared),
        "good_count": len(good),
        "page": Paginator(good, ON_A_PAGE).get_page(asked.get("page")),
        "persons": sum(row["persons"] for row in good),
        "total_fen": total,
        "in_words": sum_in_words(total),
        "bad_count": draft["households_total"] - len(good),
        "program": _program(draft["program"]),
        **_problem_list(found, Counter(problem.severity for problem in found), asked),
    }


def compared_lines(comparisons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return every compared figure with its table; what somebody has to look at comes first."""
    lines = [
        {
            **line,
            "sheet": comparison["sheet"],
            "month": comparison["month"],
            "label": Verdict(line["verdict"]).label,
            "tone": VERDICT_TONES[line["verdict"]],
            "is_open": line["verdict"] not in {Verdict.SAME, Verdict.UNKNOWN},
        }
        for comparison in comparisons
        for line in comparison["lines"]
    ]
    return sorted(lines, key=lambda line: not line["is_open"])


def batch_context(request: DeskRequest, batch: ImportBatch) -> dict[str, Any]:
    """Return the page of a batch; the tab chooses households or problems."""
    rows = queries.rows(batch).defer("sealed")
    sums = rows.order_by().aggregate(persons=Sum("persons"), total_fen=Sum("amount_fen"))
    found = queries.problems(batch)
    counts = Counter(found.order_by().values_list("severity", flat=True))
    tab = "problems" if request.GET.get("tab") == "problems" else "rows"
    context: dict[str, Any] = {
        "batch": batch,
        "tone": TONES[batch.state],
        "place": place_name(batch.division_code),
        "program": _program(batch.program) or batch.get_kind_display(),
        "is_takeover": batch.kind == BatchKind.TAKEOVER,
        "unit": UNITS[batch.kind],
        "outcome": outcome_in_words(batch),
        "persons": sums["persons"],
        "total_fen": sums["total_fen"],
        "in_words": sum_in_words(sums["total_fen"]),
        "tab": tab,
        "problem_count": sum(counts.values()),
        "acts": _acts(request, batch, sums),
        "waiting": _waiting(request, batch),
        "may_have_file": may_have(batch, request.user),
        "may_open_households": request.user.role != Role.FINANCE_OFFICER,
    }
    if tab == "rows":
        return context | {"page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))}
    return context | _problem_list(found, counts, request.GET)


def say_done(request: DeskRequest, batch: ImportBatch) -> None:
    """Say what came of the decision; nothing added is never called a success."""
    if batch.state == BatchState.APPROVED:
        messages.success(request, outcome_in_words(batch))
    else:
        messages.warning(request, _("批次 %(number)s 已退回，没有导入任何一户。") % {"number": batch.number})


def _acts(request: DeskRequest, batch: ImportBatch, sums: Mapping[str, int]) -> list[Act]:
    user = request.user
    decides = user.role == Role.COUNTY_OFFICER and user.area.covers(batch.division_code)
    if batch.state != BatchState.SUBMITTED or not decides or user.pk == batch.submitted_by_id:
        return []
    consequence = _takes_over(batch, sums) if batch.kind == BatchKind.TAKEOVER else _registers(batch, sums)
    back = _("整批退回给%(who)s，%(n)d 户一户也不导入；更正后可以重新提交。") % {
        "who": batch.submitted_by.name,
        "n": batch.households_good,
    }
    is_takeover = batch.kind == BatchKind.TAKEOVER
    button = (_("批准，接管 %(n)d 户") if is_takeover else _("批准，登记 %(n)d 条")) % {"n": batch.households_good}
    urls = {verb: reverse("desk:import_action", args=[batch.number, verb]) for verb in RUNS}
    title = _("批准接管") if is_takeover else _("批准登记")
    return [
        Act("approve", title, button, consequence, urls["approve"], NothingForm(auto_id="approve_%s")),
        Act("reject", _("退回名册"), _("退回"), back, urls["reject"], RejectForm(auto_id="reject_%s"), is_grave=True),
    ]  # fmt: skip


def _registers(batch: ImportBatch, sums: Mapping[str, int]) -> str:
    values = {"n": batch.households_good, "persons": sums["persons"], "who": batch.submitted_by.name}
    if batch.kind == BatchKind.VETERANS:
        return (
            _(
                "批准后，%(n)d 名优抚对象登记在册：已登记的人加上类别，没有登记的登记为人员；不产生任何待遇。"
                "由%(who)s提交，批准人是您。"
            )
            % values
        )
    return (
        _(
            "批准后，没有登记的户登记建档，已登记的户加上表上的情况，每一项都注明来自这份文件，"
            "共 %(n)d 户 %(persons)d 人；不作任何救助决定。由%(who)s提交，批准人是您。"
        )
        % values
    )


def _takes_over(batch: ImportBatch, sums: Mapping[str, int]) -> str:
    return _(
        "批准后，%(n)d 户 %(persons)d 人登记建档，原决定由本系统接管，照原额继续发放，接管以前的月份不补发，"
        "每月合计 ¥%(total)s 元（%(words)s）。名册由%(who)s提交，批准人是您。"
        "批准前又在别处登记的户会自动留下，并写明原因。"
    ) % {
        "n": batch.households_good,
        "persons": sums["persons"],
        "total": format_yuan(sums["total_fen"]),
        "words": sum_in_words(sums["total_fen"]),
        "who": batch.submitted_by.name,
    }


def _waiting(request: DeskRequest, batch: ImportBatch) -> str:
    if batch.state != BatchState.SUBMITTED:
        return ""
    if request.user.pk == batch.submitted_by_id:
        return _("等待县民政局的另一名经办人批准；您是提交人，不能批准自己提交的名册。")
    return _("等待县民政局经办人批准。")


def _problem_list(found: Any, counts: Counter[str], asked: Mapping[str, str]) -> dict[str, Any]:
    chosen = asked.get("severity", "")
    if chosen in WEIGHT:
        found = (
            [problem for problem in found if problem.severity == chosen]
            if isinstance(found, list)
            else found.filter(severity=chosen)
        )
    page = Paginator(found, ON_A_PAGE).get_page(asked.get("page"))
    return {
        "problems": page,
        "problem_lines": [{"problem": problem, **WEIGHT[problem.severity]} for problem in page],
        "chosen": chosen,
        "weights": [
            {"code": str(s), "label": label, "n": counts[str(s)]} for s, label, _tone in WEIGHTS if counts[str(s)]
        ],
        "problem_total": sum(counts.values()),
    }


def _preview(item: HouseholdDraft) -> dict[str, Any]:
    head = item.head
    return {
        "sheet": item.sheet,
        "row": item.row,
        "head_name": head.name if head else "",
        "id_masked": mask(head.id_number) if head and head.id_number else "",
        "place": item.division_name,
        "persons": len(item.members),
        "known_as": item.household_number,
        "facts": item.fact_count,
        "document_number": item.document_number,
        "amount_fen": item.amount_fen,
        "from_month": item.from_month,
        "bank": item.bank_name,
        "last4": (item.account_number or "")[-4:],
    }


def _program(code: str) -> str:
    return next((card.name for card in programs() if card.code == code), code)
