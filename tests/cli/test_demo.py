"""The sample county is built on whatever day a newcomer tries it, and tells the same kinds of story."""

import datetime as dt

import pytest
import time_machine

from minzheng.accounts.scope import everywhere
from minzheng.care.queries import training
from minzheng.casework.models import Case
from minzheng.cli.demo import build
from minzheng.kernel.moment import SHANGHAI
from minzheng.payments.models import PayRun
from minzheng.registry.domain.divisions import load_packaged

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::RuntimeWarning")]


@pytest.mark.parametrize(
    ("today", "cases"),
    [
        (dt.date(2026, 7, 3), 0),  # the county has just begun: no month was paid
        # After the turn of the year, with a month's reviews behind it.
        pytest.param(dt.date(2027, 3, 15), 14, marks=pytest.mark.slow),
    ],
)
def test_it_is_built_on_any_day(today, cases):
    now = dt.datetime.combine(today, dt.time(10), SHANGHAI)
    load_packaged()

    with time_machine.travel(now, tick=False), everywhere("a test looks at the whole county"):
        build.build(household_count=60, case_count=14, now=now, progress=lambda _what, _share: None)

        assert Case.objects.count() >= cases
        assert PayRun.objects.exists() is (today > dt.date(2026, 9, 1))
        if today > dt.date(2026, 11, 20):
            assert training.course_list(state="open", today=today).exists(), "a course that is still to come"
