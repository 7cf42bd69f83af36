"""Money that cannot go wrong, line by line of what it must show: each line where its subject is tested."""

import pytest

from tests.differences import test_late_standard as late_standard
from tests.ledger import test_database_guards as book_guards
from tests.ledger import test_seal as book_seals
from tests.ledger.test_database_guards import later_migration
from tests.ledger.test_seal import superuser
from tests.payments import test_funds_at_once as funds_at_once
from tests.payments import test_seal as line_seals
from tests.payments import test_split as splits
from tests.payments.conftest import real_database
from tests.payments.test_seal import scope, two
from tests.statute import test_price_linkage as price_linkage

# Fixtures that the tests below ask for by name.
__all__ = ["later_migration", "real_database", "scope", "superuser", "two"]


def marks_of(module):
    """Return the marks of a module: one or several, or none."""
    marks = getattr(module, "pytestmark", [])
    return marks if isinstance(marks, list) else [marks]


SHOWN = (
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
