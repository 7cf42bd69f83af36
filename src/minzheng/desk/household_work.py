"""What may be done on a household's page: each operation with its form, its domain function and its consequence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.casework.domain import relocation
from minzheng.desk.forms import household as forms
from minzheng.registry.domain import death, facts
from minzheng.registry.domain import household as households

REGISTRARS = frozenset({Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER})
OFFICERS = REGISTRARS - {Role.VILLAGE_WORKER}
# Who may take an application down.
FILERS = frozenset({Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER})


@dataclass(frozen=True)
class Operation:
    """One operation: its word in the address, the words a person reads, the form, the domain function."""

    verb: str
    title: Any
    form: type[forms.HouseholdForm]
    run: Callable[..., Any]
    consequence: Any
    done: Any
    group: str
    roles: frozenset[str] = REGISTRARS
    needs_household: bool = True


FACT = _("保存后成为一项新的已知事实，原来的记录保留并注明被它更正；以前作出的决定不受影响。")

OPERATIONS = (
    Operation(
        verb="income",
        title=_("登记收入"),
        form=forms.IncomeForm,
        run=facts.record_income,
        consequence=FACT,
        done=_("收入已登记。"),
        group="fact",
    ),
    Operation(
        verb="expense",
        title=_("登记支出"),
        form=forms.ExpenseForm,
        run=facts.record_expense,
        consequence=FACT,
        done=_("支出已登记。"),
        group="fact",
    ),
    Operation(
        verb="asset",
        title=_("登记财产"),
        form=forms.AssetForm,
        run=facts.record_asset,
        consequence=FACT,
        done=_("财产已登记。"),
        group="fact",
    ),
    Operation(
        verb="condition",
        title=_("登记残疾、重病等情形"),
        form=forms.ConditionForm,
        run=facts.record_condition,
        consequence=FACT,
        done=_("个人情形已登记。"),
        group="fact",
        needs_household=False,
    ),
    Operation(
        verb="declaration",
        title=_("登记家庭声明"),
        form=forms.DeclarationForm,
        run=facts.record_declaration,
        consequence=FACT,
        done=_("声明已登记。"),
        group="fact",
    ),
    Operation(
        verb="standard-area",
        title=_("登记城乡标准"),
        form=forms.StandardAreaForm,
        run=facts.set_standard_area,
        consequence=FACT,
        done=_("适用标准已登记。"),
        group="fact",
    ),
    Operation(
        verb="account",
        title=_("登记收款账户"),
        form=forms.AccountForm,
        run=facts.set_account,
        consequence=_("从起始日起，这一户的救助金发到这个账户。修改账户的人不能审批同一批发放。"),
        done=_("收款账户已登记。"),
        group="fact",
        roles=OFFICERS,
    ),
    Operation(
        verb="move",
        title=_("迁移"),
        form=forms.MoveForm,
        run=relocation.move_household,
        consequence=_("全户迁到新的村（社区），档案和办件随户转移；迁出本乡镇后您将看不到这一户。"),
        done=_("迁移已登记。"),
        group="event",
    ),
    Operation(
        verb="split",
        title=_("分户"),
        form=forms.SplitForm,
        run=households.split,
        consequence=_("选中的人另立新户，收入、支出和各自名下的财产随人转去；在办和在保的办件留在原户。"),
        done=_("分户已登记，新户已建档。"),
        group="event",
    ),
    Operation(
        verb="change-head",
        title=_("变更户主"),
        form=forms.HeadForm,
        run=households.change_head,
        consequence=_("从这一天起由新户主代表本户；收款账户不会自动改变。"),
        done=_("户主已变更。"),
        group="event",
    ),
    Operation(
        verb="death",
        title=_("登记死亡"),
        form=forms.DeathForm,
        run=death.record_death,
        consequence=_(
            "此人从次日起不再是家庭成员，名下收入停止；在保家庭会进入复核，单人户终止救助。误登须另行更正，不能删除。"
        ),
        done=_("死亡已登记。"),
        group="event",
        needs_household=False,
    ),
    Operation(
        verb="remove-member",
        title=_("成员离开"),
        form=forms.RemoveMemberForm,
        run=households.remove_member,
        consequence=_("此人从这一天起不再是本户成员。另立新户的请用“分户”。"),
        done=_("成员离开已登记。"),
        group="event",
    ),
)
BY_VERB = {operation.verb: operation for operation in OPERATIONS}


def operations_for(role: str, group: str) -> list[Operation]:
    """Return what a role may do, in the order of the page."""
    return [each for each in OPERATIONS if role in each.roles and each.group == group]
