"""Loading the packaged divisions of Hubei: five levels, 28,652 rows (data/README.md says where they come from)."""

import csv
from collections.abc import Iterator
from importlib import resources

from django.db import transaction

from minzheng.kernel.division import full, level_of, parent_of
from minzheng.registry.models import Division


@transaction.atomic
def load_packaged(*, under: str = "") -> int:
    """Write the packaged divisions, new or changed ones only; return how many rows were written.

    `under` (a code prefix such as "420581") takes only one county and what is above it. Divisions that the package no
    longer has stay: households may live there.
    """
    wanted = {row.code: row for row in _packaged(under)}
    present = {row.code: row for row in Division.objects.all()}
    new = [row for code, row in wanted.items() if code not in present]
    changed = [row for code, row in wanted.items() if code in present and _told(row) != _told(present[code])]
    Division.objects.bulk_create(new)
    Division.objects.bulk_update(
        changed, ["level", "name", "parent_code", "kind", "pinyin", "initials"], batch_size=100
    )
    return len(new) + len(changed)


def _packaged(under: str) -> Iterator[Division]:
    text = resources.files("minzheng.registry").joinpath("data", "divisions_hubei.csv").read_text(encoding="utf-8")
    head, *lines = text.splitlines()
    if under:
        lines = [line for line in lines if line.startswith(under) or under.startswith(line.partition(",")[0])]
    for row in csv.DictReader([head, *lines]):
        code = full(row["code"])
        level = level_of(code)
        yield Division(
            code=code,
            level=level,
            name=row["name"],
            parent_code=parent_of(code) if level > 1 else "",
            kind=row["kind"],
            pinyin=row["pinyin"],
            initials=row["initials"],
        )


def _told(row: Division) -> tuple[object, ...]:
    return row.level, row.name, row.parent_code, row.kind, row.pinyin, row.initials
