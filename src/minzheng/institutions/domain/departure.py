"""Leaving for good: elsewhere, home, or by death; then belongings, burial, the money, and the end of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere, within
from minzheng.institutions.domain.leave import close_leave
from minzheng.institutions.domain.road import (
    CARERS,
    DIRECTORS,
    OFFICERS,
    HomeRefused,
    filled,
    fresh,
    locked,
    note_of,
    require,
)
from minzheng.institutions.enums import LEAVING, Occasion, Stay
from minzheng.institutions.models import Belongings, Departure, Residence
from minzheng.institutions.queries.money import balance_of, waiting
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import listed
from minzheng.registry.domain.death import record_death
from minzheng.registry.models import Death
from minzheng.statute.home_rule import never_kept, never_kept_reference
from minzheng.statute.period import figure

GONE = (*LEAVING, Stay.DECEASED)


@transaction.atomic
def depart(*, residence: Residence, stay: str, words: str, by: Staff, at: datetime) -> Departure:
    """Record that somebody leaves today, home or to another home; the bed is free at once."""
    row = fresh(residence)
    require(by, row.institution, *DIRECTORS)
    filled(words, what=_("原因和去向"))
    if stay not in LEAVING:
        raise HomeRefused(_("请选择离院还是转往其他机构；去世的另行登记。"))
    made = _leave(row, stay, local_day(at), words, by=by, at=at)
    note_of(row, "residence.departed", by=by, at=at, reason=made.words, stay=stay)
    return made


@transaction.atomic
def die(*, residence: Residence, died_on: date, words: str, told_to: str, by: Staff, at: datetime) -> Departure:
    """Record a death and tell the township with it, the same day. The register itself is the township's to write."""
    row = fresh(residence)
    require(by, row.institution, *CARERS)
    filled(words, told_to, what=_("去世的情况和通知了乡镇的谁"))
    if not row.admitted_on <= died_on <= local_day(at):
        raise HomeRefused(_("去世日期应在入住日期和今天之间。"))
    made = _leave(row, Stay.DECEASED, died_on, words, by=by, at=at, told_to=told_to)
    note_of(row, "residence.deceased", by=by, at=at, died_on=died_on.isoformat(), told_to=made.told_to)
    return made


@transaction.atomic
def register_death(*, departure: Departure, by: Staff, at: datetime) -> Death:
    """Write the death into the register of people: an officer of where the person is registered.

    Raises NotAllowed, DeathRefused, CompositionRefused (a head of others: then on the household's page).
    """
    permissions.require_role(by, *OFFICERS)
    with everywhere("死亡由户籍所在乡镇登记，机构可能在另一乡镇"):
        rows = Departure.objects.select_related("residence__person", "residence__institution")
        row: Departure = rows.get(pk=departure.pk)
    if row.stay != Stay.DECEASED:
        raise HomeRefused(_("这一条不是去世登记。"))
    source = _("%(home)s死亡通知（%(number)s）") % {
        "home": row.residence.institution.name, "number": row.residence.number,
    }  # fmt: skip
    with within(by.area):
        made = record_death(person=row.residence.person, died_on=row.left_on, by=by, at=at, source=source)
    note_of(row.residence, "residence.death_registered", by=by, at=at, died_on=row.left_on.isoformat())
    return made


