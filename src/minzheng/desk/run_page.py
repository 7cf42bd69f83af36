"""What the page of a pay run shows: how far it is, who must do what next, what each line pays and on which decision."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.desk.acts import Act
from minzheng.desk.forms.acts import CancelForm, FileForm, NothingForm, ResultForm
from minzheng.desk.places import place_names
from minzheng.desk.request import DeskRequest
from minzheng.desk.run_changes import beside
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import bracketed, month_words, sum_in_words, yuan_words
from minzheng.payments.domain import bank, reconcile
from minzheng.payments.domain import check as checking
from minzheng.payments.domain import run as pay_run
from minzheng.payments.domain.entitlement import PREPARERS
from minzheng.payments.enums import ANSWERABLE_STATES, UNSIGNED_STATES, LineStatus, RunState
from minzheng.payments.models import PayLine, PayRun
from minzheng.payments.queries import RunView, lines_of, run_view
from minzheng.payments.queries.bank_formats import format_for
from minzheng.payments.queries.runs import FOUR, TOWNSHIP_DIGITS, is_for
from minzheng.ui.forms import PlainForm
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
TWO = 2
STATE_TONES: dict[str, Tone] = {
    RunState.DRAFT: Tone.NOW, RunState.CHECKED: Tone.NOW, RunState.ENDORSED: Tone.NOW, RunState.APPROVED: Tone.NOW,
    RunState.SENT: Tone.NOW,
    RunState.PARTIALLY_RETURNED: Tone.WARN, RunState.RECONCILED: Tone.NOW, RunState.CLOSED: Tone.DONE,
    RunState.CANCELLED: Tone.PLAIN,
}  # fmt: skip
LINE_TONES: dict[str, Tone] = {
    LineStatus.PENDING: Tone.NOW, LineStatus.PAID: Tone.DONE, LineStatus.PARTLY: Tone.WARN,
    LineStatus.RETURNED: Tone.BAD, LineStatus.CANCELLED: Tone.PLAIN,
}  # fmt: skip
PUBLISHED_STATES = frozenset(RunState.values) - {*UNSIGNED_STATES, RunState.CANCELLED}
FORMS: dict[str, type[PlainForm]] = {
    "check": NothingForm, "endorse": NothingForm, "approve": NothingForm, "cancel": CancelForm, "file": FileForm,
    "result": ResultForm, "close": NothingForm,
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step of the run: `status` is done, now, next or stopped."""

    label: str
    status: str
    day: dt.date | None = None
    who: str = ""
    note: str = ""


def act(verb: str, run: PayRun, form: PlainForm, *, by: Staff, at: dt.datetime) -> Any:
    """Do one act of the run by its domain function; raises what that raises."""
    acts: dict[str, Callable[[], Any]] = {
        "check": lambda: checking.check(run=run, by=by, at=at),
        "endorse": lambda: checking.endorse(run=run, by=by, at=at),
        "approve": lambda: pay_run.approve(run=run, by=by, at=at),
        "cancel": lambda: pay_run.cancel(run=run, by=by, at=at, reason=form.cleaned_data["reason"]),
        "file": lambda: bank.write_file(run=run, by=by, at=at, format_code=form.cleaned_data["format_code"]),
        "result": lambda: _read(run, form, by=by, at=at),
        "close": lambda: reconcile.close(run=run, by=by, at=at),
    }
    return acts[verb]()


def done_words(verb: str, run: PayRun, result: Any) -> str:
    """Say what has just happened, with the sums."""
    total = yuan_words(run.total_fen)
    if verb == "file" and len(result) > 1:
        return _("已生成 %(n)d 份银行文件，%(total)s。请逐份下载后送银行，一份也不要漏。") % {
            "n": len(result),
            "total": total,
        }
    if verb == "result" and result.partly_count:
        words = _(
            "回盘已登记：成功 %(paid)d 笔，部分成功 %(partly)d 笔，共 ¥%(paid_sum)s 元；"
            "退回 %(back)d 笔，连同未付的部分共 ¥%(back_sum)s 元，列入下一批。"
        )
        return words % {
            "paid": result.paid_count, "partly": result.partly_count, "paid_sum": format_yuan(result.paid_fen),
            "back": result.returned_count, "back_sum": format_yuan(result.returned_fen),
        }  # fmt: skip
    if verb == "result":
        return _("回盘已登记：成功 %(paid)d 笔 ¥%(paid_sum)s 元，退回 %(back)d 笔 ¥%(back_sum)s 元。") % {
            "paid": result.paid_count, "paid_sum": format_yuan(result.paid_fen),
            "back": result.returned_count, "back_sum": format_yuan(result.returned_fen),
        }  # fmt: skip
    return {
        "check": _("已复核，%(total)s。下一步由第三个人审批；数额超过规定的先由局领导签批。"),
        "endorse": _("局领导已签批，%(total)s。下一步由另一人审批。"),
        "approve": _("已审批，%(total)s 已预留。下一步导出银行文件。"),
        "cancel": _("清单已撤销，其中的待遇可以列入下一份清单。"),
        "file": _("银行文件已生成，%(total)s。请下载后送银行。"),
        "close": _("本批次已办结。"),
    }[verb] % {"total": total}


