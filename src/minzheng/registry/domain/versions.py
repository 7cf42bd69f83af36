"""Writing dated facts: a new version replaces the old one; nothing is changed in place.

The caller holds the lock on the household (or, for facts of a person alone, on the person).
"""

import datetime as dt
from typing import Any, TypeVar, cast

from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.refusal import Refused
from minzheng.registry.models import DatedFact

Fact = TypeVar("Fact", bound=DatedFact)
ONE_DAY = dt.timedelta(days=1)
# What a version says about itself; everything else is what it says about the world.
OF_THE_VERSION = frozenset({"id", "known_at", "recorded_by", "replaces", "is_withdrawn"})


class KnownEarlier(Refused):
    """A version cannot become known before the one it replaces."""


class SourceMissing(Refused):
    """Every fact names its source."""


class PeriodRefused(Refused):
    """The days a fact holds are in the wrong order."""


def supersede(
    model: type[Fact],
    *,
    key: dict[str, Any],
    values: dict[str, Any],
    holds_from: dt.date,
    holds_until: dt.date | None,
    source: str,
    by: Staff,
    at: dt.datetime,
) -> Fact:
    """Write a fact for `key` and make earlier versions give way on the days it covers.

    A version wholly inside is replaced; one that reaches beyond keeps its value for the days outside, as a version of
    its own. Raises SourceMissing, PeriodRefused, KnownEarlier.
    """
    check_period(holds_from, holds_until)
    source = check_source(source)
    rows = model.objects.latest_versions().filter(**key).overlapping(holds_from, holds_until)  # type: ignore[attr-defined]
    in_the_way: list[Fact] = list(rows.order_by("holds_from", "pk"))
    inside: list[Fact] = []
    for row in in_the_way:
        _check_order(row, at)
        if not _keep_outside(row, holds_from, holds_until, by=by, at=at):
            inside.append(row)
    for row in inside[1:]:
        withdraw(row, source=source, by=by, at=at)
    fact = model(
        **key,
        **values,
        holds_from=holds_from,
        holds_until=holds_until,
        source=source,
        recorded_by=by,
        known_at=at,
        replaces=inside[0] if inside else None,
    )
    fact.save(force_insert=True)
    return fact


def close(fact: Fact, *, last_day: dt.date, source: str, by: Staff, at: dt.datetime) -> Fact:
    """Write the version that ends on `last_day`; a fact that only began later is withdrawn. Raises as `supersede`."""
    _check_order(fact, at)
    if last_day < fact.holds_from:
        return withdraw(fact, source=source, by=by, at=at)
    return _version_of(fact, by=by, at=at, holds_until=last_day, source=check_source(source), replaces=fact)


def withdraw(fact: Fact, *, source: str, by: Staff, at: dt.datetime) -> Fact:
    """Write the version that says: this never held. Raises SourceMissing, KnownEarlier."""
    _check_order(fact, at)
    return _version_of(fact, by=by, at=at, source=check_source(source), replaces=fact, is_withdrawn=True)


def restore(cut: Fact, *, source: str, by: Staff, at: dt.datetime) -> Fact:
    """Write again, whole, what `cut` had shortened or withdrawn: the version before it. Raises as `supersede`."""
    _check_order(cut, at)
    earlier: Fact = cast("Fact", cut.replaces)
    return _version_of(earlier, by=by, at=at, source=check_source(source), replaces=cut)


def copy_from(fact: Fact, *, holds_from: dt.date, by: Staff, at: dt.datetime, **values: Any) -> Fact:
    """Write what a fact says anew, under other keys (a member takes the own income along into a new household)."""
    return _version_of(fact, by=by, at=at, holds_from=holds_from, **values)


def check_period(holds_from: dt.date, holds_until: dt.date | None) -> None:
    """Raise PeriodRefused if the last day lies before the first."""
    if holds_until is not None and holds_until < holds_from:
        raise PeriodRefused(
            _("终止日期 %(last)s 早于起始日期 %(first)s。请核对两个日期后重新填写。")
            % {"last": holds_until, "first": holds_from}
        )


def check_source(source: str) -> str:
    """Return the source without outer blanks; raise SourceMissing if nothing is left or it is too long."""
    kept = source.strip()
    if not kept:
        raise SourceMissing(
            _("没有写明来源。每项事实都要有来源，以便日后查证；请填写，例如“本人申报”“工资单”“户口簿”。")
        )
    if len(kept) > 200:
        raise SourceMissing(
            _("来源写了 %(count)s 个字，超过 200 个字。请只写材料名称和日期，全文作为附件保存。") % {"count": len(kept)}
        )
    return kept


def _keep_outside(row: Fact, holds_from: dt.date, holds_until: dt.date | None, *, by: Staff, at: dt.datetime) -> bool:
    """Keep the row's value for its days before and after the period; say whether there were any."""
    has_before = row.holds_from < holds_from
    has_after = holds_until is not None and (row.holds_until is None or row.holds_until > holds_until)
    if has_before:
        _version_of(row, by=by, at=at, holds_until=holds_from - ONE_DAY, replaces=row)
    if has_after and holds_until is not None:
        _version_of(row, by=by, at=at, holds_from=holds_until + ONE_DAY, replaces=None if has_before else row)
    return has_before or has_after


def _version_of(fact: Fact, *, by: Staff, at: dt.datetime, **changes: Any) -> Fact:
    fields = [field.name for field in fact._meta.concrete_fields if field.name not in OF_THE_VERSION]  # noqa: SLF001
    values: dict[str, Any] = {}
    for name in fields:
        field = fact._meta.get_field(name)  # noqa: SLF001
        attribute = getattr(field, "attname", name)
        if name not in changes:
            values[attribute] = getattr(fact, attribute)
    version = type(fact)(**values, **changes, recorded_by=by, known_at=at)
    version.save(force_insert=True)
    return version


def _told(moment: dt.datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _check_order(fact: DatedFact, at: dt.datetime) -> None:
    if at < fact.known_at:
        raise KnownEarlier(
            _("要更正的记录在 %(known)s 才登记，不能用更早的时间（%(at)s）更正它。请核对办理时间。")
            % {"known": _told(fact.known_at), "at": _told(at)}
        )
