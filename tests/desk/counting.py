"""Counting what a page asks the database: statements that read or write, without marks of transactions and locks.

`query_counts.json` holds the exact number of each address; a page that asks more or fewer fails. After a change that is
meant, `WRITE_COUNTS=1 pytest tests/desk/test_strangers.py tests/desk/test_query_counts.py` writes what it is now; over
25 still fails.
"""

import json
import os
import pathlib
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from minzheng.services.calendar.queries import is_workday
from tests.desk.addresses import NOW

MOST = 25
KNOWN = pathlib.Path(__file__).with_name("query_counts.json")
ASIDE = re.compile(r"^(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)|pg_advisory", re.IGNORECASE)


def asked(client, address):
    """Return how many statements a page takes, and the page."""
    is_workday(NOW.date())  # a process reads the calendar once an hour, on whatever page comes then
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
        if response.streaming:
            # The client ends a stream that was read; closing it by hand would close PostgreSQL's connection with it.
            list(response.streaming_content)
    return statements(seen), response


def statements(seen):
    """Return how many statements of a CaptureQueriesContext read or write; alike on both engines."""
    return len([one for one in seen.captured_queries if not ASIDE.search(one["sql"])])


def on_record(name: str, now: int) -> int:
    """Return the number on record; with WRITE_COUNTS=1 put the present one there first."""
    numbers = json.loads(KNOWN.read_text(encoding="utf-8")) if KNOWN.exists() else {}
    if os.environ.get("WRITE_COUNTS"):
        numbers[name] = now
        KNOWN.write_text(json.dumps(numbers, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return numbers.get(name, -1)
