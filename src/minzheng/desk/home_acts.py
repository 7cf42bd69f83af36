"""The acts of homes in words, by the page they stand on. What is possible the rooms' domain says."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import home_money, residents
from minzheng.desk.forms import homes as forms
from minzheng.institutions.domain import admission, daily, departure, house, improvement, incident, leave, money
from minzheng.institutions.enums import LIVING_HERE, Purpose, Stay

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


def _waits(*, own: bool) -> Any:
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
        when=_waits(own=False),
    ),
    act(
        "confirm-own",
        _("复核机构凭证"),
        home_money.ConfirmForm,
        money.confirm,
        _("复核后记账，不能撤回。"),
        OFFICE,
        "vouchers",
        when=_waits(own=True),
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


def _stays(*stays: str) -> Any:
    return lambda view: view.residence.stay in stays


def _after(**wanted: bool) -> Any:
    """What follows a departure, as far as it has come."""

    def looks(view: Any) -> bool:
        left = view.departure
        if left is None or left.settled_at is not None:
            return False
        is_dead = left.stay == Stay.DECEASED
        return all(
            {"dead": is_dead, "buried": left.burial_on is not None}[key] == value for key, value in wanted.items()
        )

    return looks


HERE = [one.value for one in LIVING_HERE]
RESIDENT = (
    act(
        "return",
        _("登记返院"),
        residents.ReturnForm,
        leave.come_back,
        _("返院后恢复照护。"),
        (DIRECTOR, CARER),
        when=_stays(Stay.ON_LEAVE),
    ),
    act(
        "settle",
        _("结清离院手续"),
        residents.DepartureForm,
        departure.settle,
        _("代管款结清、物品交还后才能结清。"),
        DIRECTOR,
        when=_after(),
    ),
    act(
        "bury",
        _("登记殡葬"),
        residents.BuryForm,
        departure.bury,
        _("登记后不能修改。"),
        DIRECTOR,
        when=_after(dead=True, buried=False),
    ),
    act(
        "leave",
        _("请假外出"),
        residents.LeaveForm,
        leave.leave,
        _("保留床位，外出期间不排照护；到期没有返院的在机构页面标出。"),
        (DIRECTOR, CARER),
        when=_stays(Stay.IN_RESIDENCE),
    ),
    act(
        "trust",
        _("代管款收支制单"),
        home_money.TrustForm,
        money.draw,
        _("由另一人复核后记账；不能透支。"),
        (DIRECTOR, CARER),
        when=lambda view: not view.is_settled,
    ),
    act(
        "trust-confirm",
        _("复核收支凭证"),
        home_money.ConfirmForm,
        money.confirm,
        _("复核后记账，不能撤回。"),
        (DIRECTOR, CARER),
        "vouchers",
        when=_waits(own=False),
    ),
    act(
        "plan",
        _("增加照护项目"),
        residents.PlanForm,
        daily.plan,
        _("从今天起列入每日照护。"),
        DIRECTOR,
        when=_stays(*HERE),
    ),
    act(
        "medicine",
        _("登记用药"),
        residents.MedicineForm,
        daily.plan,
        _("从今天起按时段提醒给药。"),
        DIRECTOR,
        when=_stays(*HERE),
    ),
    act(
        "end-item",
        _("停止照护项目"),
        residents.EndItemForm,
        daily.end_item,
        _("从明天起不再列入。"),
        DIRECTOR,
        "items",
    ),
    act(
        "visit",
        _("登记探访"),
        residents.VisitForm,
        daily.visited,
        _("登记后不能修改。"),
        (DIRECTOR, CARER),
        when=_stays(*HERE),
    ),
    act(
        "incident",
        _("报告意外事件"),
        residents.IncidentForm,
        incident.report,
        _("由另一人查明原因后结案。"),
        (DIRECTOR, CARER),
    ),
    act(
        "belongings",
        _("清点物品"),
        residents.BelongingsForm,
        departure.list_belongings,
        _("两名见证人在场。"),
        (DIRECTOR, CARER),
    ),
    act(
        "hand",
        _("交还物品"),
        residents.HandForm,
        departure.hand_over,
        _("登记后不能修改。"),
        (DIRECTOR, CARER),
        "kept",
    ),
    act(
        "move",
        _("调换床位"),
        residents.MoveForm,
        admission.move_bed,
        _("原床位空出。"),
        DIRECTOR,
        "free",
        when=_stays(*HERE),
    ),
    act(
        "renew",
        _("续签协议"),
        residents.RenewForm,
        admission.renew,
        _("延长协议到期日。"),
        DIRECTOR,
        when=_stays(*HERE),
    ),
    act(
        "depart",
        _("离院、转院"),
        residents.DepartForm,
        departure.depart,
        _("床位今天空出，按期结清代管款和物品。"),
        DIRECTOR,
        when=_stays(*HERE),
    ),
    act(
        "die",
        _("登记去世"),
        residents.DieForm,
        departure.die,
        _("登记当天通知乡镇，床位空出，按期结清。"),
        (DIRECTOR, CARER),
        when=_stays(*HERE),
        is_grave=True,
    ),
)
