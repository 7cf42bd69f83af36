"""Who of a frozen roster is insured, and why each of the others is not: every gap is named until the rate is whole.

The denominator is the roster as it was frozen; a row never leaves it by being deleted. Only insurance at another place,
military service and prison take a person out, and only with a document (资助参保、参保率 100%).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from minzheng.kernel.division import full, own_digits
from minzheng.kernel.idnumber import IdNumber, IdNumberError
from minzheng.kernel.language import gettext as _
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed

ENROLLED = "enrolled"
NEW_ENTRANT, DOUBLE_REGISTERED, OTHER_PLACE, REFUSED = "new_entrant", "double_registered", "other_place", "refused"
DEAD, WRONG_ID, MILITARY, PRISON, UNEXPLAINED = "dead", "wrong_id", "military", "prison", "unexplained"
KINDS = (
    ENROLLED, NEW_ENTRANT, DOUBLE_REGISTERED, OTHER_PLACE, REFUSED, DEAD, WRONG_ID, MILITARY, PRISON, UNEXPLAINED,
)  # fmt: skip
LEAVING = frozenset({OTHER_PLACE, MILITARY, PRISON})
"""The only kinds that may leave the denominator, with a document."""
STATED = (DEAD, OTHER_PLACE, MILITARY, PRISON, REFUSED)
"""What an officer may state of a person, in the order in which it is believed."""
BASIS = 10_000


class RosterChanged(Refused):
    """The rows answered for are not the rows that were frozen."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the frozen roster; `serial` is unique in it. `listed_on`: since when the person is on the list."""

    serial: str
    id_number: str
    name: str
    listed_on: date


@dataclass(frozen=True, slots=True)
class Policy:
    """One row of the insurer's file. `place` is the division where the person is insured; unpaid is not insured."""

    id_number: str
    name: str
    place: str
    is_paid: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """What an officer states of a row: one of STATED, with the document that shows it ("" without one)."""

    serial: str
    kind: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds of one row. `counts`: whether it is in the denominator. `is_double_insured`: paid more than once."""

    serial: str
    kind: str
    counts: bool
    why: str
    to_do: str = ""
    is_double_insured: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of those to be insured are. `gaps` counts the others by kind, those who leave the denominator too."""

    enrolled: int
    to_enrol: int
    gaps: Mapping[str, int]

    @property
    def is_full(self) -> bool:
        """Whether everybody who is to be insured is."""
        return self.enrolled == self.to_enrol

    @property
    def basis_points(self) -> int | None:
        """The rate rounded down, so that 100 per cent is said only of a full one; None if nobody is to be insured."""
        return self.enrolled * BASIS // self.to_enrol if self.to_enrol else None


def classify(
    *,
    roster: Sequence[Entry],
    policies: Iterable[Policy],
    statements: Iterable[Statement] = (),
    home: str,
    cut_off: date,
    entrant_days: int,
) -> tuple[Standing, ...]:
    """Return the standing of every row of a frozen roster, in its order.

    `home` is the division whose insurance counts (the county, or the pool it belongs to); who came onto the list within
    `entrant_days` before the cut-off is a new entrant. Raises RosterChanged for a doubled serial or a statement about
    a row that is not there, and for a kind nobody may state.
    """
    told = _statements(roster, statements)
    known = _Insured(policies, home)
    seen: set[str] = set()
    found = []
    for entry in roster:
        try:
            number = IdNumber.parse(entry.id_number)
        except IdNumberError as error:
            found.append(_gap(entry, WRONG_ID, str(error), _("核对身份证号码，改正名册后重新比对")))
            continue
        if number.value in seen:
            found.append(
                _gap(entry, DOUBLE_REGISTERED, _("同一身份证号码在名册中已经出现过"), _("从名册中更正重复的一行"))
            )
            continue
        seen.add(number.value)
        found.append(
            _standing(entry, number, told.get(entry.serial, {}), known, cut_off - timedelta(days=entrant_days))
        )
    return tuple(found)


def rate(roster: Sequence[Entry], standings: Sequence[Standing]) -> Rate:
    """Return the rate of a frozen roster; raise RosterChanged unless every row of it is answered for exactly once."""
    frozen, answered = {entry.serial for entry in roster}, Counter(one.serial for one in standings)
    lacking = sorted(frozen - {*answered})
    if lacking:
        raise RosterChanged(
            _("冻结名册中有%(n)s行没有结论（例如第%(serial)s号）。应参保人数以冻结的名册为准，不能删行。")
            % {"n": len(lacking), "serial": lacking[0]}
        )
    strange = sorted({*answered} - frozen) or sorted(serial for serial, n in answered.items() if n > 1)
    if strange:
        raise RosterChanged(_("第%(serial)s号不在冻结的名册中，或者出现了两次。") % {"serial": strange[0]})
    enrolled = sum(one.kind == ENROLLED for one in standings)
    gaps = Counter(one.kind for one in standings if one.kind != ENROLLED)
    return Rate(enrolled, sum(one.counts for one in standings), {kind: gaps[kind] for kind in KINDS if gaps[kind]})


