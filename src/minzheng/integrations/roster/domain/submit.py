"""The first half of an import: a person hands in a checked file. Its good households are kept, sealed; no more."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.casework import queries as casework
from minzheng.integrations.roster import queries
from minzheng.integrations.roster.domain import kept_files
from minzheng.integrations.roster.domain.check import check
from minzheng.integrations.roster.domain.draft import HouseholdDraft
from minzheng.integrations.roster.domain.intake import SEALED_CONTEXT
from minzheng.integrations.roster.domain.reading.gate import Source
from minzheng.integrations.roster.domain.report import Report
from minzheng.integrations.roster.enums import BatchKind
from minzheng.integrations.roster.models import ImportBatch, ImportFile, ImportProblem, ImportRow
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.services import vault
from minzheng.services.audit.domain.record import record

CHAIN = "roster"
SUBMITTERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
LEVEL_DIGITS = (12, 9, 6, 4, 2)


class NothingToImport(Refused):
    """Not one household of the file can be imported."""


class AlreadySubmitted(Refused):
    """The very same file was handed in before."""


def submit(
    *, source: Source, by: Staff, at: dt.datetime, program: str | None = None, only_sheet: str | None = None
) -> ImportBatch:
    """Check the file and store its good households for a second person. Registers nobody, decides nothing.

    Raises NotAllowed, AlreadySubmitted, NothingToImport, and what `check` raises.
    """
    require_role(by, *SUBMITTERS)
    report = check(source=source, by=by, at=at, program=program, only_sheet=only_sheet)
    if report.kind == BatchKind.COMPARISON:
        raise NothingToImport(
            _("文件里只有统计表或公示名单，由系统数据算出或已在系统中，不用提交。%(summary)s")
            % {"summary": report.in_words()}
        )
    if report.kind == BatchKind.TAKEOVER:
        _require_program(report.program)
    _require_new(report)
    if not report.good:
        raise NothingToImport(
            _("没有可导入的户，没有提交。%(summary)s请先用预检逐条更正后再提交。") % {"summary": report.in_words()},
        )
    division_code = common_division([household.division_code or "" for household in report.good])
    if not by.area.covers(division_code):
        raise NothingToImport(
            _("名册里的户跨了几个乡镇（街道），一次提交不了。请按乡镇拆成几个文件，或交由县民政局导入。")
        )
    require_area(by, division_code)
    source.stream.seek(0)
    content = source.stream.read()
    try:
        with transaction.atomic():
            batch = _store(report, division_code, by=by, at=at)
            ImportFile.objects.create(batch=batch, sealed=kept_files.sealed(content))
            return batch
    except IntegrityError as error:
        raise AlreadySubmitted(
            _("刚刚有人提交了同一份文件或同时提交了另一份文件。请到导入批次中查看，确认没有重复后再试一次。")
        ) from error


def common_division(codes: list[str]) -> str:
    """Return the smallest division that covers all the villages given."""
    for digits in LEVEL_DIGITS:
        if len({code[:digits] for code in codes}) == 1:
            return codes[0][:digits].ljust(12, "0")
    raise ValueError(codes)


def _require_program(program: str) -> None:
    known = {summary.code: summary for summary in casework.programs()}
    if program not in known:
        names = listed(sorted(known))
        raise NothingToImport(
            _("没有“%(program)s”这个救助项目；现有：%(names)s。") % {"program": program, "names": names}
        )


def _require_new(report: Report) -> None:
    earlier = queries.batch_of_file(report.sha256, report.program)
    if earlier is not None:
        raise AlreadySubmitted(
            _("这份文件已于 %(day)s 由%(name)s提交，批次号 %(number)s（%(state)s），不能重复提交。")
            % {
                "day": local_day(earlier.submitted_at),
                "name": earlier.submitted_by.name,
                "number": earlier.number,
                "state": earlier.get_state_display(),
            },
        )


def _store(report: Report, division_code: str, *, by: Staff, at: dt.datetime) -> ImportBatch:
    batch = ImportBatch(
        number=queries.next_number(local_day(at)),
        kind=report.kind,
        program=report.program,
        file_name=report.file_name[:255],
        sha256=report.sha256,
        sheets=list(report.sheets),
        division_code=division_code,
        households_total=len(report.households),
        households_good=len(report.good),
        submitted_by=by,
        submitted_at=at,
    )
    batch.save(force_insert=True)
    ImportRow.objects.bulk_create(_row(batch, household) for household in report.good)
    ImportProblem.objects.bulk_create(
        ImportProblem(batch=batch, **{**problem.as_dict(), "column": problem.column[:80], "sheet": problem.sheet[:64]})
        for problem in report.problems
    )
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action="import.submitted",
        object_kind="import_batch",
        object_id=str(batch.pk),
        division_code=division_code,
        after={
            "number": batch.number,
            "file_name": batch.file_name,
            "sha256": batch.sha256,
            "households_total": batch.households_total,
            "households_good": batch.households_good,
        },
    )
    return batch


def _taken_over(stored: Mapping[str, Any], batch: ImportBatch) -> dict[str, Any]:
    """Return the columns of a decision; what only registers has none."""
    if batch.kind != BatchKind.TAKEOVER:
        return {"document_number": "", "amount_fen": 0, "from_month": "", "account_last4": ""}
    return {
        "document_number": stored["document_number"],
        "amount_fen": stored["amount_fen"],
        "from_month": stored["from_month"],
        "account_last4": stored["account_number"][-4:],
    }


def _row(batch: ImportBatch, household: HouseholdDraft) -> ImportRow:
    text = household.as_json()
    stored = json.loads(text)
    return ImportRow(
        batch=batch,
        sheet=stored["sheet"][:64],
        row=stored["row"],
        division_code=stored["division_code"],
        division_name=stored["division_name"],
        head_name=stored["members"][0]["name"],
        household_number=stored["household_number"],
        persons=len(stored["members"]),
        **_taken_over(stored, batch),
        sealed=vault.seal(text, context=SEALED_CONTEXT),
    )
