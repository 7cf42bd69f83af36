"""The words of places with beds. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What kind of place. One model serves all; what differs is data."""

    WELFARE_HOME = "welfare_home", _("农村福利院")
    ELDERLY_HOME = "elderly_home", _("养老机构")


class Post(TextChoices):
    """What somebody does in a home; only carers count for the care ratio."""

    DIRECTOR = "director", _("院长")
    CARER = "carer", _("护理员")
    NURSE = "nurse", _("医护人员")
    COOK = "cook", _("炊事员")
    KEEPER = "keeper", _("会计、保管")
    GUARD = "guard", _("门卫、消防值守")


class Watch(TextChoices):
    """The parts of a day that somebody is on duty."""

    DAY = "day", _("白班")
    EVENING = "evening", _("晚班")
    NIGHT = "night", _("夜班")


class Chooser(TextChoices):
    """Whose will it is to live in a home. There is no third: nobody is placed."""

    PERSON = "person", _("本人选择")
    GUARDIAN = "guardian", _("监护人决定（本人不能表达意愿）")


class EntryState(TextChoices):
    """Where somebody stands who wishes to move in."""

    WAITING = "waiting", _("等候入住")
    ADMITTED = "admitted", _("已入住")
    WITHDRAWN = "withdrawn", _("不再等候")


class Stay(TextChoices):
    """Where a resident is. Leaving ends with one of the last three."""

    IN_RESIDENCE = "in_residence", _("在院")
    ON_LEAVE = "on_leave", _("请假外出")
    TRANSFERRED = "transferred", _("转往其他机构")
    DISCHARGED = "discharged", _("离院")
    DECEASED = "deceased", _("去世")


# Who has a bed here, at home or away.
LIVING_HERE = (Stay.IN_RESIDENCE, Stay.ON_LEAVE)
LEAVING = (Stay.TRANSFERRED, Stay.DISCHARGED)


class Outcome(TextChoices):
    """What became of one item of care or one dose."""

    DONE = "done", _("已做")
    REFUSED = "refused", _("本人不愿意")
    NOT_DONE = "not_done", _("没有做")


class Purpose(TextChoices):
    """What money is for. The three of the home and that of each resident never mix."""

    TRUST = "trust", _("本人代管款")
    LIVING = "living", _("供养经费")
    BUILDING = "building", _("建设维修")
    FARM = "farm", _("农副业生产")


HOME_PURPOSES = (Purpose.LIVING, Purpose.BUILDING, Purpose.FARM)


class Direction(TextChoices):
    """Whether money comes in or goes out."""

    IN = "in", _("收入")
    OUT = "out", _("支出")


class Matter(TextChoices):
    """What a voucher is for."""

    POCKET = "pocket", _("零用钱")
    OWN_INCOME = "own_income", _("本人收入（养老金、土地收益等）")
    FROM_FAMILY = "from_family", _("亲属交来")
    SHOPPING = "shopping", _("代买东西")
    DRAWN = "drawn", _("本人领取")
    TREATMENT = "treatment", _("看病买药")
    ESTATE = "estate", _("结清，交本人、继承人或新机构")
    SUPPORT = "support", _("供养经费拨入")
    UPKEEP = "upkeep", _("机构日常开支")
    WORKS = "works", _("建设维修款")
    PRODUCE = "produce", _("农副业收支")


# Which matters belong to which pot, and which way they go.
MATTERS_OF: dict[str, dict[str, tuple[Matter, ...]]] = {
    Purpose.TRUST: {
        Direction.IN: (Matter.OWN_INCOME, Matter.FROM_FAMILY),
        Direction.OUT: (Matter.SHOPPING, Matter.DRAWN, Matter.TREATMENT, Matter.ESTATE),
    },
    Purpose.LIVING: {Direction.IN: (Matter.SUPPORT,), Direction.OUT: (Matter.UPKEEP,)},
    Purpose.BUILDING: {Direction.IN: (Matter.WORKS,), Direction.OUT: (Matter.WORKS,)},
    Purpose.FARM: {Direction.IN: (Matter.PRODUCE,), Direction.OUT: (Matter.PRODUCE,)},
}


class Harm(TextChoices):
    """How badly somebody was hurt."""

    NONE = "none", _("没有受伤")
    LIGHT = "light", _("轻微，院内处理")
    TREATED = "treated", _("送医治疗")
    GRAVE = "grave", _("重伤或死亡")


class Occasion(TextChoices):
    """When a list of belongings was made."""

    MOVING_IN = "moving_in", _("入住时")
    LATER = "later", _("在院期间")
    AFTER = "after", _("离院、去世后")
