"""Killed at random moments of preparing, approving, writing and reading: every month ends as if nothing had been."""

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
from tests.payments.side_by_side import at_once, found, killed_after, lasted, until_alone

pytestmark = pytest.mark.django_db(transaction=True)

SEED = int(os.environ.get("KILL_SEED", "20261124"))
KILLS_A_MONTH = 3
# A process that was faster than the one it is measured by comes through unhurt; another month is played then.
MOST_MONTHS = 16


@dataclass
class Killer:
    """Where the blows fall: random moments within the time that the step took when nobody disturbed it."""

    wanted: dict[str, int]
    moments: random.Random
    took: dict[str, float] = field(default_factory=dict)
    kills: dict[str, int] = field(default_factory=dict)

    @property
    def is_done(self):
        return self.kills == self.wanted

    def play(self, month, officers):
        """Play one month; kill each step a few times, while more kills are wanted; the first sets the time."""
        for step in STEPS:

            def act(step=step):
                do(step, month, officers)

            if step in self.took and self._is_through(step, month, act):
                assert at_once(act) == [SAID_AGAIN[step]]
            else:
                self.took[step] = min(lasted(act), self.took.get(step, 10.0))
            assert found(problems) == [], self.story()

    def _is_through(self, step, month, act):
        """Kill the step; return whether it was through before the blow fell."""
        before = found(lambda: state_of(month))
        for _blow in range(min(KILLS_A_MONTH, self.wanted.get(step, 0) - self.kills.get(step, 0))):
            was_killed = killed_after(self.moments.random() * self.took[step], act)
            found(until_alone)
            assert found(problems) == [], self.story()
            if found(lambda: state_of(month)) != before:
                return True
            assert was_killed
            self.kills[step] = self.kills.get(step, 0) + 1
        return False

    def story(self):
        """Say how to do the same again, and what was done."""
        return f"KILL_SEED={SEED}, kills {self.kills} of {self.wanted}, steps took {self.took}"


def undisturbed(months, officers):
    for month in months:
        for step in STEPS:
            lasted(lambda step=step, month=month: do(step, month, officers))
    return found(books)


def ends_as_if_nothing_had_happened(databases, *, households, wanted):
    officers = settle(households)
    killer = Killer(wanted, random.Random(SEED))

    databases("killed")
    months = []
    while not killer.is_done:
        assert len(months) < MOST_MONTHS, killer.story()
        months.append(month_after(len(months)))
        killer.play(months[-1], officers)
    ended = found(books)
    databases("twin")
    twin = undisturbed(months, officers)

    # Only a blow that fell before the step was through was counted.
    assert killer.kills == wanted, killer.story()
    assert [row[2] for row in ended["runs"]] == ["closed"] * len(months), killer.story()
    for name, rows in twin.items():
        assert ended[name] == rows, f"{name}: {killer.story()}"


def test_eight_kills_at_random_moments_leave_no_trace(database_copies):
    wanted = {"prepare": 2, "approve": 2, "write": 2, "read": 2}
    ends_as_if_nothing_had_happened(database_copies, households=6, wanted=wanted)


@pytest.mark.slow
def test_fifty_kills_at_random_moments_leave_no_trace(database_copies):
    wanted = {"prepare": 13, "approve": 13, "write": 12, "read": 12}
    ends_as_if_nothing_had_happened(database_copies, households=60, wanted=wanted)
