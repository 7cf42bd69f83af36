"""A file settled line by line: by the worker, in pieces, each of which stands or does not; killed, it goes on.

A piece is one transaction: its bills, their reckonings, the lines that go back, and how far the file is. Who finds the
file further than expected has lost it to another worker and changes nothing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.acting import for_staff
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.claims.domain import intake
from minzheng.claims.domain.checking import Checked, Ground, check, id_number
from minzheng.claims.domain.facts import facts_of
from minzheng.claims.domain.reckoning import lock_years, reckon_years
from minzheng.claims.domain.road import ClaimsRefused, note, require_county
from minzheng.claims.enums import FileState, Mode
from minzheng.claims.formats.reading import Line
from minzheng.claims.models import Claim, ReturnedLine, SettlementFile
from minzheng.claims.models.claim import OUTGO
from minzheng.claims.queries.hospitals import designations
from minzheng.claims.queries.status import Statuses
from minzheng.kernel.moment import local_day
from minzheng.registry.domain.person import find_many
from minzheng.registry.models import Death, Person
from minzheng.services import vault
from minzheng.services.inserting import insert_all
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.kinds import Handle, Kind, Outcome
from minzheng.services.jobs.models import JobRun

KIND = "claims.settle"
PIECE = 500
MEDICAL_CONTEXT = "claims.Claim.medical"
MEDICAL_FIELDS = ("diagnosis", "ward", "drugs")
RE_ENTERED = "冲销后重新报送"


@dataclass(frozen=True)
class Read:
    """A file as read once for all its pieces: its lines by person, in the same order whenever it is read."""

    lines: Sequence[Line]
    people: Mapping[str, Person]
    statuses: Statuses
    seen: Mapping[str, int]


@transaction.atomic
def request(*, file: SettlementFile, by: Staff, at: datetime) -> JobRun:
    """Queue the settling of a file; asked twice, the same job is returned."""
    require_county(by)
    _require_open(file)
    payload = {"file": file.pk}
    return queue.enqueue(kind=KIND, payload=payload, by=by, at=at, key=f"{KIND}:{file.pk}", total=file.line_count)


def settle(*, file: SettlementFile, by: Staff, at: datetime, told: Any = None) -> SettlementFile:
    """Settle what is left of a file. `told(done, total)` is called between pieces. Raises ClaimsRefused, NotAllowed."""
    require_county(by)
    _require_open(file)
    read = read_file(file)
    done = SettlementFile.objects.values_list("done_count", flat=True).get(pk=file.pk)
    while done < file.line_count:
        if told:
            told(done, file.line_count)
        done = settle_piece(file=file, read=read, start=done, by=by, at=at)
    return _finished(file, by=by, at=at)


@transaction.atomic
def settle_piece(*, file: SettlementFile, read: Read, start: int, by: Staff, at: datetime) -> int:
    """Settle one piece from a line on; return how far the file is now."""
    row: SettlementFile = SettlementFile.objects.select_for_update().defer("content_sealed").get(pk=file.pk)
    if row.done_count != start:
        return int(row.done_count)
    part = read.lines[start : start + PIECE]
    whose = [(read.people[number], line) for line in part if (number := id_number(line)) in read.people]
    lock_years((person.pk, day.year) for person, line in whose if (day := _settled_on(line)) is not None)
    ground = _ground(file, read, part, {person for person, _line in whose}, local_day(at))
    checked = [check(line, ground, read.seen) for line in part]
    _keep([one for one in checked if not one.problems], file, ground, by=by, at=at)
    insert_all(
        ReturnedLine(
            file=row, line=one.line.row, bill_number=str(one.line.values.get("number") or "")[:64],
            name=str(one.line.values.get("name") or "")[:64], problems=list(one.problems),
        )
        for one in checked
        if one.problems
    )  # fmt: skip
    row.done_count = start + len(part)
    row.save(update_fields=["done_count"])
    return int(row.done_count)


def _keep(good: Sequence[Checked], file: SettlementFile, ground: Ground, *, by: Staff, at: datetime) -> None:
    claims = insert_all(_claim(one, file, ground, by, at) for one in good)
    reckon_years({(claim.person_id, claim.settled_on.year) for claim in claims}, by=by, at=at, file=file)


def _claim(one: Checked, file: SettlementFile, ground: Ground, by: Staff, at: datetime) -> Claim:
    values, person = one.line.values, one.person
    assert person is not None  # noqa: S101 - a line without one has a problem
    earlier = ground.taken.get(values["number"])
    money = {name: values[name] for name in ("bill_fen", *OUTGO)}
    answers = {
        "is_insured": values.get("is_insured") is not False,
        "is_at_designated_hospital": True,
        "was_recognised_at_treatment": True,
        "follows_referral_in_province": values.get("follows_referral") is not False,
    }
    facts = facts_of(
        kind=values["kind"], person=person, status=one.status, on=values["settled_on"], money=money, answers=answers
    )
    return Claim(
        number=values["number"], kind=values["kind"], mode=Mode.DURING, hospital_id=file.hospital_id, file=file,
        line=one.line.row, person=person, division_code=person.division_code, admitted_on=values["admitted_on"],
        discharged_on=values["discharged_on"], settled_on=values["settled_on"], laid_out_fen=values.get("laid_out_fen"),
        facts=facts, sources=list(one.status.sources), medical_sealed=_medical(values), replaces=earlier,
        reason=RE_ENTERED if earlier else "", entered_by=by, entered_at=at, **money,
    )  # fmt: skip


def _medical(values: Mapping[str, Any]) -> bytes | None:
    found = {name: values[name] for name in MEDICAL_FIELDS if values.get(name)}
    return vault.seal(json.dumps(found, ensure_ascii=False), context=MEDICAL_CONTEXT) if found else None


def read_file(file: SettlementFile) -> Read:
    """Return a file read for settling: its lines in the order of people and days, and who the people are."""
    lines = intake.lines(file)
    people = find_many({number for line in lines if (number := id_number(line))})
    seen: dict[str, int] = {}
    for line in lines:
        if bill := line.values.get("number"):
            seen.setdefault(bill, line.row)
    return Read(sorted(lines, key=_place), people, Statuses({person.pk for person in people.values()}), seen)


def _place(line: Line) -> tuple[str, date, int]:
    """A person's bills stand together and in the order of their days: the year is reckoned once, not once a piece."""
    return id_number(line), _settled_on(line) or date.min, line.row


