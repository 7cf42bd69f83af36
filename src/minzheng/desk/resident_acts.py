"""The acts on one resident of a home in words. What is possible the room's domain says."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms import home_money, residents
from minzheng.desk.home_acts import CARER, DIRECTOR, act, waits
from minzheng.institutions.domain import admission, daily, departure, incident, leave, money
from minzheng.institutions.enums import LIVING_HERE, Stay


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
        when=waits(own=False),
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
