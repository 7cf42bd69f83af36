"""The road of a file: one table of moves, one function that makes them, one that writes what happened.

Nothing else changes `HonestyFile.state`. Every act is written to the file's own audit chain in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.honesty.enums import UNDECIDED_STATES, FileState
from minzheng.honesty.models import HonestyFile
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.services.audit.domain.record import record

TOWNSHIP, COUNTY = str(Role.TOWNSHIP_OFFICER), str(Role.COUNTY_OFFICER)


class HonestyRefused(Refused):
    """What was asked of this file is not lawful or not possible now."""


class WrongState(HonestyRefused):
    """The file does not stand where this act begins."""


class AlreadyMoved(HonestyRefused):
    """Somebody else moved the file between reading and writing."""


@dataclass(frozen=True)
class Step:
    """One act: in which states, who may do it, where the file stands afterwards (None: where it stood)."""

    verb: str
    sources: tuple[FileState, ...]
    to: FileState | None
    roles: tuple[str, ...]
    label: Any


S = FileState
_BOTH, _COUNTY = (TOWNSHIP, COUNTY), (COUNTY,)

STEPS: tuple[Step, ...] = (
    Step("investigate", (S.OPENED, S.INVESTIGATED), S.INVESTIGATED, _BOTH, _("登记调查结果")),
    Step("tell", (S.INVESTIGATED,), S.TOLD, _COUNTY, _("制发事先告知书")),
    Step("serve_notice", (S.TOLD,), None, _BOTH, _("登记事先告知书送达")),
    Step("state", (S.INVESTIGATED, S.TOLD, S.HEARING_ASKED, S.HEARING_SET, S.HEARD), None, _BOTH, _("登记陈述、申辩")),
    Step("ask_hearing", (S.TOLD,), S.HEARING_ASKED, _BOTH, _("登记听证要求")),
    Step("set_hearing", (S.HEARING_ASKED,), S.HEARING_SET, _COUNTY, _("通知听证")),
    Step("hold_hearing", (S.HEARING_SET,), S.HEARD, _COUNTY, _("登记听证笔录")),
    Step("decide", (S.INVESTIGATED, S.TOLD, S.HEARD), S.DECIDED, _COUNTY, _("作出决定")),
    Step("drop", UNDECIDED_STATES, S.DROPPED, _COUNTY, _("不予处理")),
    Step("serve_ruling", (S.DECIDED, S.SETTLED), None, _BOTH, _("登记决定书送达")),
    Step("change_ruling", (S.DECIDED, S.SETTLED), None, _COUNTY, _("按复议决定、判决变更")),
    Step("agree_plan", (S.DECIDED,), None, _COUNTY, _("批准分期")),
    Step("receive", (S.DECIDED,), None, _BOTH, _("登记收款")),
    Step("cancel_receipt", (S.DECIDED,), None, _COUNTY, _("冲销收款登记")),
    Step("settle", (S.DECIDED,), S.SETTLED, _COUNTY, _("结案")),
    Step("send_police", (*UNDECIDED_STATES, S.DECIDED), None, _COUNTY, _("移送公安机关")),
    Step("answer_police", tuple(S), None, _COUNTY, _("登记公安机关答复")),
    Step("report_unit", (*UNDECIDED_STATES, S.DECIDED), None, _COUNTY, _("提请处理出具虚假证明的单位")),
    Step("answer_unit", tuple(S), None, _COUNTY, _("登记主管机关答复")),
    Step("enter_credit", (S.DECIDED, S.SETTLED), None, _COUNTY, _("记入诚信档案")),
    Step("correct_credit", (S.DECIDED, S.SETTLED), None, _COUNTY, _("更正诚信档案")),
)
BY_VERB = {step.verb: step for step in STEPS}


def require(*, file: HonestyFile, verb: str, by: Staff) -> Step:
    """Return the step; raise unless the file stands where it begins and this person may do it here."""
    step = BY_VERB[verb]
    permissions.require_role(by, *step.roles)
    permissions.require_area(by, file.case.division_code)
    if file.state not in step.sources:
        raise WrongState(
            gettext("案卷%(number)s当前为“%(state)s”，不能办理“%(what)s”。现在可以：%(steps)s。")
            % {
                "number": file.number,
                "state": file.get_state_display(),
                "what": step.label,
                "steps": listed(str(one.label) for one in STEPS if file.state in one.sources)
                or gettext("无（已办结）"),
            }
        )
    return step


def move(*, file: HonestyFile, step: Step) -> None:
    """Put the file where the step leads, from where the caller saw it."""
    if step.to is None or step.to == file.state:
        return
    if not HonestyFile.objects.filter(pk=file.pk, state=file.state).update(state=step.to):
        raise AlreadyMoved(
            gettext("案卷%(number)s刚被他人办理，状态已改变。请刷新页面后再办。") % {"number": file.number}
        )
    file.state = step.to


def write_note(
    *, file: HonestyFile, action: str, by: Staff, at: datetime, details: Mapping[str, Any], reason: str = ""
) -> None:
    """Append one row to the file's audit chain."""
    record(
        chain=f"honesty:{file.pk}", at=at, by=by, action=action, object_kind="honesty", object_id=str(file.pk),
        division_code=file.case.division_code, after={"state": str(file.state), **details}, reason=reason,
    )  # fmt: skip