def _ground(file: SettlementFile, read: Read, part: Sequence[Line], people: Iterable[Person], today: date) -> Ground:
    deaths = Death.objects.latest_versions().filter(person__in=[person.pk for person in people], is_withdrawn=False)
    numbers = [number for line in part if (number := line.values.get("number"))]
    with everywhere("结算单号须在全部医院和地区中核对"):
        rows = Claim.objects.filter(number__in=numbers, replaced_by__isnull=True).select_related("hospital")
        taken = {row.number: row for row in rows.defer("medical_sealed")}
    return Ground(
        people=read.people, statuses=read.statuses, deaths=dict(deaths.values_list("person_id", "died_on")),
        agreements=designations(file.hospital), taken=taken, today=today,
    )  # fmt: skip


def _settled_on(line: Line) -> date | None:
    day = line.values.get("settled_on")
    return day if isinstance(day, date) else None


@transaction.atomic
def _finished(file: SettlementFile, *, by: Staff, at: datetime) -> SettlementFile:
    row: SettlementFile = (
        SettlementFile.objects.select_for_update(of=("self",)).select_related("hospital").get(pk=file.pk)
    )
    if row.state == FileState.RECEIVED and row.done_count == row.line_count:
        row.state = FileState.SETTLED
        row.save(update_fields=["state"])
        note(
            "settlement.settled", kind=intake.KIND, object_id=row.pk, by=by, at=at, number=row.number,
            lines=row.line_count, returned=ReturnedLine.objects.filter(file=row).count(),
        )  # fmt: skip
    return row


def _require_open(file: SettlementFile) -> None:
    if file.state != FileState.RECEIVED:
        raise ClaimsRefused(
            _("批次%(number)s现为“%(state)s”，不再结算。") % {"number": file.number, "state": file.get_state_display()}
        )


def run(handle: Handle, by: Staff) -> Outcome:
    """Do the job; the pieces a worker that died has finished are not done again."""
    file = SettlementFile.objects.select_related("hospital").get(pk=handle.payload["file"])
    if file.state == FileState.RECEIVED:
        file = settle(file=file, by=by, at=handle.at, told=handle.progress)
    returned = ReturnedLine.objects.filter(file=file).count()
    message = _("批次 %(number)s 已结算：%(good)d 笔受理，%(bad)d 行退回。须由另一人复核。") % {
        "number": file.number, "good": file.line_count - returned, "bad": returned,
    }  # fmt: skip
    return Outcome(message, {"file": file.number})


SETTLING = Kind(KIND, gettext_lazy("结算医院文件"), gettext_lazy("行"), for_staff(run))


# What an officer may wait for on a page; longer files go to the worker.
AT_ONCE_LINES = 300


def begin(*, file: SettlementFile, by: Staff, at: datetime) -> SettlementFile | JobRun:
    """Settle a short file at once, queue a long one."""
    if file.line_count <= AT_ONCE_LINES:
        return settle(file=file, by=by, at=at)
    return request(file=file, by=by, at=at)