class _Insured:
    """The insurer's file, looked up by number and, for numbers that do not match, by name and birth date."""

    def __init__(self, policies: Iterable[Policy], home: str) -> None:
        self.home = own_digits(full(home))
        self.by_number: dict[str, list[Policy]] = {}
        self.by_name: dict[tuple[str, date], set[str]] = {}
        for policy in policies:
            try:
                number = IdNumber.parse(policy.id_number)
            except IdNumberError:
                continue  # an unreadable number matches nobody
            self.by_number.setdefault(number.value, []).append(policy)
            self.by_name.setdefault((policy.name, number.birth_date), set()).add(number.value)

    def here(self, number: str) -> list[Policy]:
        """Return the paid policies of the home."""
        return [one for one in self.by_number.get(number, ()) if one.is_paid and self._is_home(one)]

    def away(self, number: str) -> list[Policy]:
        """Return the paid policies of other places."""
        return [one for one in self.by_number.get(number, ()) if one.is_paid and not self._is_home(one)]

    def has_unpaid(self, number: str) -> bool:
        """Whether the person is registered and nothing was paid."""
        return any(not one.is_paid for one in self.by_number.get(number, ()))

    def _is_home(self, policy: Policy) -> bool:
        return full(policy.place).startswith(self.home)


def _statements(roster: Sequence[Entry], statements: Iterable[Statement]) -> dict[str, dict[str, Statement]]:
    serials = Counter(entry.serial for entry in roster)
    doubled = [serial for serial, n in serials.items() if n > 1]
    if doubled:
        raise RosterChanged(_("冻结名册中第%(serial)s号有两行。") % {"serial": doubled[0]})
    told: dict[str, dict[str, Statement]] = {}
    for one in statements:
        if one.serial not in serials:
            raise RosterChanged(_("冻结名册中没有第%(serial)s号，不能登记它的情况。") % {"serial": one.serial})
        if one.kind not in STATED:
            raise RosterChanged(
                _("不认识的情况“%(kind)s”，可用的：%(all)s。") % {"kind": one.kind, "all": listed(STATED)}
            )
        told.setdefault(one.serial, {})[one.kind] = one
    return told


def _standing(
    entry: Entry, number: IdNumber, told: Mapping[str, Statement], known: _Insured, new_since: date
) -> Standing:
    here, away = known.here(number.value), known.away(number.value)
    if DEAD in told:
        return _gap(entry, DEAD, _("已死亡"), _("核对死亡登记，下次冻结前从名册中退出"))
    if here:
        is_double = len(here) + len(away) > 1
        to_do = _("核对并退出重复的参保") if is_double else ""
        return Standing(entry.serial, ENROLLED, True, _("已参保缴费"), to_do, is_double)
    # What leaves the denominator, with its document, is believed before what does not.
    stated = min((told[kind] for kind in STATED if kind in told), key=lambda one: not _leaves(one), default=None)
    if away and (stated is None or not _leaves(stated)):
        return _gap(entry, OTHER_PLACE, _("在其他地方参保缴费"), _("取得参保凭证；没有凭证的仍计入应参保人数"))
    return _stated(entry, stated) if stated is not None else _unstated(entry, number, known, new_since)


def _unstated(entry: Entry, number: IdNumber, known: _Insured, new_since: date) -> Standing:
    if known.by_name.get((entry.name, number.birth_date), set()) - {number.value}:
        return _gap(entry, WRONG_ID, _("参保档案中有同名、同出生日期而号码不同的人"), _("核对两边的身份证号码"))
    if entry.listed_on >= new_since:
        return _gap(entry, NEW_ENTRANT, _("新进入名册"), _("在规定的期限内办理参保"))
    why = _("已登记没有缴费") if known.has_unpaid(number.value) else _("参保档案中没有这个人")
    return _gap(entry, UNEXPLAINED, why, _("入户核实原因，办理参保"))


def _stated(entry: Entry, stated: Statement) -> Standing:
    words = {
        OTHER_PLACE: _("在其他地方参保"),
        MILITARY: _("现役军人"),
        PRISON: _("在监狱服刑"),
        REFUSED: _("本人不愿参保"),
    }
    leaves = _leaves(stated)
    to_do = _("上门说明政策，签收告知书") if stated.kind == REFUSED else _("补交证明；没有证明的仍计入应参保人数")
    return Standing(entry.serial, stated.kind, counts=not leaves, why=words[stated.kind], to_do="" if leaves else to_do)


def _leaves(stated: Statement) -> bool:
    return stated.kind in LEAVING and bool(stated.document.strip())


def _gap(entry: Entry, kind: str, why: str, to_do: str) -> Standing:
    return Standing(entry.serial, kind, counts=True, why=why, to_do=to_do)