def run_context(request: DeskRequest, run: PayRun) -> dict[str, Any]:
    """Return the page of a run for one person."""
    view = run_view(run)
    acts = _acts(request.user, view, format_for(run.program, request.today) if run.state == RunState.APPROVED else "")
    is_folded = run.state == RunState.CLOSED or [act.verb for act in acts] == ["cancel"]
    return {
        "run": run,
        "view": view,
        "tone": STATE_TONES[run.state],
        "lead": lead(run),
        "in_words": sum_in_words(view.total_fen),
        "steps": steps(view),
        "acts": acts,
        "is_folded": is_folded,
        "waiting": _waiting(request.user, run) if is_folded or not acts else "",
        "may_open_cases": request.user.role != Role.FINANCE_OFFICER,
        "may_open_file": view.file is not None and request.user.role in PREPARERS,
        "is_published": run.state in PUBLISHED_STATES,
        "changes": beside(run),
        **_lines_context(request, run, view),
    }


def lead(run: PayRun) -> str:
    """Say in one sentence what is paid to how many, and how far it is."""
    words = {
        RunState.DRAFT: _("等待另一人复核"),
        RunState.CHECKED: _("已复核，等待局领导签批") if wants_leader(run) else _("已复核，等待第三人审批"),
        RunState.ENDORSED: _("局领导已签批，等待审批"),
        RunState.APPROVED: _("已审批，等待导出银行文件"),
        RunState.SENT: _("已送银行，等待回盘"),
        RunState.PARTIALLY_RETURNED: _("银行退回了一部分"),
        RunState.RECONCILED: _("银行全部发放成功，等待办结"),
        RunState.CLOSED: _("已办结"),
        RunState.CANCELLED: _("已撤销，没有发放"),
    }[RunState(run.state)]
    return _("%(month)s%(program)s发放 %(n)d 笔，%(words)s。") % {
        "month": month_words(run.month), "program": retell(run.program_name), "n": run.line_count, "words": words,
    }  # fmt: skip


def steps(view: RunView) -> list[Step]:
    """Return the steps, each done with name and day, now, or next with who does it."""
    run = view.run
    stops = [Step(_("编制清单"), "done", local_day(run.prepared_at), run.prepared_by.name)]
    if run.state == RunState.CANCELLED:
        who = run.cancelled_by.name if run.cancelled_by else ""
        day = local_day(run.cancelled_at) if run.cancelled_at else None
        return [*stops, Step(_("已撤销"), "stopped", day, who, run.cancel_reason)]
    stops += _signatures(run)
    stops.append(
        Step(_("送银行"), "done", local_day(view.file.written_at), view.file.written_by.name, _files_words(view))
        if view.file
        else Step(_("送银行"), "now" if run.state == RunState.APPROVED else "next", note=_("县局经办人或财务人员"))
    )
    answered = run.state in {RunState.RECONCILED, RunState.CLOSED} or (
        run.state == RunState.PARTIALLY_RETURNED and not view.of_status(LineStatus.PENDING).count
    )
    last = view.results[-1] if view.results else None
    note = _("退回 %(n)d 笔") % {"n": view.of_status(LineStatus.RETURNED).count} if last else _("银行答复后登记")
    reading = "done" if answered else "now" if run.state in ANSWERABLE_STATES else "next"
    stops.append(
        Step(_("登记回盘"), reading, local_day(last.read_at) if last else None, last.read_by.name if last else "", note)
    )
    stops.append(
        Step(_("办结"), "done", local_day(run.closed_at), run.closed_by.name)
        if run.closed_by and run.closed_at
        else Step(_("办结"), "now" if answered else "next", note=_("每一笔都有回盘之后"))
    )
    return stops


def steps_of(run: PayRun) -> list[Step]:
    """Return the signatures a run has, for a board that shows many."""
    made = [Step(_("编制"), "done", local_day(run.prepared_at), run.prepared_by.name)]
    return [*made, *(step for step in _signatures(run) if step.status == "done")]


