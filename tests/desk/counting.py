"""Counting what a page asks the database: statements that read or write, without marks of transactions and locks."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.desk import test_strangers

ALL = test_strangers.ALL
ASIDE = re.compile(r"^(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)|pg_advisory", re.IGNORECASE)


def asked(client, address):
    """Return how many statements a page takes, and the page."""
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
        response.close()
    return len([one for one in seen.captured_queries if not ASIDE.search(one["sql"])]), response


def owner_of(sign_in, name, label):
    """Return the signed-in owner of an address, and the address."""
    made = ALL[name][label]()
    return sign_in(made.owner), reverse(f"desk:{name}", kwargs=made.kwargs)
