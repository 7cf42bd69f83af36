"""What the claims pages share: the tabs a person may open, who may do what, how a list is cut."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.desk.acts import Act
from minzheng.desk.file_acts import FileAct, offered
from minzheng.desk.guards import MONEY_READERS
from minzheng.desk.request import DeskRequest

ON_A_PAGE = 50
OFFICERS = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER})
EVERY_OFFICER = frozenset({Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.LEADER, Role.AUDITOR})
COUNTY = frozenset({Role.COUNTY_OFFICER})
# Who looks for those who are not insured, the village too.
CAMPAIGN_READERS = EVERY_OFFICER | {Role.VILLAGE_WORKER}
TABS = (
    ("desk:claims", _("医院结算"), True),
    ("desk:claim_hospitals", _("定点机构"), True),
    ("desk:claim_statements", _("付款单"), True),
    ("desk:claim_fund", _("基金"), True),
    ("desk:claim_applications", _("个人申请"), False),
    ("desk:claim_urgent", _("先救治"), False),
    ("desk:claim_campaigns", _("参保"), False),
    ("desk:claim_rolls", _("名册"), True),
    ("desk:claim_published", _("公布"), False),
)


def tabs(request: DeskRequest, current: str) -> list[dict[str, Any]]:
    """Return the pages this person may open, the current one marked."""
    is_whole = request.user.area.covers(settings.COUNTY_CODE)
    money = request.user.role in MONEY_READERS and is_whole
    other = request.user.role in EVERY_OFFICER
    return [
        {"url": reverse(name), "label": label, "is_current": name == current}
        for name, label, is_county in TABS
        if (money if is_county else other or (name == "desk:claim_campaigns" and request.user.role in CAMPAIGN_READERS))
    ]


def is_county(request: DeskRequest) -> bool:
    """Say whether a county officer of the whole county asks."""
    return request.user.role == Role.COUNTY_OFFICER and bool(request.user.area.covers(settings.COUNTY_CODE))


def paged(request: DeskRequest, rows: QuerySet[Any] | list[Any], turned_by: str = "page") -> Any:
    """Return the page asked for; where a screen has several lists, each is turned by its own word in the address."""
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get(turned_by))


def up(name: str, label: Any, *args: Any) -> dict[str, Any]:
    """Return the way back."""
    return {"url": reverse(name, args=args), "label": label}


def button(name: str, label: Any, icon: str = "plus", *args: Any) -> dict[str, Any]:
    """Return a button that leads to a page."""
    return {"url": reverse(name, args=args), "label": label, "icon": icon}


def acts_of(
    request: DeskRequest, acts: tuple[FileAct, ...], page: Any, address: str, words: dict[str, str] | None = None
) -> list[Act]:
    """Return the acts that make sense on a page."""
    return offered(request, [act for act in acts if act.makes_sense(page)], file=page, page=address, words=words or {})


# Acts that put something right or take it back: folded away even where nothing else is to be done.
EXCEPTIONS = frozenset({"withdraw", "cancel", "correct", "reverse"})


def is_folded(acts: list[Act]) -> bool:
    """Say whether the first act of a page stays folded, so that what people came to read is seen first."""
    return bool(acts) and acts[0].verb in EXCEPTIONS
