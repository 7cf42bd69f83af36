"""The ID number of somebody who had none: given once, checked against sex and birth, never one that is taken."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.idnumber import IdNumber, IdNumberError
from minzheng.kernel.moment import local_day
from minzheng.registry.domain.duplicates import known_elsewhere_many
from minzheng.registry.domain.person import CHAIN, KEEPERS, PersonRefused, find_many, number_columns
from minzheng.registry.domain.registration import refusing_races
from minzheng.registry.domain.versions import check_source
from minzheng.registry.models import Person
from minzheng.services.audit.domain.record import record


@transaction.atomic
def give_id_number(*, person: Person, id_number: str, by: Staff, at: dt.datetime, source: str) -> Person:
    """Keep the ID number of a person who had none yet. Raises PersonRefused, RegisteredMeanwhile, NotAllowed."""
    require_role(by, *KEEPERS)
    require_area(by, person.division_code)
    source = check_source(source)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.has_id_number:
        raise PersonRefused(
            _("%(name)s 已有身份证号，不能再次登记。号码确有错误的，请联系系统管理员核实。") % {"name": person.name}
        )
    try:
        number = IdNumber.parse(id_number, on=local_day(at))
    except IdNumberError as error:
        raise PersonRefused(_("身份证号码有误：%(why)s") % {"why": error}) from error
    if (number.sex, number.birth_date) != (person.sex, person.birth_date):
        raise PersonRefused(
            _("身份证号码中的性别或出生日期与 %(name)s 登记的（%(birth)s）不一致。请核对是不是此人的号码。")
            % {"name": person.name, "birth": person.birth_date}
        )
    refuse_known_number(number, by=by, at=at)
    with refusing_races():
        for column, value in number_columns(number).items():
            setattr(person, column, value)
        person.save(update_fields=list(number_columns(number)))
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action="person.id_number_given",
        object_kind="person",
        object_id=str(person.pk),
        division_code=person.division_code,
        reason=source,
    )
    return person


def refuse_known_number(number: IdNumber, *, by: Staff, at: dt.datetime) -> None:
    """Raise PersonRefused if the number belongs to somebody already, here or (told no more than needed) elsewhere."""
    known = find_many([number.value]).get(number.value)
    if known is not None and by.area.covers(known.division_code):
        raise PersonRefused(
            _("这个身份证号码已登记在“%(name)s”名下，同一号码只能登记一人。请核对号码；此人若已登记，请办理成员增加。")
            % {"name": known.name}
        )
    for elsewhere in known_elsewhere_many(id_numbers=[number], by=by, at=at).values():
        raise PersonRefused(_("%(where)s。") % {"where": elsewhere})
