"""The left rail: at most eight words, and only those a role has work behind."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import HOME_ROLES, Role

VILLAGE, TOWNSHIP, COUNTY = Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER
FINANCE, LEADER, AUDITOR = Role.FINANCE_OFFICER, Role.LEADER, Role.AUDITOR


@dataclass(frozen=True)
class Word:
    """One word of the rail: its address, the start of the url names that belong to it, who has it."""

    label: Any
    url_name: str
    prefixes: tuple[str, ...]
    icon: str
    roles: frozenset[str]


WORDS = (
    Word(_("待办"), "todo", ("todo",), "list-check", frozenset(Role.values)),
    Word(
        _("家庭"),
        "households",
        ("household", "custody", "reveal", "import"),
        "users",
        frozenset(Role.values) - {FINANCE} - HOME_ROLES,
    ),
    Word(
        _("办件"),
        "cases",
        ("case", "letter", "relatives", "archive", "honesty", "remedy", "care", "relief", "social", "support"),
        "folders",
        frozenset(Role.values) - {FINANCE} - HOME_ROLES,
    ),
    Word(
        _("复核"), "reviews", ("review", "screening"), "clipboard-check", frozenset({TOWNSHIP, COUNTY, LEADER, AUDITOR})
    ),
    Word(_("机构"), "homes", ("home",), "home", frozenset({TOWNSHIP, COUNTY, LEADER, AUDITOR}) | HOME_ROLES),
    Word(_("发放"), "runs", ("run", "price", "claim"), "cash", frozenset({COUNTY, FINANCE, LEADER, AUDITOR})),
    Word(_("账目"), "ledger", ("ledger", "audit"), "book-2", frozenset({COUNTY, FINANCE, LEADER, AUDITOR})),
    Word(_("计划"), "plan", ("plan", "assessment"), "target-arrow", frozenset(Role.values) - {VILLAGE} - HOME_ROLES),
)


def rail_for(request: HttpRequest) -> list[dict[str, object]]:
    """Return the words of the signed-in person's role, the current one marked."""
    match = request.resolver_match
    current = match.url_name if match and match.url_name else ""
    items: list[dict[str, object]] = []
    for word in WORDS:
        if request.user.role not in word.roles:  # type: ignore[union-attr]
            continue
        try:
            url = reverse(f"desk:{word.url_name}")
        except NoReverseMatch:
            continue
        items.append({"word": word, "url": url, "is_current": current.startswith(word.prefixes)})
    return items
