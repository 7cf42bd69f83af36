"""Whose card is an official's, and whether an agreement covers it.

An official is whoever works here with an open account, or serves on a committee on the day. The officials' numbers are
looked for among the holders, not the other way round: the officials are few, a pay list is long.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from minzheng.accounts.models import IDENTITY_CONTEXT, StaffIdentity
from minzheng.accounts.scope import everywhere
from minzheng.registry.models import Membership, Person
from minzheng.registry.models.person import ID_NUMBER_CONTEXT
from minzheng.relatives.models import CUSTODIAN_CONTEXT, MEMBER_CONTEXT, CommitteeMember, CustodyAgreement
from minzheng.services import vault


@dataclass(frozen=True, slots=True, eq=False)
class Holder:
    """What is asked of somebody in whose name an account is."""

    pk: int
    name: str
    id_number_index: bytes | memoryview | None
    id_number_sealed: bytes | memoryview | None

    @classmethod
    def of(cls, person: Person) -> "Holder":
        """Read it off the register's record."""
        return cls(person.pk, person.name, person.id_number_index, person.id_number_sealed)


@dataclass(frozen=True, slots=True)
class Card:
    """A household paid into somebody's account, asked about for one day."""

    household_id: int
    holder: Holder


def without_agreement(
    cards: Sequence[Card], *, day: date, at: datetime, posts: Mapping[bytes, str] | None = None
) -> dict[Card, str]:
    """Return the cards into which nothing may be paid on the day, as known at `at`, each with the reason.

    `posts` are the `officials` of the day; without them two queries, and two more if one is among the holders.
    """
    if posts is None:
        posts = officials(day)
    with everywhere("代管协议须比对全部名册"):
        found = {card: posts[_index(card.holder)] for card in cards if _index(card.holder) in posts}
        if not found:
            return {}
        homes = {card.household_id for card in found}
        members = set(
            Membership.objects.filter(household__in=homes, person__in=[card.holder.pk for card in found])
            .as_of(day, at)
            .values_list("household_id", "person_id")
        )
        agreed = {(row.household_id, _number(row)) for row in in_force(day, at).filter(household__in=homes)}
        return {
            card: _reason(card, post)
            for card, post in found.items()
            if (card.household_id, card.holder.pk) not in members
            and (card.household_id, _number_of(card.holder)) not in agreed
        }


def officials(day: date) -> dict[bytes, str]:
    """Return what each official is, by the index under which the register of people would find the same number.

    Two queries. Whoever asks about a hundred thousand cards asks first whose index is among these.
    """
    with everywhere("代管协议须比对全部名册"):
        return _officials(day)


def in_force(day: date, at: datetime) -> QuerySet[CustodyAgreement]:
    """Return the agreements that hold on a day, as known at a moment."""
    return CustodyAgreement.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=at), confirmed_at__lte=at, from_on__lte=day, until_on__gte=day
    )


def agreements(*, state: str = "", today: date) -> QuerySet[CustodyAgreement]:
    """Return the agreements of the area, those that wait first; of one state if given."""
    rows = CustodyAgreement.objects.select_related("household", "resident", "filed_by", "confirmed_by")
    open_rows = Q(ended_at__isnull=True)
    wanted = {
        "waiting": open_rows & Q(confirmed_at__isnull=True, until_on__gte=today),
        "in_force": open_rows & Q(confirmed_at__isnull=False, from_on__lte=today, until_on__gte=today),
        "over": Q(ended_at__isnull=False) | Q(until_on__lt=today),
    }
    if state in wanted:
        rows = rows.filter(wanted[state])
    return rows.order_by(F("confirmed_at").asc(nulls_first=True), "-pk")


def agreements_of(household_id: int) -> QuerySet[CustodyAgreement]:
    """Return the agreements of one household, the newest first."""
    rows = CustodyAgreement.objects.filter(household=household_id)
    return rows.select_related("resident", "filed_by", "confirmed_by", "ended_by").order_by("-pk")


def _officials(day: date) -> dict[bytes, str]:
    posts: dict[bytes, str] = {}
    serving = CommitteeMember.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)
    for member in serving:
        post = _("村（居）委会%(post)s") % {"post": member.get_post_display()}
        posts |= _keyed(bytes(member.id_number_sealed), MEMBER_CONTEXT, post)
    for row in StaffIdentity.objects.filter(staff__is_active=True).select_related("staff"):
        posts |= _keyed(bytes(row.id_number_sealed), IDENTITY_CONTEXT, row.staff.get_role_display())
    return posts


def _keyed(sealed: bytes, context: str, post: str) -> dict[bytes, str]:
    number = vault.open_sealed(sealed, context=context)
    return dict.fromkeys(vault.search_indexes(number, context=ID_NUMBER_CONTEXT), post)


def _index(holder: Holder) -> bytes:
    return bytes(holder.id_number_index) if holder.id_number_index is not None else b""


def _number(row: CustodyAgreement) -> str:
    return vault.open_sealed(bytes(row.id_number_sealed), context=CUSTODIAN_CONTEXT)


def _number_of(holder: Holder) -> str:
    sealed = bytes(holder.id_number_sealed or b"")
    return vault.open_sealed(sealed, context=ID_NUMBER_CONTEXT)


def _reason(card: Card, post: str) -> str:
    return _("收款账户持有人%(name)s是%(post)s，不是该户成员，也没有生效的代管协议") % {
        "name": card.holder.name, "post": post,
    }  # fmt: skip