def next_words(run: PayRun) -> str:
    """Say which step a run waits for, and whose it is."""
    if wants_leader(run):
        return _("局领导签批")
    return {
        RunState.DRAFT: _("复核：编制人以外的县局经办人或财务人员"),
        RunState.CHECKED: _("审批：编制人、复核人以外的县局经办人或财务人员"),
        RunState.ENDORSED: _("审批：编制人、复核人以外的县局经办人或财务人员"),
        RunState.APPROVED: _("导出银行文件：县局经办人或财务人员"),
        RunState.SENT: _("登记回盘：县局经办人或财务人员，等银行答复"),
        RunState.PARTIALLY_RETURNED: _("登记其余回盘或办结：县局经办人或财务人员"),
        RunState.RECONCILED: _("办结：县局经办人或财务人员"),
    }[RunState(run.state)]


def _signatures(run: PayRun) -> list[Step]:
    """Return the signatures: who checked, the leader if the sum needs one, who approved."""
    wanted = [(_("复核"), run.checked_by, run.checked_at, RunState.DRAFT, _("编制人以外的县局经办人或财务人员"))]
    if run.signatures == FOUR:
        wanted.append(
            (_("局领导签批"), run.endorsed_by, run.endorsed_at, RunState.CHECKED, _("数额超过规定，须局领导签批"))
        )
    before = RunState.ENDORSED if run.signatures == FOUR else RunState.CHECKED
    wanted.append((_("审批"), run.approved_by, run.approved_at, before, _("编制、复核以外的县局经办人或财务人员")))
    if run.signatures == TWO and run.checked_by is None:
        del wanted[0]
    return [
        Step(label, "done", local_day(at), by.name) if by and at
        else Step(label, "now" if run.state == state else "next", note=note)
        for label, by, at, state, note in wanted
    ]  # fmt: skip


def wants_leader(run: PayRun) -> bool:
    """Say whether the next signature is a leader's."""
    return bool(run.state == RunState.CHECKED and run.signatures == FOUR)


def _files_words(view: RunView) -> str:
    return view.files[0].name if len(view.files) == 1 else _("%(n)d 份文件") % {"n": len(view.files)}


def verbs_for(user: Staff, view: RunView) -> list[str]:
    """Return what this person may do with the run now, the next step first."""
    run = view.run
    if run.state in UNSIGNED_STATES:
        verb = "endorse" if wants_leader(run) else "check" if run.state == RunState.DRAFT else "approve"
        signs = [verb] if is_for(user, run) else []
        return [*signs, "cancel"] if user.role in PREPARERS else signs
    if user.role not in PREPARERS:
        return []
    if run.state == RunState.APPROVED:
        return ["file"]
    if run.state == RunState.CLOSED:
        return ["result"]
    if run.state in ANSWERABLE_STATES:
        return ["result"] if view.of_status(LineStatus.PENDING).count else ["close", "result"]
    return []


def _acts(user: Staff, view: RunView, format_code: str) -> list[Act]:
    run = view.run
    total = yuan_words(run.total_fen) + bracketed(sum_in_words(run.total_fen))
    left = view.money.available_fen - run.total_fen if view.is_whole else 0
    fund_words = (
        _("批准后可用资金还剩 ¥%(left)s 元。") % {"left": format_yuan(left)}
        if left >= 0
        else _("可用资金不够，还差 ¥%(short)s 元，要先由财务人员登记拨款。") % {"short": format_yuan(-left)}
    )
    who = _("%(n)d 笔、%(persons)d 人、%(total)s") % {"n": run.line_count, "persons": run.person_count, "total": total}
    pending, returned = view.of_status(LineStatus.PENDING), view.of_status(LineStatus.RETURNED)
    answered = _(
        "逐笔核对流水号和金额：成功的记为已发放，失败的释放资金、列入下一批补发。"
        "文件有一处不符就整份不登记。待回盘 %(n)d 笔 ¥%(sum)s 元。"
    ) % {"n": pending.count, "sum": format_yuan(pending.amount_fen)}
    written = _(
        "生成送银行的文件：%(who)s。超过所选格式的笔数或金额上限时分成几份。文件只生成一次，里面有完整账号；每次下载都会记下您的姓名和时间。"
    ) % {"who": who}
    offered = {
        **_signing(run, who, fund_words),
        "cancel": (
            _("撤销清单"), _("撤销"),
            _("%(n)d 笔待遇退回待发，可以列入下一份清单；这份清单留档，不再发放。") % {"n": run.line_count}, True,
        ),
        "file": (_("导出银行文件"), _("生成银行文件"), written, False),
        "result": (_("登记银行回盘"), _("读入回盘文件"), answered, False),
        "close": (
            _("办结本批次"), _("办结"),
            _("每一笔都有了结果：已发放 %(paid)d 笔，退回 %(back)d 笔（列入下一批）。办结后只受理银行迟到的退款。")
            % {"paid": view.of_status(LineStatus.PAID).count, "back": returned.count},
            False,
        ),
    }  # fmt: skip
    found = []
    for verb in verbs_for(user, view):
        title, button, consequence, grave = offered[verb]
        address = reverse("desk:run_action", args=[run.number, verb])
        form = FORMS[verb](auto_id=f"{verb}_%s", initial={"format_code": format_code})
        found.append(Act(verb, title, button, consequence, address, form, is_grave=grave))
    return found


