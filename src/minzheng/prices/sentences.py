"""The Chinese name of every act of this room, for histories."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "price.recorded": _("登记周价格"),
    "price.corrected": _("更正周价格"),
    "index.entered": _("录入价格指数"),
    "index.imported": _("导入价格指数"),
    "index.corrected": _("更正价格指数"),
    "index.confirmed": _("核对价格指数"),
    "subsidy.confirmed": _("确认发放价格补贴"),
    "subsidy.made_due": _("补列价格补贴"),
}
