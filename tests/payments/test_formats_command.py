"""`minzheng pay formats`: which formats there are, and choosing one for a program."""

import pytest

from minzheng.cli import paying
from minzheng.services.calendar import clock
from tests.factories import payments
from tests.factories.accounts import finance_officer

pytestmark = pytest.mark.django_db


def test_a_format_is_chosen_and_shown(monkeypatch, capsys):
    monkeypatch.setattr(clock, "now", lambda: payments.AT)
    dave = finance_officer().username

    paying.run(["formats", "--program", "dibao", "--choose", "rural_credit_fixed", "--as", dave])
    paying.run(["formats", "--program", "dibao", "--as", dave])

    rows = capsys.readouterr().out.splitlines()
    assert rows[0] == "低保自 2026-11-24 起用“农信社代发（定长文本，GBK）”。"
    assert rows[1] == "standard　通用代发文本（CSV，GBK）（示例）"
    assert rows[-1] == "  低保现用 rural_credit_fixed"