def _signing(run: PayRun, who: str, fund_words: str) -> dict[str, tuple[str, str, str, bool]]:
    """Return the signatures: title, button, what they mean."""
    return {
        "check": (
            _("复核这份清单"), _("复核无误，签字"),
            _("您是第二个签字的人（编制人：%(name)s），签字表示账户、金额和与上月的变化都已核对：%(who)s。资金在审批时预留。")
            % {"name": run.prepared_by.name, "who": who},
            False,
        ),
        "endorse": (
            _("签批这份清单"), _("同意发放，签字"),
            _("清单超过须局领导签批的数额：%(who)s。签批后由另一人审批并预留资金。") % {"who": who}, False,
        ),
        "approve": (
            _("审批这份清单"), _("审批，预留资金"),
            _(
                "您是最后签字的人（编制人：%(name)s，复核人：%(checker)s）。批准后从%(year)s年本项目各级资金预留 "
                "%(who)s；"
                "清单从此不能更改。%(rest)s"
            )
            % {
                "name": run.prepared_by.name, "checker": run.checked_by.name if run.checked_by else "",
                "year": run.year, "who": who, "rest": fund_words,
            },
            False,
        ),
    }  # fmt: skip


def _waiting(user: Staff, run: PayRun) -> str:
    if run.state in UNSIGNED_STATES and user.pk in {run.prepared_by_id, run.checked_by_id, run.endorsed_by_id}:
        return _("您已在这份清单上签字，等待其他人员签字。编制、复核、审批须是三个人。")
    return {
        RunState.DRAFT: _("等待编制人以外的县局经办人或财务人员复核。"),
        RunState.CHECKED: (
            _("数额超过规定，等待局领导签批。")
            if wants_leader(run)
            else _("等待编制人、复核人以外的县局经办人或财务人员审批。")
        ),
        RunState.ENDORSED: _("等待编制人、复核人以外的县局经办人或财务人员审批。"),
        RunState.APPROVED: _("等待县局经办人或财务人员导出银行文件。"),
        RunState.CANCELLED: _("清单已撤销，没有发放。"),
        RunState.CLOSED: _("本批次已办结。"),
    }.get(RunState(run.state), _("等待银行回盘，由县局经办人或财务人员登记。"))


def status_words(status: str, run: PayRun) -> str:
    """Name a line's status; before the file has gone to the bank nobody waits for the bank."""
    if status == LineStatus.PENDING and run.state in {*UNSIGNED_STATES, RunState.APPROVED}:
        return _("待发放")
    return str(LineStatus(status).label)


def _lines_context(request: DeskRequest, run: PayRun, view: RunView) -> dict[str, Any]:
    chosen = {name: request.GET.get(name, "").strip() for name in ("status", "township", "q")}
    rows = _chosen_lines(run, chosen)
    sums = rows.order_by().aggregate(persons=Sum("person_count"), total_fen=Sum("amount_fen"))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({line.division_code for line in page} | {held.division_code for held in view.held})
    return {
        "page": page,
        "statuses": [{"item": item, "words": status_words(item.status, run)} for item in view.statuses],
        "lines": [
            {
                "line": line,
                "place": places[line.division_code],
                "tone": LINE_TONES[line.status],
                "status": status_words(line.status, run),
            }
            for line in page
        ],
        "held": [{"held": held, "place": places[held.division_code]} for held in view.held],
        "held_fen": sum(held.amount_fen for held in view.held),
        "sums": sums,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
    }


def _chosen_lines(run: PayRun, chosen: dict[str, str]) -> QuerySet[PayLine]:
    rows = lines_of(run, status=chosen["status"] if chosen["status"] in LineStatus.values else "")
    if chosen["township"].isdecimal():
        rows = rows.filter(division_code__startswith=chosen["township"][:TOWNSHIP_DIGITS])
    if chosen["q"]:
        wanted = chosen["q"]
        same = Q(case_number=wanted) | Q(document_number=wanted) | Q(household_number=wanted) | Q(serial=wanted)
        rows = rows.filter(same | Q(payee_name__contains=wanted))
    return rows


def _read(run: PayRun, form: PlainForm, *, by: Staff, at: dt.datetime) -> Any:
    file = form.cleaned_data["file"]
    return reconcile.read_result(run=run, content=file.read(), name=file.name, by=by, at=at)
