"""Money that cannot go wrong, line by line of what it must show: each line where its subject is tested."""

import pytest

from tests.differences import test_late_standard as late_standard
from tests.ledger import test_database_guards as book_guards
from tests.ledger import test_seal as book_seals
from tests.ledger.test_database_guards import later_migration
from tests.ledger.test_seal import superuser
from tests.payments import test_durable_cluster as durable_cluster
from tests.payments import test_full_disk as full_disk
from tests.payments import test_funds_at_once as funds_at_once
from tests.payments import test_killed as killed
from tests.payments import test_killed_at_random as killed_at_random
from tests.payments import test_killed_commands as killed_commands
from tests.payments import test_seal as line_seals
from tests.payments import test_split as splits
from tests.payments.conftest import database_copies, real_database
from tests.payments.test_durable_cluster import village
from tests.payments.test_full_disk import full_county, hour
from tests.payments.test_seal import scope, two
from tests.statute import test_price_linkage as price_linkage

# Fixtures that the tests below ask for by name.
__all__ = [
    "database_copies",
    "full_county",
    "hour",
    "later_migration",
    "real_database",
    "scope",
    "superuser",
    "two",
    "village",
]


def marks_of(module):
    """Return the marks of a module: one or several, or none."""
    marks = getattr(module, "pytestmark", [])
    return marks if isinstance(marks, list) else [marks]


SHOWN = (
    (pytest.mark.must_show("money", 2), killed),
    (pytest.mark.must_show("money", 2), killed_at_random),
    (pytest.mark.must_show("money", 2), killed_commands),
    (pytest.mark.must_show("money", 2), durable_cluster),
    (pytest.mark.must_show("money", 2), full_disk),
    (pytest.mark.must_show("money", 3), funds_at_once),
    (pytest.mark.must_show("money", 6), splits),
    (pytest.mark.must_show("money", 6), price_linkage),
    (pytest.mark.must_show("money", 4), late_standard),
    (pytest.mark.must_show("money", 7), book_guards),
    (pytest.mark.must_show("money", 7), book_seals),
    (pytest.mark.must_show("money", 7), line_seals),
)
for _line, _module in SHOWN:
    for _name, _test in list(vars(_module).items()):
        if _name.startswith("test_"):
            for _mark in (_line, *marks_of(_module)):
                globals()[_name] = _mark(_test)
