"""The small county in a database of its own, named by DATABASE_URL and worked by processes that come and go.

`python -m tests.payments.county_alone settle 40` answers who works there; `… WORKERS prepare check` does these steps
and answers what stood before and what stands then. Both answer in JSON.
"""

import json
import os
import sys

import django
import pytest


def _main(verb, *words):
    # The settings of tests (fixed keys, cheap passwords) are those of a process that knows pytest.
    assert pytest
    os.environ["DJANGO_SETTINGS_MODULE"] = "minzheng.config.settings"
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - django set up

    from minzheng.accounts.models import Staff  # noqa: PLC0415 - django set up
    from tests.factories.payments import MONTH  # noqa: PLC0415 - django set up
    from tests.payments import paying_county as county  # noqa: PLC0415 - django set up

    if verb == "settle":
        call_command("migrate", verbosity=0)
        workers = county.settle(int(words[0]))
        answer = [workers.preparer.username, workers.checker.username, workers.finance.username]
    else:
        workers = county.Officers(*(Staff.objects.get(username=name) for name in json.loads(verb)))

        def standing():
            seen = {"problems": county.problems(), "state": county.state_of(MONTH), "books": county.books()}
            return seen | ({"of the bank": county.bank_answer(county.run_of(MONTH)).hex()} if seen["state"] else {})

        before = standing()
        for step in words:
            county.do(step, MONTH, workers)
        answer = [before, standing()]
    print(json.dumps(answer, default=str))  # noqa: T201


if __name__ == "__main__":
    _main(*sys.argv[1:])
