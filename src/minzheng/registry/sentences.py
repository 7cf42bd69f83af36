"""How the registry's acts are called in audit lists."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "household.registered": _("登记家庭"),
    "household.split": _("分户"),
    "household.split_off": _("分户新立"),
    "household.moved": _("迁移"),
    "household.head_changed": _("变更户主"),
    "household.closed": _("销户"),
    "member.added": _("增加成员"),
    "member.removed": _("移出成员"),
    "person.died": _("登记死亡"),
    "person.renamed": _("更正姓名"),
    "person.phone_changed": _("更改电话"),
    "incomeitem.recorded": _("登记收入"),
    "expenseitem.recorded": _("登记支出"),
    "assetitem.recorded": _("登记财产"),
    "personcondition.recorded": _("登记个人情形"),
    "householddeclaration.recorded": _("登记家庭声明"),
    "standardarea.recorded": _("登记城乡标准"),
    "bankaccount.recorded": _("登记收款账户"),
    "incomeitem.withdrawn": _("撤销误登的收入"),
    "expenseitem.withdrawn": _("撤销误登的支出"),
    "assetitem.withdrawn": _("撤销误登的财产"),
    "personcondition.withdrawn": _("撤销误登的个人情形"),
    "householddeclaration.withdrawn": _("撤销误登的家庭声明"),
    "bankaccount.withdrawn": _("撤销误登的收款账户"),
}
