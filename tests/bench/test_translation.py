"""The peers of the benches reckon the same law: their models are written from the formulas themselves."""

import ast
import datetime as dt
import re

import numpy as np
import pytest
from bench.peers.fisca_model import in_fisca
from bench.peers.formulas import NotSaid, SqlWords, Term, Words, said
from bench.peers.numpy_model import in_numpy
from bench.peers.rules import Rules
from bench.peers.sql_model import in_sql

from bench import population
from minzheng.kernel.arithmetic import ceil_to, floor_to, round_half_up, share
from minzheng.programs import catalogue
from minzheng.rules.declare import HOUSEHOLD, PERSON
from minzheng.rules.fused.columns import Columns
from minzheng.rules.fused.engine import Fused
from minzheng.rules.fused.layout import RESULTS

DAY = dt.date(2026, 11, 1)
PLACES = [["420581000000"], ["420581000000", "420502000000", "420526000000"]]
SETS = {
    "dibao": RESULTS,
    "some": ("benefit_fen", "is_edge_household", "members_income_fen", "any_monitored", "supplement_rates"),
}


@pytest.fixture(scope="module", params=SETS)
def engine(request):
    return Fused(catalogue.get("dibao"), DAY, SETS[request.param], is_compiled=False)


@pytest.fixture(params=PLACES, ids=["one_place", "three_places"])
def places(request):
    return request.param


def drawn(engine, count, seed):
    columns = population.draw(count, engine.facts, seed=seed, has_supporters=False)
    return population.complete(columns, engine.facts)


def in_the_engine(engine, columns, places):
    """The plain loop reads lists and bytes."""
    facts = {fact.code: fact for fact in engine.facts}
    values = {
        code: array.tobytes() if facts[code].is_bool else array.tolist() for code, array in columns.values.items()
    }
    offsets = {scope: marks.tolist() for scope, marks in columns.offsets.items()}
    plain = Columns(columns.count, offsets, values, dict.fromkeys(values))
    return engine.run(plain, [places[number] for number in place_of_each(columns, places)])


def place_of_each(columns, places):
    return np.arange(columns.count) % len(places)


def in_the_translation(rules, engine, columns):
    given = {"place": place_of_each(columns, rules.places)}
    for fact in engine.facts:
        values, rows = columns.values[fact.code], columns.rows(fact.scope)
        given[fact.code] = np.unpackbits(values, count=rows, bitorder="little").astype(bool) if fact.is_bool else values
    names = {}
    exec(in_numpy(rules), names)  # noqa: S102 - our own text
    return names["run"](given, columns.offsets[PERSON])


def test_numpy_finds_what_the_engine_finds_for_5000_families(engine, places):
    rules = Rules.of(engine, places)
    columns = drawn(engine, 5000, seed=7)
    ours, theirs = in_the_engine(engine, columns, rules.places), in_the_translation(rules, engine, columns)
    assert set(theirs) == set(engine.layout.asked) - {"unknown", "missing"}
    for name, found in theirs.items():
        assert np.array_equal(np.asarray(ours[name], np.int64), found.astype(np.int64)), name
    if "outcome" in theirs:
        # The comparison says something only if there are families of every kind.
        assert min(np.bincount(theirs["outcome"], minlength=3)[[0, 2]]) > 200
        assert set(theirs["layer"].tolist()) >= {0, 2, 3, 4, 5, 6}


def test_numpy_at_the_line_one_fen_below_and_above(engine):
    rules = Rules.of(engine, PLACES[0])
    columns = drawn(engine, 600, seed=8)
    line = 12 * rules.figures["dibao_line_urban_fen"]
    sizes = np.diff(columns.offsets[PERSON])
    for code in columns.values:
        if code.endswith("income_fen") or "pension" in code or "aid_fen" in code:
            columns.values[code][:] = 0
    wages = np.repeat(line + np.arange(600) % 3 - 1, sizes)
    columns.values["wage_income_fen"][:] = wages
    columns.values["uses_urban_standard"][:] = 255
    ours, theirs = in_the_engine(engine, columns, rules.places), in_the_translation(rules, engine, columns)
    for name, found in theirs.items():
        assert np.array_equal(np.asarray(ours[name], np.int64), found.astype(np.int64)), name


def test_the_rules_leave_out_supporters_and_say_so(engine):
    rules = Rules.of(engine, PLACES[0])
    assert {step.scope for step in rules.steps} == {PERSON, HOUSEHOLD}
    assert "supporters_fen" in rules.nothing
    assert "supporter" not in in_numpy(rules)


