"""Kill the process at random moments of preparing, approving, writing and reading: every month ends as if nothing was."""

import os
import random
from dataclasses import dataclass, field

import pytest

from tests.payments.paying_county import (
    SAID_AGAIN,
    STEPS,
    books,
    do,
    month_after,
    problems,
    settle,
    state_of,
)
from tests.payments.side_by_side import at_once, found, killed_after, lasted

pytestmark = pytest.mark.django_db(transaction=True)

SEED = int(os.environ.get("KILL_SEED", "20261124"))
KILLED_STEPS = frozenset({"prepare", "approve", "write", "read"})
KILLS_A_STEP = 3
# A process that was faster than the one it is measured by comes through unhurt; another month is played then.
MOST_MONTHS = 12


@dataclass
class Killer:
    """Where the blows fall: random moments within the time that the step took when nobody disturbed it."""

    moments: random.Random
    took: dict[str, float] = field(default_factory=dict)
    kills: dict[str, int] = field(default_factory=dict)

    def play(self, month, officers, *, wanted):
        """Play one month; kill each step up to three times, as long as more kills are wanted."""
        for step in STEPS:

            def act(step=step):
                do(step, month, officers)

            if step in KILLED_STEPS and self._is_through(step, month, act, wanted):
                assert at_once(act) == [SAID_AGAIN[step]]
            else:
                self.took[step] = min(lasted(act), self.took.get(step, 10.0))
            assert found(problems) == [], self.story()

    def _is_through(self, step, month, act, wanted):
        """Kill the step; return whether it was through before the blow or before its process ended."""
        before = found(lambda: state_of(month))
        for _blow in range(KILLS_A_STEP):
            if sum(self.kills.values()) == wanted or step not in self.took:
                break
            was_killed = killed_after(self.moments.random() * self.took[step], act)
            assert found(problems) == [], self.story()
            if found(lambda: state_of(month)) != before:
                return True
            assert was_killed
            self.kills[step] = self.kills.get(step, 0) + 1
        return False

    def story(self):
        """Say how to do the same again, and what was done."""
        return f"KILL_SEED={SEED}, kills {self.kills}, steps took {self.took}"


def undisturbed(months, officers):
    for month in months:
        for step in STEPS:
            lasted(lambda step=step, month=month: do(step, month, officers))
    return found(books)


def ends_as_if_nothing_had_happened(databases, *, households, kills):
    officers = settle(households)
    killer = Killer(random.Random(SEED))

    databases("killed")
    months = []
    while sum(killer.kills.values()) < kills:
        assert len(months) < MOST_MONTHS, killer.story()
        months.append(month_after(len(months)))
        killer.play(months[-1], officers, wanted=kills)
    ended = found(books)
    databases("twin")
    twin = undisturbed(months, officers)

    # What stands killed and what took the blows was really hit, before its commit.
    assert sum(killer.kills.values()) == kills, killer.story()
    assert killer.kills.keys() == KILLED_STEPS, killer.story()
    assert [row[2] for row in ended["runs"]] == ["closed"] * len(months), killer.story()
    for name, rows in twin.items():
        assert ended[name] == rows, f"{name}: {killer.story()}"


def test_twelve_kills_at_random_moments_leave_no_trace(database_copies):
    ends_as_if_nothing_had_happened(database_copies, households=6, kills=12)


@pytest.mark.slow
def test_fifty_kills_at_random_moments_leave_no_trace(database_copies):
    ends_as_if_nothing_had_happened(database_copies, households=60, kills=50)
