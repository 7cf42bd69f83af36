"""Whatever someone does to the rows behind the guards is found and named."""

import datetime as dt

import pytest
from django.db import connection

from minzheng.kernel.moment import SHANGHAI
from minzheng.services.audit.chain import FIRST, hash_of
from minzheng.services.audit.domain.record import record
from minzheng.services.audit.domain.seal import broken_seals, seal
from minzheng.services.audit.domain.verify import broken_chains
from minzheng.services.audit.models import AuditEvent, ChainSeal

AT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tampering():
    """An owner of the database who has dropped the guards, inside this test's transaction."""
    with connection.cursor() as cursor:
        for act in ("update", "delete"):
            for table in ("audit_auditevent", "audit_chainseal"):
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER guard_{table}_{act}{on_table}")


@pytest.fixture
def chain(tampering):
    for n in range(5):
        act("case:1", n)
        act("case:2", n)
    return AuditEvent.objects.filter(chain="case:1")


def act(chain, n=0, **fields):
    return record(
        chain=chain,
        at=AT,
        by=None,
        action="case.moved",
        object_kind="casework.Case",
        object_id="1",
        after={"n": n},
        **fields,
    )


def breaks():
    return [str(found) for found in broken_chains()]


def test_an_untouched_chain_holds(chain):
    assert broken_chains() == []


@pytest.mark.parametrize(
    "change",
    [
        {"after": {"n": 99}},
        {"before": {}},
        {"at": AT + dt.timedelta(microseconds=1)},
        {"actor": "mallory"},
        {"actor_name": "某人"},
        {"action": "case.confirmed"},
        {"object_kind": "registry.Person"},
        {"object_id": "2"},
        {"division_code": "420581101000"},
        {"reason": "补记"},
        {"hash": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_row_is_named(chain, change):
    chain.filter(seq=3).update(**change)

    assert breaks() == ["审计链“case:1”第 3 条：内容与摘要不符，记录被改动"]


def test_a_row_changed_with_a_new_hash_breaks_the_next(chain):
    row = chain.get(seq=3)
    row.after = {"n": 99}
    chain.filter(seq=3).update(after=row.after, hash=hash_of(row))

    assert breaks() == ["审计链“case:1”第 4 条：与上一条的摘要不衔接，记录被替换或调换了次序"]


def test_a_deleted_row_is_named(chain):
    chain.filter(seq=3).delete()

    assert breaks() == ["审计链“case:1”第 3 条：缺失（其后为第 4 条），记录被删除"]


def test_a_deleted_first_row_is_named(chain):
    chain.filter(seq=1).delete()

    assert breaks() == ["审计链“case:1”第 1 条：缺失（其后为第 2 条），记录被删除"]


def test_two_rows_in_the_wrong_order_are_named(chain):
    for before, after in ((2, 99), (3, 2), (99, 3)):
        chain.filter(seq=before).update(seq=after)

    assert breaks() == ["审计链“case:1”第 2 条：与上一条的摘要不衔接，记录被替换或调换了次序"]


def test_a_row_moved_to_another_chain_is_named_in_both(chain):
    chain.filter(seq=5).update(chain="case:2", seq=6)

    assert breaks() == ["审计链“case:2”第 6 条：与上一条的摘要不衔接，记录被替换或调换了次序"]


def test_one_chain_alone_can_be_asked(chain):
    chain.filter(seq=3).update(reason="改")

    assert broken_chains(chain="case:2") == []
    assert [found.seq for found in broken_chains(chain="case:1")] == [3]


def test_nothing_new_needs_no_seal(chain):
    first = seal(at=AT)

    assert sorted(first.heads) == ["case:1", "case:2"]
    assert seal(at=AT + dt.timedelta(minutes=1)) is None
    assert broken_seals() == []


def test_a_seal_holds_only_what_grew(chain):
    seal(at=AT)
    event = act("case:2")

    second = seal(at=AT + dt.timedelta(minutes=1))

    assert second.heads == {"case:2": [6, event.hash]}
    assert broken_seals() == []


def test_seals_far_apart_hold_each_head_once(chain):
    seal(at=AT)
    act("case:2")

    later = seal(at=AT + dt.timedelta(days=3))

    assert list(later.heads) == ["case:2"]
    assert seal(at=AT + dt.timedelta(days=6)) is None
    assert broken_seals() == []


def test_a_row_that_committed_late_is_sealed_by_the_next_seal(chain):
    chain.filter(seq=5).update(id=1000)
    seal(at=AT)
    late = act("case:3")

    AuditEvent.objects.filter(pk=late.pk).update(id=500)
    assert list(seal(at=AT + dt.timedelta(minutes=1)).heads) == ["case:3"]


def test_a_tail_cut_off_is_found_by_the_seal_only(chain):
    seal(at=AT)
    chain.filter(seq__gte=4).delete()

    assert broken_chains() == []
    assert [str(found) for found in broken_seals()] == ["审计链“case:1”第 5 条：封存时存在的记录已不存在，链尾被截断"]


def test_a_chain_written_anew_is_found_by_the_seal_only(chain):
    seal(at=AT)
    previous = FIRST
    for row in chain.order_by("seq"):
        row.reason, row.previous_hash = "伪造", previous
        previous = hash_of(row)
        AuditEvent.objects.filter(pk=row.pk).update(reason="伪造", previous_hash=row.previous_hash, hash=previous)

    assert broken_chains() == []
    assert [str(found) for found in broken_seals()] == ["审计链“case:1”第 5 条：与封存时不同，整条链被改写"]


def test_a_changed_seal_is_found(chain):
    seal(at=AT)
    ChainSeal.objects.update(heads={})

    assert [str(found) for found in broken_seals()] == ["审计链“seal”第 1 条：封存记录被改动，或密钥不对"]


def test_a_removed_seal_is_found(chain):
    seal(at=AT)
    act("case:2")
    seal(at=AT)
    ChainSeal.objects.filter(number=1).delete()

    assert [str(found) for found in broken_seals()] == ["审计链“seal”第 1 条：封存记录缺失或不衔接"]


def test_a_seal_holds_after_the_key_was_changed(chain, settings):
    settings.VAULT_ROOT_KEYS = {"1": "11" * 32}
    seal(at=AT)
    act("case:2")

    settings.VAULT_ROOT_KEYS, settings.VAULT_CURRENT_KEY = {"1": "11" * 32, "2": "22" * 32}, "2"
    assert seal(at=AT).key_version == "2"

    assert broken_seals() == []
