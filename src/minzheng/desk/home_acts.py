"""The acts on a home in words, by the tab they stand on. What is possible the room's domain says."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import home_money
from minzheng.desk.forms import homes as forms
from minzheng.institutions.domain import admission, house, improvement, incident, money
from minzheng.institutions.enums import Purpose

DIRECTOR, CARER = Role.HOME_DIRECTOR, Role.CAREGIVER
COUNTY, TOWNSHIP = Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER
OFFICE = (COUNTY, TOWNSHIP)


def act(  # noqa: PLR0917 - a table of acts reads by place
    verb: str, words: Any, form: Any, run: Any, consequence: Any, roles: Any, needs: str = "", **more: Any
) -> FileAct:
    """Return one act: who it is for, and which list of the page must not be empty for it."""
    wanted = roles if isinstance(roles, tuple) else (roles,)
    extra = more.pop("when", lambda _view: True)

    def makes_sense(view: Any) -> bool:
        return view.role in wanted and (not needs or bool(view.data[needs])) and extra(view)

    return FileAct(
        verb=verb,
        title=words,
        button=words,
        form=form,
        run=run,
        consequence=consequence,
        done=_("已办理。"),
        makes_sense=makes_sense,
        **more,
    )


def waits(*, own: bool) -> Any:
    """Vouchers of the home itself are confirmed by the office, those of residents by the two of the home."""

    def looks(view: Any) -> bool:
        rows = [one for one in view.data["vouchers"] if one.drawn_by_id != view.by_pk]
        return any((one.pot.purpose != Purpose.TRUST) == own for one in rows)

    return looks


RESIDENTS = (
    act(
        "admit",
        _("办理入住"),
        forms.AdmitForm,
        admission.admit,
        _("签订协议、分配床位，按自理能力排出照护计划，开立本人代管款账户。"),
        DIRECTOR,
        "ready",
    ),
    act(
        "enter",
        _("登记入住申请"),
        forms.EnterForm,
        admission.enter,
        _("入住由本人选择；不能表达意愿的由监护人决定。任何人不能指定别人入住。"),
        (DIRECTOR, *OFFICE),
    ),
    act(
        "assess",
        _("评估自理能力"),
        forms.AssessForm,
        admission.assess,
        _("按六项能力确定等级；在住人员的等级有变化的，从今天起重新排照护计划。"),
        DIRECTOR,
        "people",
    ),
    act(
        "health",
        _("登记体检"),
        forms.HealthForm,
        admission.check_health,
        _("体检结论加密保存；有传染性的只能住隔离房间。"),
        DIRECTOR,
        "people",
    ),
    act(
        "withdraw",
        _("撤回入住申请"),
        forms.WithdrawForm,
        admission.withdraw,
        _("不再等候，以后可以重新申请。"),
        (DIRECTOR, *OFFICE),
        "waiting",
    ),
)
BEDS = (
    act(
        "room",
        _("登记居室床位"),
        forms.RoomForm,
        house.enter_room,
        _("面积达不到标准的不能登记。每张床位只住一人。"),
        (DIRECTOR, COUNTY),
    ),
    act(
        "bed",
        _("停用或恢复床位"),
        forms.BedForm,
        house.use_bed,
        _("有人住的床位不能停用。"),
        (DIRECTOR, COUNTY),
        "beds",
    ),
)
STAFF = (
    act("duty", _("排班"), forms.DutyForm, house.set_duty, _("同一班次每人只排一次。"), DIRECTOR, "here"),
    act("hire", _("登记工作人员"), forms.HireForm, house.hire, _("在住人员不能做工作人员的工作。"), (DIRECTOR, COUNTY)),
    act("train", _("登记培训"), forms.TrainForm, house.train, _("培训登记后不能修改。"), (DIRECTOR, COUNTY), "here"),
    act(
        "let-go",
        _("登记离岗"),
        forms.LetGoForm,
        house.let_go,
        _("离岗后不再排班，不计入护理人员。"),
        (DIRECTOR, COUNTY),
        "here",
    ),
)
LIFE = (
    act(
        "vote",
        _("登记菜单表决"),
        forms.VoteForm,
        house.approve_menu,
        _("院务管理委员会到会、同意都过半数的，菜单通过。"),
        (DIRECTOR, CARER),
        "unvoted",
    ),
    act("menu", _("拟定一周菜单"), forms.MenuForm, house.propose_menu, _("由院务管理委员会表决后执行。"), DIRECTOR),
    act(
        "committee",
        _("登记委员"),
        forms.CommitteeForm,
        house.enter_committee_member,
        _("院务管理委员会审定菜单和账目。"),
        DIRECTOR,
    ),
    act(
        "answer",
        _("答复投诉"),
        forms.AnswerForm,
        incident.answer,
        _("答复后不能修改。"),
        (DIRECTOR, *OFFICE),
        "unanswered",
    ),
    act(
        "complain",
        _("登记投诉"),
        forms.ComplainForm,
        incident.complain,
        _("按工作日计算答复期限，逾期的在机构页面标出。"),
        (DIRECTOR, CARER, *OFFICE),
    ),
)
SAFETY = (
    act(
        "verify",
        _("复查整改"),
        forms.VerifyForm,
        incident.verify,
        _("由民政部门复查，整改人不能自己复查。"),
        OFFICE,
        "mended",
    ),
    act("mend", _("登记整改"), forms.MendForm, incident.mend, _("登记后等待民政部门复查。"), DIRECTOR, "unmended"),
    act(
        "close-incident",
        _("意外事件结案"),
        forms.CloseIncidentForm,
        incident.close_incident,
        _("写明原因和改进；报告人不能自己结案。"),
        (DIRECTOR, *OFFICE),
        "open_incidents",
    ),
    act(
        "fire",
        _("消防安全检查"),
        forms.FireForm,
        incident.check,
        _("不合格的逐项列入整改，按期复查。"),
        (DIRECTOR, *OFFICE),
    ),
    act(
        "food",
        _("食品安全检查"),
        forms.FoodForm,
        incident.check,
        _("不合格的逐项列入整改，按期复查。"),
        (DIRECTOR, *OFFICE),
    ),
    act(
        "defect",
        _("列入整改"),
        forms.DefectForm,
        incident.find_defect,
        _("评估失分、上级检查发现的问题，按期整改。"),
        (DIRECTOR, *OFFICE),
    ),
)
MONEY = (
    act(
        "confirm",
        _("复核收支凭证"),
        home_money.ConfirmForm,
        money.confirm,
        _("复核后记账，不能撤回；记错的另制凭证更正。"),
        (DIRECTOR, CARER),
        "vouchers",
        when=waits(own=False),
    ),
    act(
        "confirm-own",
        _("复核机构凭证"),
        home_money.ConfirmForm,
        money.confirm,
        _("复核后记账，不能撤回。"),
        OFFICE,
        "vouchers",
        when=waits(own=True),
    ),
    act(
        "book",
        _("机构收支制单"),
        home_money.BookForm,
        money.draw,
        _("供养经费、建设、农副业各记各账，互不混用；由民政部门复核后记账。"),
        DIRECTOR,
    ),
    act(
        "pocket",
        _("零用钱制单"),
        home_money.PocketForm,
        money.draw_pocket_money,
        _("给本月有集中供养决定的在住人员，每人每月一次，从供养经费支出、存入本人代管款。"),
        DIRECTOR,
    ),
    act(
        "confirm-pocket",
        _("复核全部零用钱"),
        forms.NothingForm,
        money.confirm_pocket_money,
        _("本机构等待复核的零用钱一次全部记账。"),
        CARER,
        "pocket",
    ),
    act(
        "cancel",
        _("作废收支凭证"),
        home_money.CancelForm,
        money.cancel,
        _("没有复核的凭证可以作废。"),
        (DIRECTOR, CARER),
        "vouchers",
    ),
)
WORKS = (
    act(
        "step",
        _("登记工程进度"),
        forms.StepForm,
        improvement.advance,
        _("进度只能增加。"),
        (DIRECTOR, *OFFICE),
        "running",
    ),
    act(
        "accept",
        _("工程验收"),
        forms.AcceptForm,
        improvement.accept,
        _("由登记人以外的县局人员验收。"),
        COUNTY,
        "finished",
    ),
    act(
        "works", _("登记工程"), forms.WorksForm, improvement.enter, _("登记预算、资金来源和合同，跟踪到验收。"), OFFICE
    ),
)
TABS = {
    "residents": RESIDENTS,
    "beds": BEDS,
    "staff": STAFF,
    "life": LIFE,
    "safety": SAFETY,
    "money": MONEY,
    "works": WORKS,
}
TAB_OF = {one.verb: tab for tab, acts in TABS.items() for one in acts}
