"""`minzheng differences`: reckon from a month, go on where it stopped, confirm by another person."""

import pytest
import time_machine

from minzheng.cli import differences as verb
from minzheng.differences.domain import computation
from minzheng.differences.models import Computation
from minzheng.kernel.refusal import Refused
from minzheng.ledger.models import Due
from tests.factories import casework, registry
from tests.factories import differences as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    made = factory.County()
    for _each in range(3):
        factory.add(made, [registry.new_member("02", incomes=casework.ZERO)], None, amount_fen=70_000)
    with made.within():
        factory.listed(made)
        factory.raise_standard(made, rural=75_000)
    with time_machine.travel(factory.AFTER, tick=False):
        yield made


def test_from_a_month_and_confirmed_by_another(county, capsys):
    asked = ["--from", "2026-07", "--program", "dibao", "--cause", "figure", "--reason", "宜民政发〔2026〕31号"]
    assert verb.run([*asked, "--as", county.first.username]) == 0

    said = capsys.readouterr().out
    assert "3 户，3 户有差额" in said
    assert "应补发 450.00 元，应追回 0.00 元" in said
    with county.within():
        number = Computation.objects.get().number
        assert not Due.objects.filter(kind="arrears").exists()
    with pytest.raises(Refused, match="2026"):
        verb.run(["--from", "2026-10", "--program", "dibao", "--as", county.first.username])

    assert verb.run(["--confirm", number, "--as", county.first.username]) == 0
    assert "已确认补发 0 户" in capsys.readouterr().out
    assert verb.run(["--confirm", number, "--as", county.second.username]) == 0
    assert "已确认补发 3 户，合计 450.00 元" in capsys.readouterr().out
    with county.within():
        assert Due.objects.filter(kind="arrears").count() == 9


def test_it_goes_on_where_it_stopped(county, capsys, monkeypatch):
    monkeypatch.setattr(computation, "AT_ONCE", 1)
    with county.within():
        row = computation.start(
            program="dibao", first=factory.JULY, cause="figure", reason="新标准", by=county.first, at=factory.AFTER
        )
        computation.step(computation=row, by=county.first, at=factory.AFTER)

    assert verb.run(["--continue", row.number, "--as", county.first.username]) == 0

    assert capsys.readouterr().out.splitlines()[:2] == ["  已核算 2/3 户", "  已核算 3/3 户"]