@pytest.mark.parametrize("peer", ["openfisca", "policyengine"])
def test_their_variables_are_one_for_each_fact_step_and_result(engine, peer):
    rules = Rules.of(engine, PLACES[0])
    tree = ast.parse(in_fisca(rules, peer))
    classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    facts = {step.code for scope in (HOUSEHOLD, PERSON) for step in rules.facts(scope)}
    assert classes == facts | {step.code for step in rules.steps} | set(rules.results)


@pytest.mark.parametrize("peer", ["openfisca", "policyengine"])
def test_their_figures_of_a_place_are_looked_up_by_the_place_once(engine, peer):
    rules = Rules.of(engine, PLACES[1])
    text = in_fisca(rules, peer)
    assert "dibao_line_urban_fen" in rules.local
    assert "adult_age" not in rules.local  # the law sets it for the nation
    for code in rules.local:
        assert text.count(f'.{code}[household("place", period)]') == 1
    assert rules.local["dibao_line_urban_fen"] == [80000, 71000, 66000]


def test_money_is_a_float_there_and_counts_are_not(engine):
    text = in_fisca(Rules.of(engine, PLACES[0]), "openfisca")
    kinds = dict(re.findall(r"class (\w+)\(Variable\):\n    value_type = (\w+)", text))
    assert kinds["wage_income_fen"] == kinds["benefit_fen"] == "float"
    assert kinds["age_years"] == kinds["supplement_rates"] == "int"
    assert kinds["is_counted"] == "bool"


def test_sql_asks_for_every_output_once(engine):
    rules = Rules.of(engine, PLACES[0])
    _macro, query = in_sql(rules)
    assert query.split(" SELECT ")[-1] == ", ".join(["household", *rules.outputs]) + " FROM results"
    assert query.count("(") == query.count(")")


FEN, RATE = 10_000, 7


def stepwise(a: int, b: int, big: bool) -> int:
    found = a - b
    if big:
        found = max(a, b, 0)
    elif a < b:
        return -1
    net = found * 2
    return net if 0 <= net < FEN else abs(net)


def rounded(a: int, b: int, big: bool) -> int:
    return round_half_up(a, RATE) + ceil_to(b, RATE) - floor_to(a, 100) + share(b, 1, RATE)


def divided(a: int, b: int, big: bool) -> int:
    return a // RATE + b % RATE if not big else min(a, b)


@pytest.mark.parametrize("formula", [stepwise, rounded, divided])
def test_a_formula_over_columns_is_the_formula(formula):
    chance = np.random.default_rng(3)
    a, b = (np.concatenate([[-1, 0, 1, 6, 7, -7, 50, 99, 100], chance.integers(-9999, 9999, 500)]) for _ in "ab")
    big = chance.random(len(a)) < 0.5
    lines = []
    term = said(formula, {"a": Term("a"), "b": Term("b"), "big": Term("big")}, Words(lines))
    names = {"np": np, "a": a, "b": b, "big": big}
    exec("\n".join(lines), names)  # noqa: S102 - our own text
    found = eval(term.text, names)  # noqa: S307 - our own text
    expected = [formula(int(x), int(y), bool(z)) for x, y, z in zip(a, b, big, strict=True)]
    assert found.tolist() == expected


def test_narrow_numbers_are_widened_before_they_are_reckoned_with():
    names = {"a": Term("a", is_narrow=True), "b": Term("b", is_narrow=True), "big": Term("big")}
    many = np.full(1, 2**31 - 1, np.int32)
    lines = []
    term = said(stepwise, names, Words(lines))
    found = {"np": np, "a": many, "b": many * 0, "big": np.array([False])}
    exec("\n".join(lines), found)  # noqa: S102 - our own text
    assert eval(term.text, found).tolist() == [2 * (2**31 - 1)]  # noqa: S307 - our own text


def test_what_is_the_same_for_all_is_decided_before_the_columns():
    names = {"a": Term("a"), "b": Term("b"), "big": Term("0", is_scalar=True)}
    assert said(divided, names, Words()).text.startswith("(")
    assert "np.where" not in said(divided, names, Words()).text
    assert "CASE" in said(divided, names, SqlWords()).text


def test_what_no_peer_can_be_told_is_refused():
    def loops(a: int) -> int:
        return sum([a])

    with pytest.raises(NotSaid, match="no peer is told sum"):
        said(loops, {"a": Term("a")}, Words())
