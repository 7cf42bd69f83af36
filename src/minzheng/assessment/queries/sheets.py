"""The sheets that come with the product, checked when they are read."""

import functools
from datetime import date
from pathlib import Path

from django.conf import settings

from minzheng.accounts.enums import WRITE_ROLES
from minzheng.assessment.engine.sheet import Sheet, load
from minzheng.assessment.queries.figures import require_known
from minzheng.rules.errors import RuleError

FOLDER = Path(__file__).resolve().parent.parent / "sheets"


def sheets() -> tuple[Sheet, ...]:
    """Return every sheet; a county puts its own into the folder of the setting ASSESSMENT_SHEETS_DIR."""
    own = getattr(settings, "ASSESSMENT_SHEETS_DIR", None)
    return _read((FOLDER, Path(own)) if own else (FOLDER,))


def sheets_on(day: date) -> list[Sheet]:
    """Return the sheets in force on a day, of each the latest version."""
    latest: dict[str, Sheet] = {}
    for sheet in sheets():
        if sheet.holds_on(day) and (sheet.code not in latest or sheet.version > latest[sheet.code].version):
            latest[sheet.code] = sheet
    return list(latest.values())


@functools.cache
def _read(folders: tuple[Path, ...]) -> tuple[Sheet, ...]:
    found: list[Sheet] = []
    for path in sorted(path for folder in folders for path in folder.glob("*.yaml")):
        sheet = load(path)
        require_known(sheet, path.name)
        for role in (sheet.unit.filled_by, sheet.unit.reviewed_by, *(item.who for item in sheet.items)):
            if role not in WRITE_ROLES:
                raise RuleError(f"{path.name}：“{role}”不是角色。可用的：{'、'.join(sorted(WRITE_ROLES))}。")
        if any((sheet.code, sheet.version) == (one.code, one.version) for one in found):
            raise RuleError(f"{path.name}：自评表 {sheet.code} 的版本 {sheet.version} 已有一份，请改 version。")
        found.append(sheet)
    return tuple(found)
