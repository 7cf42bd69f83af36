"""The Chinese name of every act of this room, for histories."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "support.visited": _("探访在家供养人员"),
    "support.settled": _("处理探访发现的问题"),
}
