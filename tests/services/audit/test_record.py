"""Audit rows form chains: each holds the hash of the one before, in the transaction of the change."""

import datetime as dt
import threading
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from minzheng.kernel.moment import SHANGHAI
from minzheng.services.audit import queries
from minzheng.services.audit.chain import FIRST, hash_of
from minzheng.services.audit.domain.record import NewEvent, PurposeMissing, record, record_many, record_read
from minzheng.services.audit.domain.verify import broken_chains
from minzheng.services.audit.models import AuditEvent

AT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)


@dataclass
class Person:
    username: str
    name: str


ALICE = Person("alice", "何娟")


def move(chain="case:1", **fields):
    given = {"action": "case.moved", "object_kind": "casework.Case", "object_id": "1", "by": ALICE, "at": AT}
    return record(chain=chain, **(given | fields))


@pytest.mark.django_db
def test_rows_of_a_chain_follow_each_other():
    first = move(
        before={"state": "draft"}, after={"state": "submitted"}, reason="申请人提交", division_code="420581101201"
    )
    second = move()

    assert (first.seq, first.previous_hash) == (1, FIRST)
    assert (second.seq, second.previous_hash) == (2, first.hash)
    stored = AuditEvent.objects.get(pk=first.pk)
    assert (stored.actor, stored.actor_name, stored.at, stored.reason) == ("alice", "何娟", AT, "申请人提交")
    assert (stored.before, stored.after) == ({"state": "draft"}, {"state": "submitted"})
    assert hash_of(stored) == stored.hash


@pytest.mark.django_db
def test_chains_do_not_know_each_other():
    move("case:1")
    other = move("case:2")

    assert (other.seq, other.previous_hash) == (1, FIRST)


@pytest.mark.django_db
def test_the_system_itself_has_no_name():
    assert (move(by=None).actor, move(by=None).actor_name) == ("", "")


@pytest.mark.django_db(transaction=True)
def test_a_row_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError, match="同一事务"):
        move()

    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_leaves_no_row_and_no_gap():
    with transaction.atomic():
        move()
        transaction.set_rollback(True)

    with transaction.atomic():
        assert move().seq == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        {"b": 1, "a": [1, 2, {"丙": None}]},
        {"text": '引号"与换行\n与😀', "big": 10**15, "negative": -1, "yes": True},
        [],
        "文字",
        0,
        {"on": dt.date(2026, 11, 24), "at": AT, "pair": (1, 2)},
    ],
)
def test_whatever_is_stored_hashes_the_same_when_read(value):
    move(before=value, after=value)

    assert broken_chains() == []


@pytest.mark.django_db
@pytest.mark.parametrize("value", [{"amount": 1.5}, float("nan"), {"text": "a\x00b"}])
def test_what_the_databases_give_back_differently_is_refused(value):
    with pytest.raises(ValueError):
        move(after=value)


@pytest.mark.django_db
def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="时区"):
        move(at=dt.datetime(2026, 11, 24))


@pytest.mark.django_db
def test_many_rows_are_one_chain_with_those_before_and_after(django_assert_max_num_queries):
    move("registry")

    with django_assert_max_num_queries(10):
        events = [
            NewEvent(
                chain="registry", action="household.registered", object_kind="registry.Household", object_id=str(n)
            )
            for n in range(500)
        ]
        assert record_many(events, at=AT, by=ALICE) == 500
    last = move("registry")

    assert last.seq == 502
    assert broken_chains() == []


@pytest.mark.django_db
def test_many_rows_of_many_chains_are_recorded_together():
    move("case:2")
    events = [
        NewEvent(chain=f"case:{n % 3}", action="case.moved", object_kind="casework.Case", object_id=str(n))
        for n in range(9)
    ]

    record_many(events, at=AT, by=None)

    lengths = {f"case:{n}": queries.of_chain(f"case:{n}").count() for n in range(3)}
    assert lengths == {"case:0": 3, "case:1": 3, "case:2": 4}
    assert broken_chains() == []


@pytest.mark.django_db
def test_many_of_nothing_is_nothing():
    assert record_many([], at=AT, by=ALICE) == 0


@pytest.mark.django_db
def test_a_read_stands_in_the_chain_of_its_reader_and_day():
    late = dt.datetime(2026, 11, 24, 16, 0, tzinfo=dt.UTC)  # already the 25th in Shanghai

    event = record_read(
        by=ALICE,
        at=late,
        object_kind="registry.Person",
        object_id="7",
        division_code="420581101201",
        purpose=" 核对身份 ",
    )

    assert (event.chain, event.action, event.reason) == ("read:alice:2026-11-25", "read", "核对身份")
    assert list(queries.reads_of("registry.Person", 7)) == [event]


@pytest.mark.django_db
def test_a_read_wants_a_purpose():
    with pytest.raises(PurposeMissing, match="查看完整号码须填写事由"):
        record_read(by=ALICE, at=AT, object_kind="registry.Person", object_id="7", division_code="", purpose="  ")


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_leave_no_gap_and_no_fork():
    if connection.vendor == "sqlite":
        # An in-memory database has one connection; IMMEDIATE transactions admit one writer anyway.
        chains_at_once(times=1, writers=1)
    else:
        chains_at_once(times=20, writers=4)

    assert broken_chains() == []


def chains_at_once(*, times, writers):
    def write():
        for _ in range(times):
            with transaction.atomic():
                move("registry")
        if writers > 1:
            connection.close()

    if writers == 1:
        write()
        return
    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditEvent.objects.filter(chain="registry").count() == times * writers
