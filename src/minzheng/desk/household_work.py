"""What may be done on a household's page: each operation with its form, its domain function and its consequence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
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
    Operation("income", _("登记收入"), forms.IncomeForm, facts.record_income, FACT, _("收入已登记。"), "fact"),
    Operation("expense", _("登记支出"), forms.ExpenseForm, facts.record_expense, FACT, _("支出已登记。"), "fact"),
    Operation("asset", _("登记财产"), forms.AssetForm, facts.record_asset, FACT, _("财产已登记。"), "fact"),
    Operation(
        "condition", _("登记残疾、重病等情形"), forms.ConditionForm, facts.record_condition, FACT, _("个人情形已登记。"),
        "fact", needs_household=False,
    ),
    Operation("declaration", _("登记家庭声明"), forms.DeclarationForm, facts.record_declaration, FACT, _("声明已登记。"), "fact"),
    Operation(
        "standard-area", _("登记城乡标准"), forms.StandardAreaForm, facts.set_standard_area, FACT, _("适用标准已登记。"), "fact"
    ),
    Operation(
        "account", _("登记收款账户"), forms.AccountForm, facts.set_account,
        _("从起始日起，这一户的救助金发到这个账户。修改账户的人不能审批同一批发放。"), _("收款账户已登记。"), "fact", OFFICERS,
    ),
    Operation(
        "move", _("迁移"), forms.MoveForm, households.move,
        _("全户迁到新的村（社区），档案随户转移；迁出本乡镇后您将看不到这一户。"), _("迁移已登记。"), "event",
    ),
    Operation(
        "split", _("分户"), forms.SplitForm, households.split,
        _("选中的人另立新户，收入、支出和各自名下的财产随人转去；在办和在保的办件留在原户。"), _("分户已登记，新户已建档。"), "event",
    ),
    Operation(
        "change-head", _("变更户主"), forms.HeadForm, households.change_head,
        _("从这一天起由新户主代表本户；收款账户不会自动改变。"), _("户主已变更。"), "event",
    ),
    Operation(
        "death", _("登记死亡"), forms.DeathForm, death.record_death,
        _("此人从次日起不再是家庭成员，名下收入停止；在保家庭会进入复核，单人户终止救助。误登须另行更正，不能删除。"),
        _("死亡已登记。"), "event", needs_household=False,
    ),
    Operation(
        "remove-member", _("成员离开"), forms.RemoveMemberForm, households.remove_member,
        _("此人从这一天起不再是本户成员。另立新户的请用“分户”。"), _("成员离开已登记。"), "event",
    ),
)  # fmt: skip
BY_VERB = {operation.verb: operation for operation in OPERATIONS}


def operations_for(role: str, group: str) -> list[Operation]:
    """Return what a role may do, in the order of the page."""
    return [each for each in OPERATIONS if role in each.roles and each.group == group]
