"""Very many new rows at once: by COPY on PostgreSQL, with the same result as by one statement."""

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.scope import everywhere
from minzheng.ledger.domain import seal_check
from minzheng.ledger.domain.transfer import post_all
from minzheng.ledger.enums import Why
from minzheng.ledger.models import Account, Transfer
from minzheng.services import inserting
from minzheng.services.audit.models import AuditEvent
from minzheng.services.calendar.models import CalendarDay
from tests.factories.accounts import AT, finance_officer
from tests.factories.ledger import accounts, posting, transfer

pytestmark = pytest.mark.django_db
FEN = (1, 250, 99_999)


@pytest.fixture(params=[1, 10**9], ids=["copied", "one statement"])
def way(request, monkeypatch):
    """Both ways of putting rows in; SQLite knows one."""
    monkeypatch.setattr(inserting, "COPIED_FROM", request.param)
    return request.param


def moved(fen=FEN):
    _source, available, reserved, _paid = accounts(with_fen=10**9)
    postings = [posting(available, reserved, each, why=Why.RESERVE) for each in fen]
    return available, post_all(postings=postings, by=finance_officer(), at=AT)


def test_rows_come_back_with_the_keys_they_have_in_the_database(way):
    _available, made = moved()
    for row in made:
        with everywhere("对照"):
            kept = Transfer.objects.get(pk=row.pk)
        assert {f.attname: getattr(kept, f.attname) for f in Transfer._meta.concrete_fields} == {
            f.attname: getattr(row, f.attname) for f in Transfer._meta.concrete_fields
        }
    assert [row.amount_fen for row in made] == list(FEN)
    assert sorted(row.pk for row in made) == [row.pk for row in made]
    assert all(row._state.db == "default" and not row._state.adding for row in made)


def test_the_triggers_run_for_every_row(way):
    available, _made = moved()
    assert Account.objects.get(pk=available.pk).balance_fen == 10**9 - sum(FEN)
    assert seal_check.examine().problems == []


def test_json_time_and_empty_cells_arrive_as_they_were(way):
    row = AuditEvent(
        chain="c", seq=1, at=AT, actor="a", actor_name="甲", action="x", object_kind="k", object_id="1",
        before=None, after={"清单": ["一\t二\\三\n四", None, 1, {"b": True}]}, reason="", previous_hash="0", hash="1",
    )  # fmt: skip
    inserting.insert_all([row])
    kept = AuditEvent.objects.get(chain="c")
    assert (kept.before, kept.after, kept.at, kept.reason) == (None, row.after, AT, "")


def test_what_the_database_refuses_is_a_refusal_of_djangos_and_leaves_nothing(way):
    day = {"date": "1999-01-01", "is_workday": True, "note": "一", "source": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        inserting.insert_all([CalendarDay(**day), CalendarDay(**day)])
    assert not CalendarDay.objects.filter(date="1999-01-01").exists()


def test_objects_with_their_count_are_made_part_by_part(way, monkeypatch):
    monkeypatch.setattr(inserting, "TOGETHER", 2)
    fields = {"at": AT, "actor": "a", "actor_name": "甲", "action": "x", "object_kind": "k", "previous_hash": "0"}
    rows = (AuditEvent(chain="c", seq=n, object_id=f"{n}", hash=f"{n}", **fields) for n in range(1, 6))
    made = inserting.insert_all(rows, count=5)
    assert [row.object_id for row in made] == list("12345")
    assert {row.pk: row.object_id for row in made} == dict(
        AuditEvent.objects.filter(chain="c").values_list("pk", "object_id")
    )


def test_rows_of_values_may_reckon_as_they_go_and_take_the_defaults_of_what_is_not_named(way, monkeypatch):
    monkeypatch.setattr(inserting, "TOGETHER", 2)
    seen = []

    def rows():
        for n in range(1, 6):
            yield f"1999-01-0{n}", n % 2 == 0, "x"
            seen.append(n)

    inserting.insert_rows(CalendarDay, ("date", "is_workday", "source"), rows())
    kept = CalendarDay.objects.filter(date__year=1999).order_by("date").values_list("is_workday", "note", "source")
    assert list(kept) == [(n % 2 == 0, "", "x") for n in range(1, 6)]
    assert seen == [1, 2, 3, 4, 5]


def test_no_rows_are_no_statement(way, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert inserting.insert_all([]) == []
        inserting.insert_rows(CalendarDay, ("date",), [])


def test_the_next_row_gets_the_next_key(way):
    _available, made = moved()
    _source, available, reserved, _paid = accounts(fund_code="other-2026", with_fen=7)
    more = transfer(available, reserved, 7)
    assert more.pk > made[-1].pk


# ---- columns


def events(count, **more):
    pa = pytest.importorskip("pyarrow")
    said = {
        "chain": "columns", "seq": list(range(1, count + 1)), "at": AT, "actor": "a", "actor_name": '甲"，\n乙',
        "action": "x", "object_kind": "k", "object_id": "", "reason": "，", "previous_hash": "0", "hash": "1",
        "before": None, "after": '{"清单": ["一\\t二", null, {"b": true}]}',
    } | more  # fmt: skip
    return {name: pa.array(one if isinstance(one, list) else [one] * count) for name, one in said.items()}


def test_columns_arrive_as_they_were_and_what_is_not_named_is_the_default():
    inserting.insert_columns(AuditEvent, events(3))

    kept = list(AuditEvent.objects.filter(chain="columns").order_by("seq"))
    assert [row.seq for row in kept] == [1, 2, 3]
    for row in kept:
        assert (row.actor_name, row.object_id, row.reason, row.at) == ('甲"，\n乙', "", "，", AT)
        assert (row.before, row.after) == (None, {"清单": ["一\t二", None, {"b": True}]})
    named = set(events(1))
    rest = [field for field in AuditEvent._meta.concrete_fields if field.name not in named and not field.primary_key]
    assert all(field.value_from_object(kept[0]) == field.get_default() for field in rest)


def test_columns_that_the_database_refuses_leave_nothing():
    with pytest.raises(IntegrityError), transaction.atomic():
        inserting.insert_columns(AuditEvent, events(2, seq=[7, 7]))
    assert not AuditEvent.objects.filter(chain="columns").exists()


def test_no_columns_are_no_rows():
    inserting.insert_columns(AuditEvent, {name: column[:0] for name, column in events(1).items()})
    assert not AuditEvent.objects.filter(chain="columns").exists()
