"""The plan with its numbers: what is live, what it says this month, and what nobody can do here yet."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minzheng.kernel.month import Month
from minzheng.plan import claims, coverage, homes, prices, procedure, relief, screening, support
from minzheng.plan.content import Clause, Section, Task, sections
from minzheng.plan.measure import Measure, Scope


@dataclass(frozen=True)
class Indicator:
    """A number the plan may ask for: its words and the query that counts it."""

    label: str | Promise
    measure: Callable[[Scope], Measure]


INDICATORS: dict[str, Indicator] = {
    "applications": Indicator(_("本月收到申请"), procedure.applications),
    "decided_on_time": Indicator(_("在规定期限内作出决定"), procedure.decided_on_time),
    "average_days": Indicator(_("从受理到决定平均用时"), procedure.average_days),
    "visits_by_two": Indicator(_("入户调查不少于两人"), procedure.visits_by_two),
    "publicity_full": Indicator(_("公示满七天"), procedure.publicity_full),
    "objections_settled": Indicator(_("公示异议已核实答复"), procedure.objections_settled),
    "means_checked": Indicator(_("决定前已完成经济状况核对"), procedure.means_checked),
    "facts_complete": Indicator(_("审核时事实齐全"), procedure.facts_complete),
    "commitments": Indicator(_("申请时签了诚信承诺"), procedure.commitments),
    "refused_with_reasons": Indicator(_("不予确认的，三个工作日内书面说明理由"), procedure.refused_with_reasons),
    "covered_households": Indicator(_("本月在保家庭"), coverage.covered_households),
    "covered_persons": Indicator(_("本月在保人数"), coverage.covered_persons),
    "paid_in_full": Indicator(_("本月按时足额发放"), coverage.paid_in_full),
    "sent_on_time": Indicator(_("每月10日前送银行"), coverage.sent_on_time),
    "reviews": Indicator(_("复核建议已处理"), coverage.reviews),
    "stopped": Indicator(_("本月退出"), coverage.stopped),
    "gap_visits": Indicator(_("应保未保家庭按期走访"), screening.gap_visits),
    "exits": Indicator(_("查出已不符合条件的，已提出复核"), screening.exits),
    "lines_tried": Indicator(_("本月按办法测算低保标准"), screening.lines_tried),
    "weeks_priced": Indicator(_("本月登记生活必需品价格"), prices.weeks_priced),
    "subsidy_in_time": Indicator(_("本月价格补贴按期发放"), prices.subsidy_in_time),
    "relief_requests": Indicator(_("本月登记的求助"), relief.requests),
    "relief_near": Indicator(_("小额救助由乡镇（街道）决定"), relief.near),
    "relief_repeats": Indicator(_("12个月内没有再次救助"), relief.not_repeated),
    "relief_granted": Indicator(_("本月决定的救助金"), relief.granted),
    "relief_referrals": Indicator(_("本月转介已受理"), relief.referrals),
    "relief_quick": Indicator(_("急难救助72小时内发放"), relief.quick),
    "relief_in_time": Indicator(_("先行救助的手续按期补齐"), relief.in_time),
    "support_visits": Indicator(_("在家供养人员探访没有逾期"), support.visited),
    "support_in_hand": Indicator(_("本月到账的供养金已确认到手"), support.confirmed),
    "support_agreed": Indicator(_("需要照料的在家供养人员有照料协议"), support.agreed),
    "support_grown": Indicator(_("供养标准达到自然增长规则要求"), support.grown),
    "support_buried": Indicator(_("本月受理的丧葬费已审核"), support.buried),
    "beds_used": Indicator(_("福利机构床位使用"), homes.beds_used),
    "care_given": Indicator(_("本月照护记录中已做的"), homes.care_given),
    "complaints_answered": Indicator(_("本月到期的福利机构投诉已答复"), homes.complaints_answered),
    "defects_settled": Indicator(_("本月到期的整改已复查合格"), homes.defects_settled),
    "works_accepted": Indicator(_("到期的提档升级工程已验收"), homes.works_accepted),
    "enrolment_rate": Indicator(_("应参保人员的参保率"), claims.enrolment_rate),
    "premiums_paid": Indicator(_("本月核定参保资助"), claims.premiums_paid),
    "one_stop_lines": Indicator(_("医院报送的结算行已受理"), claims.one_stop_lines),
    "statements_paid": Indicator(_("本月的机构付款单已付款"), claims.statements_paid),
    "bills_aided": Indicator(_("本月救助的住院和门诊"), claims.bills_aided),
    "shares_and_sums": Indicator(_("本月按比例和按定额救助"), claims.shares_and_sums),
    "bills_reached": Indicator(_("本月结算的费用得到救助的"), claims.bills_reached),
    "aided_by_mode": Indicator(_("本月事中、事后救助"), claims.aided_by_mode),
    "aid_share": Indicator(_("本月政策范围内自付由救助承担"), claims.aid_share),
    "deposits_waived": Indicator(_("本月免收押金"), claims.deposits_waived),
    "with_supplement": Indicator(_("本月确认的家庭中有分类施保的"), procedure.with_supplement),
}


@dataclass(frozen=True)
class Shown:
    """One indicator with its number."""

    code: str
    label: str | Promise
    measure: Measure


@dataclass(frozen=True)
class TaskOnBoard:
    """One task and its numbers; none for a task that is not built."""

    task: Task
    shown: tuple[Shown, ...]


@dataclass(frozen=True)
class ClauseOnBoard:
    """One clause; `live` of its tasks have numbers."""

    clause: Clause
    tasks: tuple[TaskOnBoard, ...]

    @property
    def live(self) -> int:
        """Return how many tasks are live."""
        return sum(bool(task.shown) for task in self.tasks)


@dataclass(frozen=True)
class SectionOnBoard:
    """One section."""

    section: Section
    clauses: tuple[ClauseOnBoard, ...]


@dataclass(frozen=True)
class Board:
    """The whole plan for one month, in the declared area."""

    month: Month
    sections: tuple[SectionOnBoard, ...]

    @property
    def tasks(self) -> list[TaskOnBoard]:
        """Return all tasks in order."""
        return [task for section in self.sections for clause in section.clauses for task in clause.tasks]

    @property
    def live(self) -> int:
        """Return how many tasks are live."""
        return sum(bool(task.shown) for task in self.tasks)


def board(month: Month, today: dt.date) -> Board:
    """Return the plan with the numbers of `month`, counted up to `today` in the declared area."""
    together: dict[str, Any] = {}
    return Board(
        month,
        tuple(
            SectionOnBoard(row, tuple(_clause(part, month, today, together) for part in row.clauses))
            for row in sections()
        ),
    )


def _clause(clause: Clause, month: Month, today: dt.date, together: dict[str, Any]) -> ClauseOnBoard:
    scope = Scope(clause.program, month, today, together=together)
    return ClauseOnBoard(
        clause,
        tuple(TaskOnBoard(task, tuple(_shown(code, scope) for code in task.indicators)) for task in clause.tasks),
    )


def _shown(code: str, scope: Scope) -> Shown:
    indicator = INDICATORS[code]
    return Shown(code, indicator.label, indicator.measure(scope))
