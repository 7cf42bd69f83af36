"""Work that is no case: rosters that wait for a decision, pay runs that wait for the next step."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.archive.domain.filing import ARCHIVISTS
from minzheng.casework.queries.expired_rules import to_rule_on
from minzheng.desk.archive_counts import waiting_counts
from minzheng.desk.guards import covers_county
from minzheng.desk.home_todo import home_rows
from minzheng.desk.relief_todo import relief_rows
from minzheng.desk.screening_todo import screening_rows
from minzheng.desk.support_todo import support_rows, waiting_support
from minzheng.differences.queries.waiting import waiting_rows
from minzheng.integrations.roster import queries as rosters
from minzheng.integrations.roster.models import ImportBatch
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import month_words
from minzheng.payments.enums import RunState
from minzheng.payments.models import PayRun
from minzheng.payments.queries import is_for, open_runs
from minzheng.relatives.models import CustodyAgreement
from minzheng.relatives.queries.custody import agreements
from minzheng.relief.queries.waiting import waiting_rows as waiting_relief
from minzheng.screening.domain.visiting import VISITORS
from minzheng.screening.queries.screens import visits_due
from minzheng.services.gathering import Ask

STEPS = {
    RunState.DRAFT: (gettext_lazy("复核发放清单"), gettext_lazy("去复核")),
    RunState.CHECKED: (gettext_lazy("审批发放清单"), gettext_lazy("去审批")),
    RunState.ENDORSED: (gettext_lazy("审批发放清单"), gettext_lazy("去审批")),
    RunState.APPROVED: (gettext_lazy("导出银行文件"), gettext_lazy("去导出")),
    RunState.SENT: (gettext_lazy("登记银行回盘"), gettext_lazy("登记回盘")),
    RunState.PARTIALLY_RETURNED: (gettext_lazy("登记其余回盘，全部回盘后办结"), gettext_lazy("去办理")),
    RunState.RECONCILED: (gettext_lazy("核对后办结"), gettext_lazy("去办结")),
}


def office_asks(staff: Staff, today: dt.date) -> dict[str, Ask]:
    """Return what to gather for `office_work`: nobody is asked for the second half of their own act."""
    found = {}
    if covers_county(staff):
        found["runs"] = Ask(open_runs(), {"prepared_by": ("name",)})
    if staff.role in VISITORS:
        found["gap_visits"] = Ask(visits_due())
    if staff.role == Role.COUNTY_OFFICER:
        found["rosters"] = Ask(rosters.waiting().exclude(submitted_by=staff), {"submitted_by": ("name",)})
        agreed = agreements(state="waiting", today=today).exclude(filed_by=staff)
        names = {"household": ("number",), "resident": ("name",), "filed_by": ("name",)}
        found["custody"] = Ask(agreed, names)
    return found


def office_work(staff: Staff, rows: Mapping[str, Sequence[Any]], today: dt.date) -> list[dict[str, Any]]:
    """Return the rows of this work that wait for a person; `rows` is what `office_asks` asked for."""
    runs = sorted(rows.get("runs", ()), key=lambda run: (run.month, run.number))
    counts = _counts(staff, today)
    return [
        *(_roster(batch) for batch in reversed(rows.get("rosters", ()))),
        *(_run(run) for run in runs if is_for(staff, run)),
        *home_rows(staff, today),
        *(_agreement(row) for row in reversed(rows.get("custody", ()))),
        *_archive(staff, counts, today),
        *_expired(staff, today),
        *support_rows(staff, counts, today),
        *screening_rows(rows.get("gap_visits", ()), today),
    ]


def _roster(batch: ImportBatch) -> dict[str, Any]:
    return _row(
        "desk:import_batch",
        batch.number,
        who=_("%(name)s提交的名册") % {"name": batch.submitted_by.name},
        place=batch.file_name,
        what=_("批准接管名册，%(n)d 户") % {"n": batch.households_good},
        program=_("导入"),
        action=_("去核对"),
        opened_on=batch.submitted_at,
    )


def _agreement(row: CustodyAgreement) -> dict[str, Any]:
    words = _row(
        "desk:custody",
        row.pk,
        who=row.resident.name,
        place=_("%(name)s备案") % {"name": row.filed_by.name},
        what=_("核实代管协议，代管人%(holder)s") % {"holder": row.holder_name},
        program=_("代管协议"),
        action=_("去核实"),
        opened_on=row.filed_at,
    )
    return words | {"number": row.household.number}


def _run(run: PayRun) -> dict[str, Any]:
    step, button = STEPS[RunState(run.state)]
    total = {"step": step, "n": run.line_count, "total": format_yuan(run.total_fen)}
    return _row(
        "desk:run",
        run.number,
        who=_("%(month)s%(program)s") % {"month": month_words(run.month), "program": retell(run.program_name)},
        place=_("%(name)s编制") % {"name": run.prepared_by.name},
        what=_("%(step)s，%(n)d 笔 ¥%(total)s 元") % total,
        program=_("发放"),
        action=button,
        opened_on=run.prepared_at,
    )


# What waits in the archive: which count, the words, the address.
ARCHIVE = (
    ("ready", gettext_lazy("办结的办件归档，%(n)d 件"), gettext_lazy("去归档"), "desk:archive_ready", ""),
    ("assessments", gettext_lazy("批准档案鉴定意见，%(n)d 卷"), gettext_lazy("去批准"), "desk:archive", "?due=waiting"),
    ("expired", gettext_lazy("保管期满鉴定，%(n)d 卷"), gettext_lazy("去鉴定"), "desk:archive", "?due=expired"),
    ("overdue", gettext_lazy("催还逾期未还的档案，%(n)d 卷"), gettext_lazy("去查看"), "desk:archive", "?due=overdue"),
    ("handover", gettext_lazy("移交县档案馆，%(n)d 卷"), gettext_lazy("去移交"), "desk:archive", "?due=handover"),
)


def _counts(staff: Staff, today: dt.date) -> dict[str, int]:
    """Return how much waits in the rooms that only count, in one question."""
    if staff.role not in ARCHIVISTS:
        return {}
    is_county = staff.role == Role.COUNTY_OFFICER and covers_county(staff)
    more = waiting_relief(staff, today) | waiting_support(staff) | (waiting_rows(staff) if is_county else {})
    return waiting_counts(today, staff, **more)


def _archive(staff: Staff, counts: Mapping[str, int], today: dt.date) -> list[dict[str, Any]]:
    if staff.role not in ARCHIVISTS:
        return []
    rows = relief_rows(counts, today)
    for code, words, button, page, query in ARCHIVE:
        if counts[code]:
            url = reverse(page) + query
            rows.append({
                "number": "", "url": url, "action_url": url, "who": _("档案"), "place": "",
                "what": words % {"n": counts[code]}, "program": _("档案"), "action": button, "opened_on": today,
            })  # fmt: skip
    return rows + [_difference(code, counts[code], today) for code in DIFFERENCES if counts.get(code)]


# New standards, differences and claims that wait for a county officer: the words, the button, the address.
DIFFERENCES = {
    "figures": (gettext_lazy("批准新标准，%(n)d 条"), gettext_lazy("去批准"), "desk:case_figures"),
    "late": (gettext_lazy("核算晚到标准的差额，%(n)d 条"), gettext_lazy("去核算"), "desk:run_differences"),
    "differences": (gettext_lazy("确认差额，%(n)d 户"), gettext_lazy("去确认"), "desk:run_differences"),
    "claims": (gettext_lazy("追回款项并入诚信案卷，%(n)d 笔"), gettext_lazy("去并卷"), "desk:run_claims"),
}


def _difference(code: str, count: int, today: dt.date) -> dict[str, Any]:
    words, button, page = DIFFERENCES[code]
    url = reverse(page)
    return {
        "number": "", "url": url, "action_url": url, "who": _("差额核算"), "place": "", "what": words % {"n": count},
        "program": _("差额核算"), "action": button, "opened_on": today,
    }  # fmt: skip


def _expired(staff: Staff, today: dt.date) -> list[dict[str, Any]]:
    """Return what the county has still to rule on, and what waits for this person's approval."""
    if staff.role not in {Role.COUNTY_OFFICER, Role.LEADER} or not covers_county(staff):
        return []
    documents = to_rule_on(today)
    unruled = sum(one.ruling is None for one in documents) if staff.role == Role.COUNTY_OFFICER else 0
    waiting = [one for one in documents if one.ruling and one.ruling.approved_at is None]
    mine = sum(one.ruling is not None and one.ruling.entered_by_id != staff.pk for one in waiting)
    url = reverse("desk:case_expired_rules")
    return [
        {
            "number": "", "url": url, "action_url": url, "who": _("期满规定"), "place": "", "what": words % {"n": n},
            "program": _("期满规定"), "action": button, "opened_on": today,
        }
        for n, words, button in (
            (unruled, _("决定期满的地方规定是否继续适用，%(n)d 份"), _("去决定")),
            (mine, _("批准期满规定的处理决定，%(n)d 份"), _("去批准")),
        )
        if n
    ]  # fmt: skip


def _row(page: str, number: str | int, **words: Any) -> dict[str, Any]:
    url = reverse(page, args=[number])
    return {"number": number, "url": url, "action_url": f"{url}#work", **words}
