"""Random acts over the money of a county: nothing lost, nothing below zero, nothing twice; see money_walk.py."""

import pytest

from minzheng.accounts.scope import everywhere
from tests.payments.money_walk import WEIGHTS, walk

pytestmark = pytest.mark.django_db
RARE = {"withdraw_move", "undo_recovery", "cancel", "endorse"}


def walked(seed, acts):
    with everywhere("测试"):
        return walk(seed, acts)


def test_four_hundred_random_acts_keep_the_books_whole():
    found = walked(20261126, 400)

    assert found.done["answer"] > 5
    assert found.refused["wrong_answer"] > 0


@pytest.mark.slow
def test_ten_thousand_random_acts_keep_the_books_whole():
    found = walked(7, 10_000)

    assert set(WEIGHTS) - set(found.done) - RARE == {"wrong_answer"}, found.done
    assert sum(found.done.values()) + sum(found.refused.values()) == 10_000
    assert sum(found.done.values()) > 4_000
    assert sum(found.refused.values()) > 1_000
