"""From a fen to the law: every step of the way, for a case that was decided here and for one taken over."""

import pytest

from minzheng.accounts.scope import everywhere, within
from minzheng.cli import auditing
from minzheng.kernel.division import Area
from minzheng.kernel.refusal import Refused
from minzheng.ledger.models import Transfer
from minzheng.payments.models import PayLine
from minzheng.payments.queries import walk
from minzheng.services.audit.models import AuditEvent
from tests.factories import accounts, casework, payments

pytestmark = pytest.mark.django_db


def paid_line():
    payments.allocate()
    paid = payments.sent()
    payments.read(paid, payments.success(paid))
    with everywhere("测试"):
        return PayLine.objects.get(run=paid)


@pytest.fixture
def decided(settings, tmp_path):
    """A household that applied, was visited, decided and paid."""
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path
    offices = casework.Offices()
    case = casework.case("active", offices=offices)
    payments.account(case.household, case.applicant, by=accounts.county_officer())
    return paid_line()


@pytest.fixture
def taken_over():
    payments.paid_household(amount_fen=500_01)
    return paid_line()


def way_of(line):
    with everywhere("测试"):
        return {one.code: one for one in walk.walk(walk.line_of(line.serial))}


def cells(step):
    return [cell for table in step.tables for row in table.rows for cell in row] + [value for _, value in step.facts]


def test_a_decided_payment_leads_to_its_facts_its_evidence_and_its_law(decided):
    way = way_of(decided)

    assert list(way) == list(walk.STEPS)
    assert decided.serial in cells(way["line"])
    assert [decided.document_number in cells(way[code]) for code in ("due", "decision")] == [True, True]
    assert any("一致" in cell and "不一致" not in cell for cell in cells(way["determination"]))
    assert (len(way["facts"].tables[0].rows) > 0, len(way["law"].tables[0].rows) > 0) == (True, True)
    titles = [table.title for table in way["evidence"].tables]
    assert {"核对报告", "入户调查"} <= set(titles)


def test_every_transfer_of_a_line_stands_on_its_first_step(decided):
    with everywhere("测试"):
        own = set(Transfer.objects.filter(reference_id=decided.serial).values_list("pk", flat=True))
        reserved = set(Transfer.objects.filter(reference_id=decided.run.number).values_list("pk", flat=True))

    rows = way_of(decided)["transfer"].tables[0].rows

    assert {int(row[0]) for row in rows} == own | reserved
    assert (len(own), len(reserved) > 0) == (1, True)


def test_a_payment_taken_over_says_so(taken_over):
    way = way_of(taken_over)

    assert "接管存量" in way["determination"].gist
    assert [way[code].tables for code in ("determination", "facts", "law")] == [(), (), ()]
    assert taken_over.document_number in cells(way["decision"])


def test_the_number_of_a_transfer_leads_to_the_same_line(taken_over):
    with everywhere("测试"):
        moved = Transfer.objects.get(reference_id=taken_over.serial)
        assert walk.line_of(f" {moved.pk} ") == taken_over


def test_what_is_not_there_or_next_door_is_refused(taken_over):
    with everywhere("测试"), pytest.raises(walk.NothingThere, match="没有流水号为“FF209901-01-00001”"):
        walk.line_of("FF209901-01-00001")
    with within(Area.of("420581102")), pytest.raises(walk.NothingThere):
        walk.line_of(taken_over.serial)


def test_the_command_prints_the_way_and_leaves_a_read_record(taken_over, capsys):
    by = accounts.auditor()

    assert auditing.run(["walk", taken_over.serial, "--as", by.username]) == 0

    out = capsys.readouterr().out
    assert [f"{n}. " in out for n in range(1, 9)] == [True] * 8
    assert f"流水号  {taken_over.serial}" in out
    read = AuditEvent.objects.get(action="read", actor=by.username)
    assert (read.object_kind, read.object_id) == ("payments.PayLine", str(taken_over.pk))


def test_finance_does_not_read_files_on_the_command_line(taken_over):
    by = accounts.finance_officer()

    with pytest.raises(Refused):
        auditing.run(["walk", taken_over.serial, "--as", by.username])
    assert not AuditEvent.objects.filter(action="read", actor=by.username).exists()
