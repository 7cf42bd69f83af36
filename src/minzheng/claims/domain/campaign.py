"""The year's campaign: opened, its roster frozen each month, matched with the insurer's file until nobody is left.

Births, deaths, moves and new findings in mid-year come by the next freeze: the new are in it with their day, the dead
and those who left the county are not. What was frozen stays.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_other_person
from minzheng.claims.domain.road import ClaimsRefused, note, require_county, require_officer
from minzheng.claims.domain.table import rows_of
from minzheng.claims.enums import GapKind
from minzheng.claims.models import Campaign, Freeze, GapNote, InsuranceFile, Match, RosterEntry, Standing
from minzheng.claims.models.campaign import LEAVING
from minzheng.claims.queries.status import Statuses
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.registry.models import Death, Division, Membership, Person
from minzheng.registry.models.person import ID_NUMBER_CONTEXT
from minzheng.services import vault
from minzheng.services.inserting import insert_all
from minzheng.statute import enrolment
from minzheng.statute.period import figure

KIND = "campaign"
CONTEXT = "claims.InsuranceFile.content"
AT_ONCE = 5000
PAID_WORDS = frozenset({"是", "已缴", "已缴费", "正常参保", "1"})
TITLES = {
    "id_number": ("公民身份号码", "身份证号", "身份证号码"),
    "name": ("姓名",),
    "place": ("参保地", "参保地区划", "统筹区"),
    "is_paid": ("缴费状态", "是否缴费", "参保状态"),
}


@transaction.atomic
def open_campaign(*, year: int, scheme: int, last_on: date, by: Staff, at: datetime) -> Campaign:
    """Open the campaign of a year (yearly roll-over): the first freeze follows, nobody is copied from last year."""
    require_county(by)
    if not local_day(at).year - 1 <= year <= local_day(at).year + 1:
        raise ClaimsRefused(_("参保年度应是去年、今年或者明年。"))
    try:
        with transaction.atomic():
            row: Campaign = Campaign.objects.create(
                year=year,
                division_code=settings.COUNTY_CODE,
                scheme=scheme,
                last_on=last_on,
                opened_by=by,
                opened_at=at,
            )
    except IntegrityError as error:
        raise ClaimsRefused(_("%(year)d年度的参保工作已启动。") % {"year": year}) from error
    note("campaign.opened", kind=KIND, object_id=row.pk, by=by, at=at, year=year)
    return row


@transaction.atomic
def freeze(*, campaign: Campaign, month: Month, by: Staff, at: datetime) -> Freeze:
    """Freeze who is to be insured as of a month: everybody a finding or roll in force names, alive and still here."""
    require_county(by)
    if month > Month.of(local_day(at)):
        raise ClaimsRefused(_("%(month)s尚未到来，不能冻结名册。") % {"month": month})
    cut_off = min(month.last_day, local_day(at))
    people = _to_enrol(cut_off, at, _listed_before(campaign, month))
    if not people:
        raise ClaimsRefused(_("没有应参保的人员。请先确认低保等身份，或导入名册。"))
    try:
        with transaction.atomic():
            row: Freeze = Freeze.objects.create(
                campaign=campaign, month=str(month), cut_off=cut_off, row_count=len(people), frozen_by=by, frozen_at=at
            )
    except IntegrityError as error:
        raise ClaimsRefused(_("%(month)s的名册已冻结，冻结后不能改动。") % {"month": month}) from error
    insert_all(
        RosterEntry(
            freeze=row, serial=f"{number:06d}", person=person, division_code=person.division_code, facts=facts,
            listed_on=since,
        )
        for number, (person, facts, since) in enumerate(people, start=1)
    )  # fmt: skip
    note("campaign.frozen", kind=KIND, object_id=campaign.pk, by=by, at=at, month=str(month), rows=len(people))
    return row


def _listed_before(campaign: Campaign, month: Month) -> dict[int, date]:
    """Return since when everybody on the roster of the frozen month before is on it: a new decision is no new entry."""
    before = Freeze.objects.filter(campaign=campaign, month__lt=str(month)).order_by("-month").first()
    return dict(RosterEntry.objects.filter(freeze=before).values_list("person_id", "listed_on")) if before else {}


def _to_enrol(day: date, at: datetime, known: Mapping[int, date]) -> list[tuple[Person, dict[str, bool], date]]:
    statuses = Statuses()
    wanted = [(pk, statuses.on(pk, day)) for pk in statuses.people_on(day)]
    enrols = {pk: status for pk, status in wanted if status.enrols}
    dead = set(
        Death.objects.latest_versions().filter(died_on__lte=day, is_withdrawn=False).values_list("person_id", flat=True)
    )
    here = set(Membership.objects.as_of(day, at).values_list("person_id", flat=True))
    people: dict[int, Person] = {}
    ordered = sorted(enrols)
    for start in range(0, len(ordered), AT_ONCE):
        people |= Person.objects.in_bulk(ordered[start : start + AT_ONCE])
    found = [
        (people[pk], dict(status.facts), known.get(pk) or max(status.enrols_since or day, people[pk].birth_date))
        for pk, status in enrols.items()
        if pk in people and pk not in dead and pk in here
    ]
    return sorted(found, key=lambda one: (one[0].division_code, one[0].pk))


@transaction.atomic
def receive_file(*, campaign: Campaign, content: bytes, name: str, by: Staff, at: datetime) -> InsuranceFile:
    """Keep the insurer's file, sealed: who is registered where, and whether the premium is paid."""
    require_county(by)
    rows = rows_of(content, name, TITLES, ("id_number", "name", "is_paid"))
    sha256 = hashlib.sha256(content).hexdigest()
    problems = [[row.number, _("没有身份证号")] for row in rows if not row.cells["id_number"]]
    row = InsuranceFile(
        campaign=campaign, file_name=name[:120], sha256=sha256, row_count=len(rows), problems=problems,
        content_sealed=vault.seal(base64.b64encode(content).decode(), context=CONTEXT), received_by=by, received_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ClaimsRefused(_("这份参保数据已接收过。")) from error
    return row


def policies(file: InsuranceFile) -> list[enrolment.Policy]:
    """Return the insurer's rows; a place written by its name is the division of that name, an empty one our county."""
    content = base64.b64decode(vault.open_sealed(bytes(file.content_sealed), context=CONTEXT))
    rows = rows_of(content, file.file_name, TITLES, ("id_number", "name", "is_paid"))
    names = {row.cells.get("place", "") for row in rows}
    codes = dict(Division.objects.filter(name__in=names).values_list("name", "code"))
    return [
        enrolment.Policy(
            row.cells["id_number"], row.cells["name"], _place(row.cells.get("place", ""), codes),
            row.cells["is_paid"] in PAID_WORDS,
        )
        for row in rows
    ]  # fmt: skip


def _place(text: str, codes: dict[str, str]) -> str:
    if not text:
        return settings.COUNTY_CODE
    if text.isdecimal():
        return text
    return str(codes.get(text, "990000"))


@transaction.atomic
def match(*, freeze: Freeze, file: InsuranceFile, by: Staff, at: datetime) -> Match:
    """Match a frozen roster with a file: every row gets one standing, and the rate is counted over all of them."""
    require_county(by)
    entries = list(RosterEntry.objects.filter(freeze=freeze).select_related("person").order_by("serial"))
    roster = [enrolment.Entry(row.serial, _id_of(row.person), row.person.name, row.listed_on) for row in entries]
    days = figure("enrolment_entrant_days", place=settings.COUNTY_CODE, on=local_day(at)).value
    standings = enrolment.classify(
        roster=roster, policies=policies(file), statements=_statements(freeze, entries), home=settings.COUNTY_CODE,
        cut_off=freeze.cut_off, entrant_days=days,
    )  # fmt: skip
    counted = enrolment.rate(roster, standings)
    row: Match = Match.objects.create(
        freeze=freeze, file=file, enrolled=counted.enrolled, to_enrol=counted.to_enrol, matched_by=by, matched_at=at
    )
    insert_all(
        Standing(
            match=row, entry=entry, kind=one.kind, counts=one.counts, why=one.why, to_do=one.to_do,
            is_double_insured=one.is_double_insured,
        )
        for entry, one in zip(entries, standings, strict=True)
    )  # fmt: skip
    note(
        "campaign.matched", kind=KIND, object_id=freeze.campaign_id, by=by, at=at, month=freeze.month,
        enrolled=counted.enrolled, to_enrol=counted.to_enrol, gaps=dict(counted.gaps),
    )  # fmt: skip
    return row


def _id_of(person: Person) -> str:
    """A newborn without a number yet matches nobody, and is named as that."""
    if person.id_number_sealed is None:
        return ""
    return vault.open_sealed(bytes(person.id_number_sealed), context=ID_NUMBER_CONTEXT)


def _statements(freeze: Freeze, entries: Sequence[RosterEntry]) -> list[enrolment.Statement]:
    """What officers found; what takes a person out counts once confirmed. A death on record is known without a note."""
    serials = {row.person_id: row.serial for row in entries}
    stands = ~Q(kind__in=[kind.value for kind in LEAVING]) | Q(confirmed_at__isnull=False)
    notes = GapNote.objects.filter(stands, campaign=freeze.campaign, person_id__in=list(serials)).order_by("pk")
    found = [enrolment.Statement(serials[one.person_id], one.kind, one.document) for one in notes]
    dead = Death.objects.latest_versions().filter(person_id__in=list(serials), is_withdrawn=False)
    known = dict(dead.values_list("person_id", "died_on"))
    return found + [enrolment.Statement(serials[person], enrolment.DEAD, "") for person in known]


@transaction.atomic
def state(
    *, campaign: Campaign, person: Person, kind: str, document: str, text: str, by: Staff, at: datetime
) -> GapNote:
    """Write down why somebody is not insured. Nobody leaves the count by this alone."""
    require_officer(by, person.division_code)
    if kind not in enrolment.STATED or kind == enrolment.DEAD:
        raise ClaimsRefused(_("死亡请在人员登记中办理；可以登记的：外地参保、现役、服刑、本人不愿参保。"))
    if not text.strip():
        raise ClaimsRefused(_("请写明入户核实的情况。"))
    if kind in LEAVING and not document.strip():
        raise ClaimsRefused(_("“%(kind)s”须有证明材料，才能不计入应参保人数。") % {"kind": GapKind(kind).label})
    row: GapNote = GapNote.objects.create(
        campaign=campaign, person=person, kind=kind, document=document.strip(), text=text.strip(), stated_by=by,
        stated_at=at,
    )  # fmt: skip
    note(
        "campaign.noted", kind=KIND, object_id=campaign.pk, by=by, at=at, division_code=person.division_code,
        person=person.pk, kind_of=kind, reason=row.text,
    )  # fmt: skip
    return row


@transaction.atomic
def confirm_note(*, gap_note: GapNote, by: Staff, at: datetime) -> GapNote:
    """Confirm as the second person that somebody is out of the count; holds from the next matching on."""
    require_county(by)
    row: GapNote = (
        GapNote.objects.select_for_update(of=("self",)).select_related("stated_by", "person").get(pk=gap_note.pk)
    )
    if row.confirmed_at is not None:
        raise ClaimsRefused(_("这条登记已复核过。"))
    require_other_person(by, earlier=row.stated_by, what=_("未参保原因的登记"))
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    note(
        "campaign.note_confirmed", kind=KIND, object_id=row.campaign_id, by=by, at=at,
        division_code=row.person.division_code, person=row.person_id,
    )  # fmt: skip
    return row


@transaction.atomic
def receive_and_match(*, campaign: Campaign, content: bytes, name: str, by: Staff, at: datetime) -> Match:
    """Keep the insurer's file and match the newest frozen month with it at once."""
    newest = Freeze.objects.filter(campaign=campaign).order_by("-month").first()
    if newest is None:
        raise ClaimsRefused(_("还没有冻结名册，不能比对。请先冻结本月名册。"))
    file = receive_file(campaign=campaign, content=content, name=name, by=by, at=at)
    return match(freeze=newest, file=file, by=by, at=at)
