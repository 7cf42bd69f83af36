"""The words of close relatives. Stored values are English codes and never shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kin(TextChoices):
    """What a member of the household is to the official (民发〔2012〕220号 第十四条).

    `self` and `household` are found, never declared: the official lives in the household, with whomever else.
    """

    SELF = "self", _("本人")
    SPOUSE = "spouse", _("配偶")
    PARENT = "parent", _("父母")
    CHILD = "child", _("子女")
    SIBLING = "sibling", _("兄弟姐妹")
    GRANDPARENT = "grandparent", _("祖父母、外祖父母")
    GRANDCHILD = "grandchild", _("孙子女、外孙子女")
    HOUSEHOLD = "household", _("共同生活的家庭成员")


DECLARABLE = (Kin.SPOUSE, Kin.PARENT, Kin.CHILD, Kin.SIBLING, Kin.GRANDPARENT, Kin.GRANDCHILD)


class Post(TextChoices):
    """The posts of a villagers' or residents' committee (村民委员会组织法 第六条；城市居民委员会组织法 第七条)."""

    DIRECTOR = "director", _("主任")
    DEPUTY = "deputy", _("副主任")
    MEMBER = "member", _("委员")


class CustodyState(TextChoices):
    """How an agreement on keeping a card stands on a day; read from its dates and signatures, never stored."""

    WAITING = "waiting", _("待核实")
    COMING = "coming", _("未到起始日")
    IN_FORCE = "in_force", _("生效")
    EXPIRED = "expired", _("已到期")
    ENDED = "ended", _("已终止")


class Basis(TextChoices):
    """How a close relative was found."""

    ID_NUMBER = "id_number", _("身份号码相同")
    DECLARED = "declared", _("近亲属申报")
    HOUSEHOLD = "household", _("户籍家庭关系")
    STATED = "stated", _("申请人申明")
    BY_HAND = "by_hand", _("工作人员登记")
