"""The to-do as a page shows it: chosen, sorted, grouped, cut into pages; counts are always of everything chosen."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.queries.catalogue import benefits
from minzheng.desk.places import place_names
from minzheng.desk.todo_entries import Entry
from minzheng.kernel.division import range_of

ON_A_PAGE = 50
TITLES = {"today": _("今天"), "this_week": _("本周"), "late": _("逾期和两天内到期"), "waiting": _("等待他人")}
URGENCY = tuple(TITLES)
SORTS = {"due": _("期限"), "place": _("村（社区）"), "program": _("项目"), "opened": _("登记先后")}
GROUPINGS = {"urgency": _("缓急"), "place": _("村（社区）"), "program": _("项目"), "act": _("事项")}
WHEN = {"late": _("已逾期"), "soon": _("两天内到期")}
HANDS = {"mine": _("我领办的"), "free": _("还没人领办")}
FILTERS = ("when", "hands", "act", "program", "place")
LOOKERS = frozenset({Role.LEADER, Role.AUDITOR, Role.FINANCE_OFFICER})


@dataclass(frozen=True)
class Choice:
    """How the list is looked at, as its address says; what an address says wrongly is left out."""

    when: str = ""
    hands: str = ""
    act: str = ""
    program: str = ""
    place: str = ""
    sort: str = "due"
    by: str = "urgency"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Choice":
        """Read an address."""
        known: dict[str, Mapping[str, Any]] = {"when": WHEN, "hands": HANDS, "sort": SORTS, "by": GROUPINGS}
        values = {name: given.get(name, "") for name in ("when", "hands", "act", "program", "place", "sort", "by")}
        if values["place"] and not (values["place"].isdecimal() and len(values["place"]) == 12):
            values["place"] = ""
        return cls(**{name: text for name, text in values.items() if text and text in known.get(name, {text: ""})})

    @property
    def is_filtered(self) -> bool:
        """Say whether anything is left out."""
        return any(getattr(self, name) for name in FILTERS)


@dataclass
class Group:
    """A heading with the rows that stand on this page; the counts are of all pages."""

    code: str
    title: str
    total: int = 0
    late: int = 0
    hint: str = ""
    empty: str = ""
    entries: list[Entry] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class TodoPage:
    """One page of the list with everything there is to choose from."""

    choice: Choice
    groups: list[Group]
    page: Page
    chips: list[dict[str, Any]]
    options: dict[str, list[tuple[str, str, int]]]
    total: int
    places: dict[str, str]
    names: dict[str, str]


def todo_page(entries: list[Entry], choice: Choice, staff: Staff, wanted: str | None) -> TodoPage:
    """Choose, sort, group and cut."""
    places = place_names({one.division_code for one in entries if one.division_code})
    names = {program.code: program.short_name for program in benefits()}
    chosen = [one for one in entries if _is_chosen(one, choice, staff)]
    keys = _group_keys(choice.by, places, names)
    order = {code: place for place, code in enumerate(URGENCY)} if choice.by == "urgency" else None
    sort = _sort_key(choice.sort, names)
    chosen.sort(key=lambda one: (_rank(keys(one), order), sort(one)))
    groups = _groups(chosen, keys)
    page = Paginator(chosen, ON_A_PAGE).get_page(wanted)
    for one in page:
        groups[keys(one)[0]].entries.append(one)
    shown = [group for group in groups.values() if group.entries]
    if choice.by == "urgency" and not choice.is_filtered and page.number == 1:
        shown = _with_empty(shown, staff)
    return TodoPage(
        choice,
        shown,
        page,
        _chips(entries, choice, staff),
        _options(entries, places, names),
        len(entries),
        places,
        names,
    )


def lead(staff: Staff, entries: list[Entry]) -> str:
    """Say in one sentence how the day stands."""
    totals = Counter(one.group for one in entries)
    late = sum(one.is_late for one in entries if one.group == "today")
    name = {"name": staff.name}
    if staff.role == Role.LEADER:
        n = totals["late"]
        return (
            str(_("%(name)s，全局有 %(n)s 件已逾期或两天内到期。")) % {**name, "n": n}
            if n
            else str(_("%(name)s，没有逾期的办件。")) % name
        )
    if staff.role == Role.AUDITOR:
        return str(_("%(name)s，您可以查看辖区内的全部办件、家庭和账目，不办理业务。")) % name
    if totals["today"]:
        words = str(_("，其中 %(n)s 件已逾期")) % {"n": late} if late else ""
        return str(_("%(name)s，今天有 %(n)s 件要办%(late)s。")) % {**name, "n": totals["today"], "late": words}
    if totals["this_week"]:
        return str(_("%(name)s，今天没有到期的事，有 %(n)s 件可以先办。")) % {**name, "n": totals["this_week"]}
    return str(_("%(name)s，手上没有要办的事。")) % name


def _is_chosen(one: Entry, choice: Choice, staff: Staff) -> bool:
    if choice.place:
        low, high = range_of(choice.place)
        if not low <= one.division_code < high:
            return False
    mine = one.claim is not None and one.claim.taken_by_id == staff.pk
    return (
        (choice.when != "late" or one.is_late)
        and (choice.when != "soon" or one.is_soon)
        and (choice.hands != "mine" or mine)
        and (choice.hands != "free" or (one.claim is None and one.item is not None and one.group != "waiting"))
        and (not choice.act or one.verb == choice.act)
        and (not choice.program or one.program == choice.program)
    )


def _group_keys(by: str, places: dict[str, str], names: dict[str, str]) -> Callable[[Entry], tuple[str, str]]:
    # Said once a page, not once a row.
    everywhere, other, titles = str(_("全局")), str(_("其他")), {group: str(title) for group, title in TITLES.items()}

    def key(one: Entry) -> tuple[str, str]:
        if by == "place":
            return one.division_code or "-", places.get(one.division_code, everywhere)
        if by == "program":
            return one.program or "-", names.get(one.program, other)
        if by == "act":
            return one.verb or one.act, one.act
        return one.group, titles[one.group]

    return key


def _rank(key: tuple[str, str], order: dict[str, int] | None) -> tuple[int, str]:
    return (order[key[0]], "") if order is not None else (0, key[0])


def _sort_key(sort: str, names: dict[str, str]) -> Callable[[Entry], tuple[Any, ...]]:
    """Reminders first, then what has a last day; rows of equal rank stand in the order they came in."""

    def key(one: Entry) -> tuple[Any, ...]:
        due = (one.mention is None, one.ready is None, one.due_on or dt.date.max)
        if sort == "place":
            return (one.division_code, *due)
        if sort == "program":
            return (names.get(one.program, ""), *due)
        if sort == "opened":
            return (str(one.opened_on or ""), *due)
        return due

    return key


def _groups(chosen: list[Entry], keys: Callable[[Entry], tuple[str, str]]) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for one in chosen:
        code, title = keys(one)
        group = groups.setdefault(code, Group(code, title))
        group.total += 1
        group.late += one.is_late
        if code == "today":
            group.hint = str(_("到期、逾期或须马上办"))
    return groups


def _with_empty(groups: list[Group], staff: Staff) -> list[Group]:
    """Empty headings say what would stand there; those who only look are spared the ones they never have."""
    wanted = ["late"] if staff.role == Role.LEADER else [] if staff.role in LOOKERS else list(TITLES)
    if staff.role not in {Role.LEADER, Role.COUNTY_OFFICER}:
        wanted = [code for code in wanted if code != "late"]
    have = {group.code: group for group in groups}
    codes = [code for code in URGENCY if code in have or code in wanted]
    return [have.get(code) or Group(code, str(TITLES[code]), empty=str(EMPTY[code])) for code in codes]


def _chips(entries: list[Entry], choice: Choice, staff: Staff) -> list[dict[str, Any]]:
    """The filters people use most, with how many each would leave; one that would leave nothing is not offered."""
    found = []
    for name, labels in (("when", WHEN), ("hands", HANDS)):
        for code, label in labels.items():
            n = sum(_is_chosen(one, Choice(**{name: code}), staff) for one in entries)
            chosen = getattr(choice, name) == code
            if n or chosen:
                found.append({"name": name, "code": code, "label": str(label), "n": n, "is_chosen": chosen})
    return found


def _options(
    entries: list[Entry], places: dict[str, str], names: dict[str, str]
) -> dict[str, list[tuple[str, str, int]]]:
    """What the drop-downs offer: only what occurs, each with its number."""
    acts = Counter((one.verb, one.act) for one in entries if one.verb)
    used = Counter(one.program for one in entries if one.program)
    here = Counter(one.division_code for one in entries if one.division_code)
    townships = {code[:9] for code in here}
    if len(townships) > 1:
        whole: Counter[str] = Counter()
        titles: dict[str, str] = {}
        for code, n in here.items():
            whole[f"{code[:9]}000"] += n
            titles[f"{code[:9]}000"] = places[code].partition(" ")[0]
        there = [(code, titles[code], n) for code, n in sorted(whole.items())]
    else:
        there = [(code, places[code].rpartition(" ")[2], n) for code, n in sorted(here.items())]
    return {
        "act": sorted(((verb, label, n) for (verb, label), n in acts.items()), key=lambda one: -one[2]),
        "program": [(code, names.get(code, code), n) for code, n in sorted(used.items())],
        "place": there,
    }


EMPTY = {
    "today": _("今天没有到期的事。到期或逾期的办件会排在这里。"),
    "this_week": _("没有正在等您办的事。新受理、转来的办件会排在这里。"),
    "late": _("没有逾期或两天内到期的办件。"),
    "waiting": _("没有在等的事。公示中、等群众补正、等别人办理的办件会列在这里。"),
}
