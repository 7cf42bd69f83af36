"""What may be done on a household's page: each operation with its form, its domain function and its consequence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.casework.domain import dissolution, relocation
from minzheng.desk.forms import household as forms
from minzheng.desk.forms import household_events as events
from minzheng.desk.forms.withdrawal import WithdrawForm
from minzheng.registry.domain import birth, death, death_correction, facts, identity, membership, splitting, supporters
from minzheng.registry.domain import person as people
from minzheng.relatives.domain import payee

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
    # Of a household that is closed: only what may have closed it by mistake.
    when_closed: bool = False
    # Only where a member has no ID number yet.
    for_unnumbered: bool = False
    # Only where somebody is recorded dead.
    for_bereaved: bool = False


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
        verb="supporter",
        title=_("登记赡养、抚养、扶养义务人"),
        form=forms.SupporterForm,
        run=supporters.record_supporter,
        consequence=FACT,
        done=_("义务人已登记。"),
        group="fact",
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
        run=payee.set_account,
        consequence=_(
            "第一个收款账户从起始日起使用；变更账户的，须由县局另一人确认，并过冷静期才使用，此前仍发到原账户。"
            "登记账户的人不能在同一批发放上签字。"
        ),
        done=_("收款账户已登记。"),
        group="fact",
        roles=OFFICERS,
    ),
    Operation(
        verb="withdraw",
        title=_("撤销误登的事实"),
        form=WithdrawForm,
        run=facts.withdraw,
        consequence=_("这条记录注明从未成立，原文保留可查；以后的审核不再使用它，以前作出的决定不会自动改变。"),
        done=_("已撤销，原记录保留可查。"),
        group="fact",
        needs_household=False,
    ),
    Operation(
        verb="phone",
        title=_("更改电话"),
        form=events.PhoneForm,
        run=people.change_phone,
        consequence=_("以后按新号码联系；旧号码不再保留，改动的人和时间有记录。"),
        done=_("电话已更改。"),
        group="fact",
        needs_household=False,
    ),
    Operation(
        verb="rename",
        title=_("更正姓名"),
        form=events.RenameForm,
        run=people.rename,
        consequence=_("档案、名单和以后的文书都用新姓名；已经发出的文书不变。收款账户的户名须由乡镇另行核对。"),
        done=_("姓名已更正。"),
        group="fact",
        needs_household=False,
    ),
    Operation(
        verb="id-number",
        title=_("登记身份证号"),
        form=events.IdNumberForm,
        run=identity.give_id_number,
        consequence=_("号码只能登记一次，保存后加密，只显示首尾几位；须与登记的性别、出生日期一致。"),
        done=_("身份证号已登记。"),
        group="fact",
        needs_household=False,
        for_unnumbered=True,
    ),
    Operation(
        verb="birth",
        title=_("登记出生"),
        form=events.BirthForm,
        run=birth.record_birth,
        consequence=_("孩子从出生之日起是本户成员；在保家庭人口增加，由下一次复核重新计算，不会自动增发。"),
        done=_("出生已登记。"),
        group="event",
    ),
    Operation(
        verb="add-member",
        title=_("增加成员或迁入"),
        form=events.AddMemberForm,
        run=membership.add_member,
        consequence=_("此人从这一天起是本户成员；收入和财产请随后登记，没有登记的按未知处理。"),
        done=_("成员已增加。"),
        group="event",
    ),
    Operation(
        verb="move",
        title=_("迁移"),
        form=events.MoveForm,
        run=relocation.move_household,
        consequence=_("全户迁到新的村（社区），档案和办件随户转移；迁出本乡镇后您将看不到这一户。"),
        done=_("迁移已登记。"),
        group="event",
    ),
    Operation(
        verb="split",
        title=_("分户"),
        form=events.SplitForm,
        run=splitting.split,
        consequence=_("选中的人另立新户，收入、支出和各自名下的财产随人转去；在办和在保的办件留在原户。"),
        done=_("分户已登记，新户已建档。"),
        group="event",
    ),
    Operation(
        verb="merge",
        title=_("并户"),
        form=events.MergeForm,
        run=dissolution.merge_households,
        consequence=_(
            "本户全体成员并入另一户，收入、财产随人转去，本户销户，收款账户停用；"
            "本户有没有了结的办件，或另一户正在审核的，须先办结。"
        ),
        done=_("并户已登记，本户已销户。"),
        group="event",
        roles=OFFICERS,
    ),
    Operation(
        verb="transfer",
        title=_("转到另一户"),
        form=events.TransferForm,
        run=dissolution.transfer_member,
        consequence=_("此人从这一天起属于另一户，收入、支出和名下财产随人转去；两户正在审核的办件须先办结。"),
        done=_("转户已登记。"),
        group="event",
    ),
    Operation(
        verb="change-head",
        title=_("变更户主"),
        form=events.HeadForm,
        run=membership.change_head,
        consequence=_("从这一天起由新户主代表本户；收款账户不会自动改变。"),
        done=_("户主已变更。"),
        group="event",
    ),
    Operation(
        verb="death",
        title=_("登记死亡"),
        form=events.DeathForm,
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
        form=events.RemoveMemberForm,
        run=membership.remove_member,
        consequence=_("此人从这一天起不再是本户成员。另立新户的请用“分户”，到县内另一户的请用“转到另一户”。"),
        done=_("成员离开已登记。"),
        group="event",
    ),
    Operation(
        verb="close",
        title=_("销户或迁出本县"),
        form=events.CloseForm,
        run=dissolution.close_household,
        consequence=_("全户从这一天起不再属于本县，档案保留可查，不能再变更；有没有了结的办件须先办结或终止。"),
        done=_("已销户。"),
        group="event",
        roles=OFFICERS,
    ),
    Operation(
        verb="correct-death",
        title=_("更正死亡登记"),
        form=events.DeathCorrectionForm,
        run=death_correction.ask,
        consequence=_(
            "提出后由县民政局另一人核准，核准前什么也不变。核准后恢复成员、收入和账户，死亡记录注明误登、不删除；"
            "已经终止的救助、停发或追回的钱不会自动恢复，由县民政局另行决定。"
        ),
        done=_("更正已提出，等待县民政局另一人核准。"),
        group="event",
        roles=OFFICERS,
        needs_household=False,
        when_closed=True,
        for_bereaved=True,
    ),
)
BY_VERB = {operation.verb: operation for operation in OPERATIONS}


def operations_for(
    role: str, group: str, *, is_closed: bool = False, has_unnumbered: bool = False, has_dead: bool = False
) -> list[Operation]:
    """Return what a role may do with an open or a closed household, in the order of the page."""
    return [
        each
        for each in OPERATIONS
        if role in each.roles
        and each.group == group
        and (each.when_closed or not is_closed)
        and (has_unnumbered or not each.for_unnumbered)
        and (has_dead or not each.for_bereaved)
    ]
