"""A birth: a new person of the household from the first day, with or without an ID number yet.

What tells one newborn from another is the certificate of birth (出生医学证明), which is used once in the county.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.kernel.idnumber import IdNumber, IdNumberError, age_on
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain.checking import printable_name
from minzheng.registry.domain.composition import check_from, refuse_future
from minzheng.registry.domain.duplicates import births_by, certificate_is_used
from minzheng.registry.domain.identity import refuse_known_number
from minzheng.registry.domain.opening import note, open_household
from minzheng.registry.domain.person import write_newborn
from minzheng.registry.domain.registration import refusing_races
from minzheng.registry.domain.versions import check_source, supersede
from minzheng.registry.enums import Relation, Sex
from minzheng.registry.models import Birth, Death, Household, Membership, Person
from minzheng.registry.models.vital import CERTIFICATE_CONTEXT
from minzheng.services import vault

CERTIFICATE = re.compile(r"[A-Z][0-9]{9}")
YOUNGEST_PARENT_YEARS = 12
# Children of one mother are born within a day or two of each other, or at least about half a year apart.
TWINS_DAYS, NEXT_BIRTH_DAYS = 2, 150


class BirthRefused(Refused):
    """The birth cannot be recorded as given."""


@transaction.atomic
def record_birth(
    *,
    household: Household,
    name: str,
    sex: str,
    born_on: dt.date,
    relation: str,
    certificate: str,
    by: Staff,
    at: dt.datetime,
    source: str,
    mother: Person | None = None,
    father: Person | None = None,
    id_number: str = "",
) -> Person:
    """Register a newborn as a member from birth; at least one parent is a member. Return the child.

    Without `id_number` the child has none until `identity.give_id_number`. Raises BirthRefused, CompositionRefused,
    IdNumberError, RegisteredMeanwhile, NotAllowed.
    """
    household = open_household(household, by=by)
    refuse_future(born_on, at=at, what=_("出生日期"))
    source = check_source(source)
    try:
        name = printable_name(name)
    except ValueError as error:
        raise BirthRefused(_("姓名不能登记：%(why)s。") % {"why": error}) from error
    certificate = clean_certificate(certificate)
    _check_child(sex, relation)
    first = _check_parents(household, mother, father, born_on)
    number = _number(id_number, sex=sex, born_on=born_on, by=by, at=at)
    _refuse_second_registration(name, certificate, mother, born_on)
    with refusing_races(), refusing_same_certificate():
        child = write_newborn(
            name=name, sex=sex, born_on=born_on, id_number=number, division_code=household.division_code, at=at
        )
        shared: dict[str, Any] = {"holds_until": None, "source": source, "by": by, "at": at}
        supersede(
            Birth,
            key={"person": child},
            values={"mother": mother, "father": father, **_certificate_values(certificate)},
            holds_from=born_on,
            **shared,
        )
        supersede(
            Membership,
            key={"household": household, "person": child},
            values={"relation": relation},
            holds_from=first,
            **shared,
        )
    check_from(household, first)
    details = {
        "person": child.pk,
        "relation": relation,
        "born_on": born_on.isoformat(),
        "mother": mother.pk if mother else None,
        "father": father.pk if father else None,
        "has_id_number": number is not None,
    }
    note(household, "member.born", by=by, at=at, after=details, reason=source)
    return child


def clean_certificate(text: str) -> str:
    """Return the number of a certificate of birth, one letter and nine digits. Raises BirthRefused."""
    number = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not CERTIFICATE.fullmatch(number):
        raise BirthRefused(
            _(
                "出生医学证明编号应为 1 位字母加 9 位数字（例如 U420000001），请对照证明核对。"
                "没有证明的，请先到助产机构或妇幼保健机构办理，再来登记。"
            )
        )
    return number


@contextmanager
def refusing_same_certificate() -> Iterator[None]:
    """Turn a certificate used by someone else a moment ago into BirthRefused."""
    try:
        yield
    except IntegrityError as error:
        if "certificate" not in str(error):
            raise
        raise BirthRefused(_used()) from error


def _used() -> str:
    return _("这份出生医学证明已经登记过一个孩子，同一份证明只能登记一次。请核对编号；孩子在别处登记的，请办理转入。")


def _check_child(sex: str, relation: str) -> None:
    if sex not in Sex.values:
        raise BirthRefused(_("没有写明新生儿的性别。请选择男或女。"))
    if relation not in Relation.values or relation == Relation.HEAD:
        raise BirthRefused(_("新生儿不能是户主，也须写明与户主的关系。请从列表中选择，例如“子”“女”“孙子”。"))


def _check_parents(household: Household, mother: Person | None, father: Person | None, born_on: dt.date) -> dt.date:
    """Return the first day the child can be a member; refuse parents who cannot be."""
    parents = [person for person in (mother, father) if person is not None]
    if not parents:
        raise BirthRefused(_("没有写明父母。请至少选择母亲或父亲一人。"))
    for person, sex, word in ((mother, Sex.FEMALE, _("母亲")), (father, Sex.MALE, _("父亲"))):
        if person is None:
            continue
        if person.sex != sex:
            raise BirthRefused(
                _("%(name)s 登记为%(sex)s性，不能是%(word)s。请核对所选的人。")
                % {"name": person.name, "sex": Sex(person.sex).label, "word": word}
            )
        if age_on(person.birth_date, born_on) < YOUNGEST_PARENT_YEARS:
            raise BirthRefused(
                _("%(name)s 在 %(day)s 不满 %(years)s 岁，不能是%(word)s。请核对出生日期和所选的人。")
                % {"name": person.name, "day": born_on, "years": YOUNGEST_PARENT_YEARS, "word": word}
            )
    if mother is not None:
        _refuse_dead_mother(mother, born_on)
    rows = Membership.objects.latest_versions().filter(household=household).overlapping(born_on, None)
    if not rows.filter(person__in=[person.pk for person in parents]).exists():
        raise BirthRefused(
            _("父母都不是户 %(number)s 的成员，孩子不能登记在这一户。请在父母所在的户登记，或先办理成员增加。")
            % {"number": household.number}
        )
    return max(born_on, min(row.holds_from for row in rows))


def _refuse_dead_mother(mother: Person, born_on: dt.date) -> None:
    death = Death.objects.latest_versions().filter(person=mother, is_withdrawn=False, died_on__lt=born_on).first()
    if death is not None:
        raise BirthRefused(
            _("%(name)s 已登记于 %(day)s 死亡，早于孩子出生。请核对出生日期；死亡属误登的，请先更正死亡登记。")
            % {"name": mother.name, "day": death.died_on}
        )


def _number(text: str, *, sex: str, born_on: dt.date, by: Staff, at: dt.datetime) -> IdNumber | None:
    if not text.strip():
        return None
    try:
        number = IdNumber.parse(text, on=local_day(at))
    except IdNumberError as error:
        raise BirthRefused(_("孩子的身份证号码有误：%(why)s") % {"why": error}) from error
    if (number.sex, number.birth_date) != (sex, born_on):
        raise BirthRefused(_("身份证号码中的性别或出生日期与所填的不一致。请核对号码、性别和出生日期。"))
    refuse_known_number(number, by=by, at=at)
    return number


def _refuse_second_registration(name: str, certificate: str, mother: Person | None, born_on: dt.date) -> None:
    if certificate_is_used(vault.search_indexes(certificate, context=CERTIFICATE_CONTEXT)):
        raise BirthRefused(_used())
    for birth in births_by(mother) if mother is not None else []:
        apart = abs((birth.born_on - born_on).days)
        same_child = apart == 0 and birth.name == name
        if same_child or TWINS_DAYS < apart < NEXT_BIRTH_DAYS:
            raise BirthRefused(
                _(
                    "%(mother)s 已登记于 %(day)s 生育 %(child)s，与所填日期相隔 %(apart)s 天，"
                    "可能是同一个孩子重复登记。请核对出生日期和姓名。"
                )
                % {"mother": mother.name if mother else "", "day": birth.born_on, "child": birth.name, "apart": apart}
            )


def _certificate_values(number: str) -> dict[str, Any]:
    return {
        "certificate_sealed": vault.seal(number, context=CERTIFICATE_CONTEXT),
        "certificate_index": vault.index(number, context=CERTIFICATE_CONTEXT),
        "certificate_key_version": vault.current_version(),
        "certificate_last4": number[-4:],
    }
