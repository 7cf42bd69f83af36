"""The audit walk: from a fen to the law. One pay line, eight steps, each read by itself from what was frozen.

transfer → line → due → decision → determination → facts → evidence → law. Nothing is computed anew here but the proof
that the determination, recomputed from its own columns, gives the same fen.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.casework.domain.determination import recompute
from minzheng.casework.models import Attachment, Case, Decision, Determination
from minzheng.casework.queries import explanation
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.ledger.models import Due, DuePerson, Transfer
from minzheng.payments.models import BankFile, BankResult, PayLine, PayRun

LINE_KIND = "payments.PayLine"
RUN_KIND = "payments.PayRun"


class NothingThere(Refused):
    """No pay line, transfer or list bears this number within the reader's area."""


@dataclass(frozen=True)
class Table:
    """Rows under headings; cells are text."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Step:
    """One step of the way: what is seen there, and in which tables."""

    code: str
    title: str
    gist: str
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = field(default=())


STEPS: dict[str, Any] = {
    "transfer": gettext_lazy("流水"),
    "line": gettext_lazy("发放明细"),
    "due": gettext_lazy("应发待遇"),
    "decision": gettext_lazy("决定"),
    "determination": gettext_lazy("核算"),
    "facts": gettext_lazy("事实"),
    "evidence": gettext_lazy("证据"),
    "law": gettext_lazy("法规与标准"),
}


def line_of(serial: str) -> PayLine:
    """Return a pay line by its serial (the bank's too) or by the number of a transfer. Raises NothingThere."""
    rows = PayLine.objects.select_related("run", "due", "household").defer("account_sealed")
    asked = serial.strip()
    if asked.isdecimal():
        moved = Transfer.objects.filter(pk=int(asked), reference_kind=LINE_KIND).first()
        asked = moved.reference_id if moved else asked
    found: PayLine | None = rows.filter(serial=asked).first()
    if found is None:
        raise NothingThere(
            _("您的管辖区域内没有流水号为“%(serial)s”的发放明细或账簿流水。请核对流水号（例如 FF202611-01-00001）")
            % {"serial": serial}
        )
    return found


def step(line: PayLine, code: str) -> Step:
    """Return one step of the way. KeyError for a step that there is not."""
    return READERS[code](line)


def walk(line: PayLine) -> list[Step]:
    """Return the whole way, from the transfer to the law."""
    return [step(line, code) for code in STEPS]


def _transfer(line: PayLine) -> Step:
    known = Transfer.objects.select_related("debit", "credit").order_by("pk")
    own = known.filter(reference_kind=LINE_KIND, reference_id=line.serial)
    reserves = known.filter(reference_kind=RUN_KIND, reference_id=line.run.number)
    rows = [*reserves, *own]
    table = Table(
        _("账簿流水"),
        (_("流水号"), _("事由"), _("从"), _("到"), _("金额（元）"), _("关联"), _("记账时间"), _("经手人")),
        tuple(
            (
                str(row.pk),
                row.get_why_display(),
                retell(row.debit.name),
                retell(row.credit.name),
                format_yuan(row.amount_fen),
                row.reference_id,
                _moment(row.made_at),
                row.made_by,
            )
            for row in rows
        ),
    )
    moved = [row for row in rows if row.reference_kind == LINE_KIND]
    gist = _("这一笔在账簿中有 %(n)s 条流水；整批预留 %(run)s 条") % {"n": len(moved), "run": len(rows) - len(moved)}
    return Step("transfer", str(STEPS["transfer"]), gist, tables=(table,))


def _line(line: PayLine) -> Step:
    run: PayRun = line.run
    files = BankFile.objects.filter(run=run).order_by("pk")
    results = BankResult.objects.filter(run=run).order_by("pk")
    facts = [
        (_("流水号"), line.serial),
        (_("发放批次"), f"{run.number} · {run.get_state_display()}"),
        (_("收款人"), line.payee_name),
        (_("收款账户"), _("%(bank)s 尾号 %(last4)s") % {"bank": line.bank_name, "last4": line.account_last4}),
        (_("金额"), _yuan(line.amount_fen)),
        (_("实发"), _yuan(line.paid_fen)),
        (_("待遇月份"), line.month),
        (_("状态"), " · ".join(part for part in (line.get_status_display(), line.bank_message) if part)),
        (_("编制"), f"{run.prepared_by.name} · {_moment(run.prepared_at)}"),
    ]
    if run.approved_by is not None:
        facts.append((_("审批"), f"{run.approved_by.name} · {_moment(run.approved_at)}"))
    facts += [(_("银行文件"), f"{row.name} · SHA-256 {row.sha256}") for row in files]
    facts += [(_("银行回盘"), f"{row.name} · SHA-256 {row.sha256}") for row in results]
    gist = _("%(name)s，%(yuan)s 元，%(status)s") % {
        "name": line.payee_name, "yuan": format_yuan(line.amount_fen), "status": line.get_status_display(),
    }  # fmt: skip
    return Step("line", str(STEPS["line"]), gist, tuple(facts))


def _due(line: PayLine) -> Step:
    due: Due = line.due
    people = DuePerson.objects.filter(due=due).count()
    attempts = PayLine.objects.filter(due=due).defer("account_sealed").order_by("attempt")
    facts = (
        (_("待遇月份"), due.month),
        (_("类别"), due.get_kind_display()),
        (_("金额"), _yuan(due.amount_fen)),
        (_("保障人数"), str(people or due.person_count)),
        (_("来源"), due.source_room),
        (_("办件"), due.case_number),
        (_("决定文号"), due.document_number),
        (_("登记"), f"{due.made_by} · {_moment(due.made_at)}"),
    )
    table = Table(
        _("这笔待遇的全部发放"),
        (_("第几次"), _("流水号"), _("金额（元）"), _("状态")),
        tuple(
            (str(row.attempt), row.serial, format_yuan(row.amount_fen), row.get_status_display()) for row in attempts
        ),
    )
    gist = _("%(month)s %(kind)s %(yuan)s 元") % {
        "month": due.month, "kind": due.get_kind_display(), "yuan": format_yuan(due.amount_fen),
    }  # fmt: skip
    return Step("due", str(STEPS["due"]), gist, facts, (table,))


def _decision(line: PayLine) -> Step:
    row = _decision_of(line)
    if row is None:
        return _missing("decision", _("没有找到决定 %(number)s") % {"number": line.document_number})
    facts = [
        (_("文号"), row.document_number),
        (_("种类"), row.get_kind_display()),
        (_("金额"), f"{_yuan(row.amount_fen)} · {row.get_cadence_display()}"),
        (_("起始月份"), row.from_month),
        (_("截止月份"), row.until_month or "—"),
        (_("决定机关"), row.get_level_display()),
        (_("决定人"), f"{row.decided_by.name} · {row.decided_on}"),
        (_("理由"), row.reason or "—"),
    ]
    if row.source:
        facts.append((_("来源"), row.source))
    letter = getattr(row, "letter", None)
    if letter is not None:
        served = letter.served_on or _("未送达")
        facts.append((_("告知书"), f"{_moment(letter.issued_at)} · {served}"))
    publication = getattr(row, "publication", None)
    if publication is not None:
        facts.append((_("公布"), f"{publication.place} · {publication.posted_on}"))
    chain: list[tuple[str, ...]] = []
    earlier = row.replaces
    while earlier is not None and len(chain) < 50:
        fen = format_yuan(earlier.amount_fen)
        chain.append((earlier.document_number, earlier.get_kind_display(), fen, earlier.from_month))
        earlier = earlier.replaces
    tables = (
        (Table(_("此前的决定"), (_("文号"), _("种类"), _("金额（元）"), _("起始月份")), tuple(chain)),) if chain else ()
    )
    gist = _("%(number)s，%(who)s %(day)s 决定") % {
        "number": row.document_number, "who": row.decided_by.name, "day": row.decided_on,
    }  # fmt: skip
    return Step("decision", str(STEPS["decision"]), gist, tuple(facts), tables)


def _determination(line: PayLine) -> Step:
    row = _determination_of(line)
    if row is None:
        return _missing("determination", _taken_over(line))
    verdict = {True: _("符合"), False: _("不符合"), None: _("不清楚")}
    facts = (
        (_("认定月份"), row.month),
        (_("适用规则日"), str(row.evaluated_on)),
        (_("结论"), row.get_outcome_display()),
        (_("月救助金"), _yuan(row.amount_fen)),
        (_("规则版本"), row.rule_version),
        (_("案卷指纹"), row.dossier_digest),
        (_("提出人"), f"{row.proposed_by.name} · {_moment(row.proposed_at)}"),
        (_("照冻结的事实重算"), _again(row)),
    )
    conditions = Table(
        _("逐项条件"),
        (_("条件"), _("现状"), _("要求"), _("结果"), _("依据")),
        tuple(
            (one["label"], one["has"], one["needs"], verdict[one["passed"]], one["law"])
            for one in explanation.conditions(row)
        ),
    )
    steps = Table(
        _("计算过程"),
        (_("项目"), _("成员"), _("结果"), _("怎样得来"), _("依据")),
        tuple(
            (one.label, one.member, one.value, one.source, one.law)
            for one in explanation.explain(row)
            if one.kind == "formula"
        ),
    )
    gist = _("%(outcome)s，每月 %(yuan)s 元") % {
        "outcome": row.get_outcome_display(), "yuan": format_yuan(row.amount_fen),
    }  # fmt: skip
    return Step("determination", str(STEPS["determination"]), gist, facts, (conditions, steps))


def _facts(line: PayLine) -> Step:
    row = _determination_of(line)
    if row is None:
        return _missing("facts", _taken_over(line))
    table = Table(
        _("核算所用的事实"),
        (_("事实"), _("成员"), _("内容"), _("来源"), _("自何日起"), _("何时得知")),
        tuple(
            (one.label, one.member, one.value, one.source, one.holds_from, one.known_at)
            for one in explanation.explain(row)
            if one.kind == "fact"
        ),
    )
    gist = _("%(n)s 项事实，冻结于 %(at)s") % {"n": len(table.rows), "at": _moment(row.known_at)}
    return Step("facts", str(STEPS["facts"]), gist, tables=(table,))


def _evidence(line: PayLine) -> Step:
    case = _case_of(line)
    if case is None:
        return _missing("evidence", _("没有找到办件 %(number)s") % {"number": line.case_number})
    checks = tuple(
        (row.get_status_display(), "、".join(str(one) for one in row.sources), str(row.as_of_on or "—"), row.text)
        for row in case.means_checks.order_by("pk")
    )
    visits = tuple(
        (str(row.visited_on), "、".join(str(one) for one in row.surveyors), row.findings)
        for row in case.visits.order_by("pk")
    )
    appraisals = tuple(
        (str(row.held_on), row.place, str(row.participants), row.conclusion) for row in case.appraisals.order_by("pk")
    )
    publicities = tuple(
        (row.get_level_display(), row.place, str(row.posted_on), str(row.last_on))
        for row in case.publicities.order_by("pk")
    )
    papers = tuple((row.number, row.form, row.sha256) for row in case.papers.order_by("pk"))
    files = tuple(
        (row.get_kind_display(), _moment(row.uploaded_at), row.sha256)
        for row in Attachment.objects.filter(case=case).order_by("pk")
    )
    found = (
        Table(_("核对报告"), (_("状态"), _("来源"), _("数据截止日"), _("报告")), checks),
        Table(_("入户调查"), (_("日期"), _("调查人"), _("调查情况")), visits),
        Table(_("民主评议"), (_("日期"), _("地点"), _("人数"), _("结论")), appraisals),
        Table(_("公示"), (_("机关"), _("地点"), _("张贴日期"), _("最后一日")), publicities),
        Table(_("文书"), (_("编号"), _("种类"), _("文件指纹")), papers),
        Table(_("附件"), (_("类别"), _("上传时间"), _("文件指纹")), files),
    )
    tables = tuple(table for table in found if table.rows)
    gist = _("办件 %(number)s：%(n)s 项证据") % {
        "number": case.number, "n": sum(len(table.rows) for table in tables),
    }  # fmt: skip
    return Step("evidence", str(STEPS["evidence"]), gist, tables=tables)


def _law(line: PayLine) -> Step:
    row = _determination_of(line)
    if row is None:
        return _missing("law", _taken_over(line))
    figures = Table(
        _("所用标准"),
        (_("标准"), _("数值"), _("自何日起"), _("文号"), _("性质")),
        tuple(
            (
                str(one["name"]),
                str(one["text"]),
                str(one["from_date"]),
                str(one["reference"]),
                _("示例值") if one["status"] == "illustrative" else _("正式"),
            )
            for one in row.figures
        ),
    )
    cited = list(dict.fromkeys([*_laws(explanation.conditions(row)), *(one.law for one in explanation.explain(row))]))
    laws = Table(_("所依据的条文"), (_("条文"),), tuple((law,) for law in cited if law))
    gist = _("%(laws)s 处条文，%(figures)s 项标准") % {"laws": len(laws.rows), "figures": len(figures.rows)}
    return Step("law", str(STEPS["law"]), gist, tables=(laws, figures))


def _laws(conditions: Iterable[dict[str, Any]]) -> Sequence[str]:
    return [str(one["law"]) for one in conditions]


def _decision_of(line: PayLine) -> Decision | None:
    rows = Decision.objects.select_related("decided_by", "letter", "publication", "replaces", "determination")
    return rows.filter(pk=line.decision_id).first()


def _determination_of(line: PayLine) -> Determination | None:
    """Return what the decision stands on; a decision that only moves or resumes stands on an earlier one's."""
    row = _decision_of(line)
    while row is not None and row.determination_id is None:
        row = row.replaces
    rows = Determination.objects.select_related("case", "proposed_by")
    return rows.filter(pk=row.determination_id).first() if row is not None else None


def _case_of(line: PayLine) -> Case | None:
    return Case.objects.filter(number=line.case_number).first()


def _taken_over(line: PayLine) -> str:
    row = _decision_of(line)
    if row is None:
        return _("没有找到决定 %(number)s") % {"number": line.document_number}
    return _("决定 %(number)s 是接管存量时登记的（来源：%(source)s），当时没有在系统中核算") % {
        "number": row.document_number,
        "source": row.source or "—",
    }


def _again(row: Determination) -> str:
    """Say whether the determination, computed again from its own columns, gives the same fen."""
    fen = recompute(row).amount_fen or 0
    same = _("一致") if fen == row.amount_fen else _("不一致，请报审计人员核查")
    return f"{_yuan(fen)} · {same}"


def _missing(code: str, why: str) -> Step:
    return Step(code, str(STEPS[code]), why)


def _yuan(fen: int) -> str:
    return _("%(yuan)s 元") % {"yuan": format_yuan(fen)}


def _moment(at: Any) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


READERS: dict[str, Callable[[PayLine], Step]] = {
    "transfer": _transfer,
    "line": _line,
    "due": _due,
    "decision": _decision,
    "determination": _determination,
    "facts": _facts,
    "evidence": _evidence,
    "law": _law,
}
