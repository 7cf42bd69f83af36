"""What digests and seals are made over is the JSON that every earlier list was sealed with, byte for byte."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.payments.enums import LineStatus
from minzheng.payments.queries.digest import digest_of
from minzheng.payments.queries.frozen_line import NAMES, FrozenLine
from minzheng.payments.queries.line_seal import FORMS, seal_of
from minzheng.payments.queries.written import written
from minzheng.services import vault

WHOLE = st.integers(-(2**63), 2**63)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
HARD = '一"二\\三\n\t\x00\x1f\x7f\u2028/😀'


def plainly(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=lambda held: bytes(held).hex())


@given(st.one_of(TEXT, WHOLE, st.booleans(), st.none(), st.binary(), st.lists(TEXT)))
def test_each_value_is_written_as_json_writes_it(value):
    assert written([value]) == [plainly(value)]


@pytest.mark.parametrize("value", [LineStatus.PAID, memoryview(b"\x00\xff"), True, 0, "", HARD])
def test_what_is_no_plain_value_is_written_as_json_writes_it(value):
    assert written([value]) == [plainly(value)]


def line(text, number, sealed, *, repays=None):
    kinds = {name: text if kind in (str, "str") else number for name, kind in FrozenLine.__annotations__.items()}
    return FrozenLine(**{**kinds, "account_sealed": sealed, "repays_id": repays, "seal_form": 2, "seal": b""})


@given(TEXT, WHOLE, st.binary(), st.one_of(st.none(), WHOLE))
@pytest.mark.parametrize("form", FORMS)
def test_the_seal_is_over_the_canonical_json_of_all_fields_of_its_form(form, text, number, sealed, repays):
    one = line(text, number, sealed, repays=repays)
    message = plainly({name: getattr(one, name) for name in sorted(FORMS[form])}).encode()
    assert vault.fits(seal_of(one, form), message, context=f"payments.PayLine/{form}")


def test_the_digest_of_a_list_is_what_it_was():
    lines = [line(HARD, 7, b"\x00\xff"), line("张三", 8, b"")]
    assert digest_of(lines) == "4bad55ef87d2729d45d31696d74fa9a4494820e7c6372e459900445933a96f51"


def test_a_frozen_line_has_every_field_of_the_present_form():
    assert set(NAMES) == {*FORMS[max(FORMS)], "seal_form", "seal"}