@transaction.atomic
def list_belongings(
    *, residence: Residence, occasion: str, items: Sequence[str], witness_one: str, witness_two: str, by: Staff,
    at: datetime,
) -> Belongings:  # fmt: skip
    """List what is in the home's keeping, before two witnesses. Papers, cards and land rights stay with the person."""
    home = residence.institution
    require(by, home, *CARERS)
    names = [item.strip() for item in items if item.strip()]
    filled(witness_one, witness_two, what=_("两名见证人"))
    if witness_one.strip() == witness_two.strip():
        raise HomeRefused(_("两名见证人不能是同一人。"))
    if not names or occasion not in Occasion.values:
        raise HomeRefused(_("请逐项填写物品，选择清点时机。"))
    forbidden = [word for word in never_kept() if any(word in item for item in names)]
    if forbidden and occasion != Occasion.AFTER:
        raise HomeRefused(
            _("%(what)s由本人自己保管，机构不得收存（%(law)s）。请从清单中去掉，当面交还本人。")
            % {"what": listed(forbidden), "law": never_kept_reference()}
        )
    row = Belongings(
        residence=residence, occasion=occasion, items=names, witness_one=witness_one.strip(),
        witness_two=witness_two.strip(), listed_on=local_day(at), listed_by=by, listed_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note_of(residence, "residence.listed", by=by, at=at, n=len(names), occasion=occasion)
    return row


@transaction.atomic
def hand_over(*, belongings: Belongings, handed_to: str, by: Staff, at: datetime) -> Belongings:
    """Give listed things back, or to the heirs."""
    row: Belongings = locked(belongings)
    require(by, row.residence.institution, *CARERS)
    filled(handed_to, what=_("交给谁"))
    if row.handed_on is not None:
        raise HomeRefused(_("这份清单的物品已交还。"))
    row.handed_to, row.handed_on, row.handed_by = handed_to.strip(), local_day(at), by
    row.save(update_fields=["handed_to", "handed_on", "handed_by"])
    note_of(row.residence, "residence.handed", by=by, at=at, to=row.handed_to)
    return row


@transaction.atomic
def bury(*, departure: Departure, on: date, words: str, cost_fen: int, by: Staff, at: datetime) -> Departure:
    """Record the burial: when, how and where, what it cost."""
    row: Departure = locked(departure)
    require(by, row.residence.institution, *DIRECTORS)
    filled(words, what=_("殡葬方式和地点"))
    if row.stay != Stay.DECEASED or row.burial_on is not None or not row.left_on <= on <= local_day(at):
        raise HomeRefused(_("只登记一次殡葬，日期应在去世之后、不晚于今天。"))
    row.burial_on, row.burial_words, row.burial_cost_fen = on, words.strip(), cost_fen
    row.save(update_fields=["burial_on", "burial_words", "burial_cost_fen"])
    note_of(row.residence, "residence.buried", by=by, at=at, on=on.isoformat(), cost_fen=cost_fen)
    return row


@transaction.atomic
def settle(*, departure: Departure, by: Staff, at: datetime) -> Departure:
    """Close the file: money paid out to the last fen, things handed over, for the dead a burial and two witnesses.

    Raises HomeRefused, naming everything that is missing.
    """
    row: Departure = locked(departure)
    stay = row.residence
    require(by, stay.institution, *DIRECTORS)
    if row.settled_at is not None:
        raise HomeRefused(_("离院手续已结清。"))
    missing = missing_for_settlement(row)
    if missing:
        raise HomeRefused(_("还不能结清：%(what)s。") % {"what": listed(missing)})
    row.settled_by, row.settled_at = by, at
    row.save(update_fields=["settled_by", "settled_at"])
    note_of(stay, "residence.settled", by=by, at=at)
    return row


def missing_for_settlement(departure: Departure) -> list[str]:
    """Return in words what is still missing before the file can be closed."""
    stay, found = departure.residence, []
    held = balance_of(stay.pot)
    if held:
        found.append(_("代管款还有%(yuan)s元没有结清") % {"yuan": format_yuan(held)})
    if waiting(stay.institution).filter(pot=stay.pot).exists():
        found.append(_("有等待复核的收支凭证"))
    lists = list(Belongings.objects.filter(residence=stay))
    if any(one.handed_on is None for one in lists):
        found.append(_("物品没有交还"))
    if departure.stay == Stay.DECEASED:
        if not any(one.occasion == Occasion.AFTER for one in lists):
            found.append(_("没有两人见证的遗物清单"))
        if departure.burial_on is None:
            found.append(_("没有殡葬登记"))
    return found


def _leave(
    row: Residence, stay: str, left_on: date, words: str, *, by: Staff, at: datetime, told_to: str = ""
) -> Departure:
    if row.stay == Stay.ON_LEAVE:
        close_leave(row, _("没有返院"), by=by, at=at)
    days = figure("home_settlement_days", place=row.institution.division_code, on=left_on)
    made = Departure(
        residence=row, stay=stay, left_on=left_on, words=words.strip(), told_to=told_to.strip(),
        told_at=at if told_to else None, settle_by=left_on + timedelta(days=days.value), settle_law=days.reference,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    row.stay = stay
    row.save(update_fields=["stay"])
    return made
