"""The sentence shown for an act is registered by the room that records it; here only the list is kept."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_labels: dict[str, str | Promise] = {"read": _("查看完整号码")}


def name_actions(labels: Mapping[str, str | Promise]) -> None:
    """Register the Chinese names of a room's acts; called from its apps.py."""
    _labels.update(labels)


def label_of(action: str) -> str:
    """Return the Chinese name of an act; its code if no room named it."""
    return str(_labels.get(action, action))
