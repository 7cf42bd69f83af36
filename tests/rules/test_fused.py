"""Many families at once say what one case says: every value, every unknown, every missing fact, in every regime."""

import datetime as dt
import importlib
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from minzheng.kernel import arithmetic
from minzheng.programs import catalogue
from minzheng.rules.errors import FactsRefused, RuleError
from minzheng.rules.fused import arrays, blocks, columns, compiled, rooms
from minzheng.rules.fused.engine import Fused
from minzheng.rules.fused.generate import COMPLETE, GIVEN, LACKING
from minzheng.rules.fused.layout import RESULTS, Layout
from minzheng.rules.fused.parts import COMPLETE_BLOCKS, OPEN_BLOCKS
from tests.rules import agree, families

PLACE, DAY = "420581", dt.date(2026, 11, 1)
NEAR = (76_800_00 // 12 * 12, 960_000, 840_000)
MISSING = (0.0, 0.01, 0.1, 0.4)
TINY_DAY = dt.date(2026, 1, 1)


def drawn(program, count, *, near=NEAR):
    return [families.draw(seed, program.facts, missing=MISSING[seed % 4], near=near) for seed in range(count)]


def regimes():
    """Every regime of every program of which the packaged standards know the figures, by a day of it."""
    for code in catalogue.codes():
        program = catalogue.get(code)
        for regime in program.program.regimes:
            day = regime.until or dt.date(2027, 6, 1)
            if day >= dt.date(2011, 1, 1):
                yield pytest.param(code, day, id=f"{code}-{regime.code}")


@pytest.mark.parametrize(("code", "day"), list(regimes()))
def test_every_regime_gives_one_answer(code, day):
    program = catalogue.get(code)
    some = drawn(program, 120)

    engine = agree.fused(program, day, is_compiled=False)

    assert agree.differences(program, day, some, [PLACE] * len(some), engine) == []


def test_machine_code_gives_the_same_answer():
    # One program here, for the time that compiling takes; all of them in tests/acceptance/test_scale.py.
    program = catalogue.get("temporary")
    some = drawn(program, 2000)
    wanted = (*RESULTS, "closing_fen", "recipients", "is_urgent", "decider")

    engine = agree.fused(program, DAY, is_compiled=True, outputs=wanted)

    assert agree.differences(program, DAY, some, [PLACE] * len(some), engine, threads=2) == []


@pytest.mark.parametrize("is_compiled", [False, True])
def test_two_passes_counts_and_every_intermediate(write, is_compiled):
    tiny = write()
    some = [families.draw(seed, tiny.facts, missing=MISSING[seed % 4], near=(500, 1000)) for seed in range(500)]

    engine = agree.fused(tiny, TINY_DAY, is_compiled=is_compiled)

    assert agree.differences(tiny, TINY_DAY, some, ["42"] * len(some), engine) == []


def test_only_what_was_asked_for_is_reckoned(write):
    tiny = write()
    few = Fused(tiny, TINY_DAY, ["each_fen"], is_compiled=False)

    assert {step.code for step in few.layout.steps} < {step.code for step in tiny.plan_on(TINY_DAY).steps}
    assert "pays_fen" not in few.text()
    given = columns.from_families(
        [{"members": [{"wage_income_fen": 7}, {"wage_income_fen": 4}]}, {"members": [{}]}], few.facts
    )
    found = few.run(given, ["42", "42"])
    assert (found["each_fen"], found.known["each_fen"]) == ([5, 0], [1, 0])


def test_an_output_nobody_reckons_is_refused(write):
    with pytest.raises(RuleError, match="没有名为“nothing_fen”"):
        Fused(write(), TINY_DAY, ["nothing_fen"])


def test_figures_of_each_place_and_replaced_ones(write, changed):
    row = "{from: 2000-01-01, where: '4201', by: nation, value: 300, reference: 法, status: official}"
    more = changed("parameters.yaml", "status: official}", f"status: official}}\n    - {row}")
    tiny = write(more)
    given = columns.from_families([{"members": [{"wage_income_fen": 0}]}] * 3, tiny.facts)

    engine = Fused(tiny, dt.date(2019, 1, 1), is_compiled=False)

    assert engine.run(given, ["42", "420100", "4201"])["amount_fen"] == [1000, 300, 300]
    other = Fused(tiny, dt.date(2019, 1, 1), figures={"limit_fen": 50}, is_compiled=False)
    assert other.run(given, ["42", "420100", "42"])["amount_fen"] == [50, 50, 50]


@pytest.mark.parametrize(
    ("family", "said"),
    [
        ({"members": []}, "第2户没有家庭成员"),
        ({"members": [{}] * 41}, "第2户的成员有41人，超过40人"),
        ({"members": [{"wage_income_fen": -1}]}, "工资性收入（wage_income_fen）为-1，应为0至"),
        ({"members": [{"wage_income_fen": 10**11 + 1}]}, "工资性收入"),
        ({"members": [{"wage_income_fen": 1.5}]}, "工资性收入"),
        ({"members": [{"wage_income_fen": True}]}, "工资性收入"),
        ({"has_debt": 1, "members": [{}]}, "应为true 或 false"),
    ],
)
def test_data_out_of_bounds_is_refused_and_named(write, family, said):
    tiny = write()
    with pytest.raises(FactsRefused, match=said):
        columns.from_families([{"members": [{}]}, family], tiny.facts)


@pytest.mark.parametrize("is_compiled", [False, True])
@pytest.mark.parametrize(
    ("wages", "sizes", "said"),
    [
        ([0, 10**11, 7], [0, 1, 3], ""),
        ([0, 10**11 + 1, 7], [0, 1, 3], "第2名成员的工资性收入（wage_income_fen）为100000000001"),
        ([0, 7, -1], [0, 1, 3], "第3名成员的工资性收入（wage_income_fen）为-1"),
        ([0, 7, 7], [0, 3, 3], "第2户没有家庭成员"),
        ([0] * 42, [0, 41, 42], "第1户的成员有41人，超过40人"),
    ],
)
def test_columns_that_anybody_filled_are_checked_at_the_door(write, wages, sizes, said, is_compiled):
    engine = Fused(write(), TINY_DAY, is_compiled=is_compiled)
    plain = columns.from_families([{"members": [{} for _one in wages[:40]]}], engine.facts)
    given = columns.Columns(2, {"person": sizes, "supporter": [0, 0, 0]})
    for fact in engine.facts:
        rows = given.rows(fact.scope)
        given.values[fact.code] = b"\0" * (rows // 8 + 1) if fact.is_bool else [fact.minimum] * rows
        given.validity[fact.code] = None
    given.values["wage_income_fen"] = wages
    assert plain.checked >= {fact.code for fact in engine.facts}

    if not said:
        engine.run(given, ["42"] * 2)
        assert given.checked >= {fact.code for fact in engine.facts}
        return
    with pytest.raises(FactsRefused, match=said):
        engine.run(given, ["42"] * 2)


def test_a_total_at_its_bounds_does_not_overflow(write):
    tiny = write()
    largest = {"members": [{"wage_income_fen": 10**11, "scholarship_fen": 10**11}] * 40}
    engine = agree.fused(tiny, TINY_DAY, is_compiled=True)

    assert agree.differences(tiny, TINY_DAY, [largest] * 9, ["42"] * 9, engine) == []


def test_a_value_that_was_not_given_may_hold_anything(write):
    tiny = write()
    engine = Fused(tiny, TINY_DAY, is_compiled=True)
    given = columns.from_families([{"members": [{}, {"wage_income_fen": 3}]}], engine.facts)
    given.values["wage_income_fen"] = [-(2**63), 3]

    found = engine.run(given, ["42"])

    assert engine.layout.named(int(found["missing"][0])) == ("passenger_cars", "wage_income_fen")


def test_thousands_in_chunks_on_two_threads(write):
    tiny = write()
    engine = Fused(tiny, TINY_DAY, is_compiled=True)
    some = [{"passenger_cars": 0, "members": [{"wage_income_fen": number % 1500}]} for number in range(40_000)]
    some[17_000] = {"members": [{}]}
    given = columns.from_families(some, engine.facts)

    one, two = (engine.run(given, ["42"] * len(some), threads=threads) for threads in (1, 2))

    for name in RESULTS:
        assert (one[name] == two[name]).all()
    assert int(one["outcome"][17_000]) == 1


@pytest.mark.parametrize("count", [0, 1, arrays.CHUNK, arrays.CHUNK + 1, 1_000_003])
@pytest.mark.parametrize("threads", [1, 2, 7])
def test_shares_hold_each_household_once_and_grow_no_larger(count, threads):
    cut = list(arrays.shares(count, threads))
    sizes = [last - first for first, last in cut]

    assert [number for span in cut for number in span] == list(_edges(sizes))
    assert sum(sizes) == count
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes[:-1], default=arrays.CHUNK) >= arrays.CHUNK


def _edges(sizes):
    """Return where shares of these sizes begin and end, one after the other."""
    at = 0
    for size in sizes:
        yield from (at, at + size)
        at += size


def spoiled(engine, code, row, value):
    """Columns of nine families whose value was changed behind everybody's back."""
    some = [{"passenger_cars": 0, "members": [{"wage_income_fen": number}, {}]} for number in range(9)]
    given = columns.from_families(some, engine.facts)
    given.values[code] = [value if at == row else old for at, old in enumerate(given.values[code])]
    return given


@pytest.mark.parametrize("value", [-1, 10**11 + 1, -(2**63), 2**63 - 1])
def test_machine_code_stops_at_a_value_out_of_bounds(write, value):
    engine = Fused(write(), TINY_DAY, is_compiled=True)

    with pytest.raises(FactsRefused, match="第7名成员的工资性收入"):
        engine.run(spoiled(engine, "wage_income_fen", 6, value), ["42"] * 9)


def test_machine_code_takes_the_bounds_themselves(write):
    engine = Fused(write(), TINY_DAY, is_compiled=True)

    for value in (0, 10**11):
        assert len(engine.run(spoiled(engine, "wage_income_fen", 6, value), ["42"] * 9)["outcome"]) == 9


@pytest.mark.parametrize(
    ("marks", "said"), [([0, 0, 2], "第1户没有家庭成员"), ([0, 41, 42], "第1户的成员有41人"), ([0, 2, 1], "第2户")]
)
def test_machine_code_refuses_families_of_a_wrong_size(write, marks, said):
    engine = Fused(write(), TINY_DAY, is_compiled=True)
    given = columns.from_families([{"members": [{}] * 21}, {"members": [{}] * 21}], engine.facts)
    given.offsets["person"] = marks

    with pytest.raises(FactsRefused, match=said):
        engine.run(given, ["42"] * 2)


@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_small_blocks_cut_anywhere_say_the_same(write, monkeypatch, missing):
    # Blocks end where a room is full, where the figures change and where a thread's share ends, seldom at a whole byte.
    monkeypatch.setattr(blocks, "ROOM", 64)
    monkeypatch.setattr(rooms, "ROOM", 64)
    monkeypatch.setattr("minzheng.rules.fused.arrays.CHUNK", 37)
    tiny = write()
    some = [families.draw(seed, tiny.facts, missing=missing, near=(500, 1000)) for seed in range(700)]
    places = [("42", "420100", "4201")[number * number % 3] for number in range(700)]
    engine = agree.fused(tiny, TINY_DAY, is_compiled=True)

    assert agree.differences(tiny, TINY_DAY, some, places, engine, threads=2) == []


# ---- the loop as text


def test_a_block_names_its_steps_in_an_order_in_which_each_finds_its_needs(write):
    text = agree.fused(write(), TINY_DAY, is_compiled=False).text(OPEN_BLOCKS)

    order = [
        "own_fen[k] = f_own_fen(",
        "sum__all_fen += add__all_fen[k]",
        "each_fen[q] = f_each_fen(",
        "is_below[k] = f_is_below(",
    ]
    assert [text.index(line) for line in order] == sorted(text.index(line) for line in order)
    assert "# 个人收入" in text
    assert "mask__" not in agree.fused(write(), TINY_DAY, is_compiled=False).text(COMPLETE_BLOCKS)


@pytest.mark.parametrize("name", ["order", "place", "count_k", "wrong", "c_wage_income_fen"])
def test_a_formula_of_a_name_that_a_block_needs_is_refused(write, changed, name):
    clash = write(changed("formulas.py", "own_fen", name))

    with pytest.raises(RuleError, match=f"{name} 是成批计算自己要用的名称"):
        Fused(clash, TINY_DAY, is_compiled=False).text(OPEN_BLOCKS)


def test_the_text_reads_in_the_order_of_the_law(write):
    text = agree.fused(write(), TINY_DAY, is_compiled=False).text(GIVEN)

    order = [
        "own_fen = f_own_fen(",
        "all_fen += own_fen if is_counted",
        "each_fen = f_each_fen(",
        "is_below = f_is_below(",
    ]
    assert [text.index(line) for line in order] == sorted(text.index(line) for line in order)
    assert "# 个人收入" in text


def test_only_the_loop_of_the_lacking_carries_bits(write):
    engine = agree.fused(write(), TINY_DAY, is_compiled=False)

    assert "m_all_fen" in engine.text(LACKING)
    assert "m_" not in engine.text(GIVEN).replace("from_", "").replace("num_", "")
    assert "v_" not in engine.text(COMPLETE)


def test_more_facts_than_bits_are_refused(write, changed):
    many = "\n".join(f'    yes_no("fact_{number}", "事实", "household"),' for number in range(64))
    names = " and ".join(f"fact_{number}" for number in range(64))
    arguments = ", ".join(f"fact_{number}: bool" for number in range(64))
    facts = changed("facts.py", "FACTS = (", f"FACTS = (\n{many}\n")
    layer = '@household.layer("poor"'
    value = '@household.value("全部", law="法 第六条", unit="yes_no")'
    body = f"{value}\ndef all_of_them({arguments}) -> bool:\n    return {names}\n\n{layer}"
    formulas = changed("formulas.py", layer, body)
    tiny = write({**facts, **formulas})

    with pytest.raises(RuleError, match="超过63个"):
        Layout(tiny.plan_on(TINY_DAY), tiny.all_facts, ["all_of_them"])


# ---- the cache


@pytest.fixture
def kept(tmp_path, monkeypatch):
    folder = tmp_path / "compiled"
    monkeypatch.setenv(compiled.FOLDER, str(folder))
    return folder


def amount(program, **given):
    engine = Fused(program, TINY_DAY, ["amount_fen"], is_compiled=True)
    family = {"passenger_cars": 0, "members": [{"wage_income_fen": 300}], **given}
    return int(engine.run(columns.from_families([family], engine.facts), ["42"])["amount_fen"][0])


def test_a_changed_formula_is_never_served_from_the_cache(write, changed, kept):
    assert amount(write()) == 700
    before = {path.name for path in kept.glob("*.py")}

    other = changed("formulas.py", "max(0, limit_fen - all_fen)", "max(0, limit_fen - 2 * all_fen)")

    assert amount(write(other)) == 400
    assert {path.name for path in kept.glob("*.py")} > before
    assert amount(write()) == 700


def test_a_changed_constant_is_never_served_from_the_cache(write, changed, kept):
    def with_extra(value):
        formulas = changed("formulas.py", "POOR = {", f"EXTRA = {value}\nPOOR = {{")["formulas.py"]
        return write({"formulas.py": formulas.replace("(100 if has_debt else 0)", "(EXTRA if has_debt else 0)")})

    assert amount(with_extra(1), has_debt=True) == 701
    assert amount(with_extra(2), has_debt=True) == 702


def test_a_changed_figure_needs_no_compiling_and_is_taken(write, changed, kept):
    assert amount(write()) == 700
    before = {path.name for path in kept.glob("*.py")}

    assert amount(write(changed("parameters.yaml", "value: 1000", "value: 900"))) == 600
    assert {path.name for path in kept.glob("*.py")} == before


def test_a_changed_kernel_step_changes_the_name(write, monkeypatch):
    engine = Fused(write(), TINY_DAY, is_compiled=True)
    formulas = compiled.formulas_of(engine.layout)
    before = compiled.digest(engine.text(), formulas)

    monkeypatch.setattr("inspect.getsource", lambda _module: "def share(x, n, d): return 0")

    assert compiled.digest(engine.text(), formulas) != before


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
def test_a_damaged_cache_is_made_anew(write, kept, ending):
    assert amount(write()) == 700
    for path in kept.rglob(f"*.{ending}"):
        path.write_bytes(path.read_bytes()[:20])

    assert amount(write()) == 700


def test_another_process_finds_the_machine_code(write, kept):
    amount(write())
    before = {path.name for path in kept.rglob("*.nbc")}
    folder = write().folder
    asked = f"""
import datetime as dt, pathlib, sys, json
from minzheng.rules.load import load
from minzheng.rules.fused import columns
from minzheng.rules.fused.engine import Fused
engine = Fused(load(pathlib.Path({str(folder)!r})), dt.date(2026, 1, 1), ["amount_fen"], is_compiled=True)
given = columns.from_families([{{"passenger_cars": 0, "members": [{{"wage_income_fen": 300}}]}}], engine.facts)
print(json.dumps(int(engine.run(given, ["42"])["amount_fen"][0])))
"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == 700
    assert {path.name for path in kept.rglob("*.nbc")} == before


def test_the_cache_is_the_users_alone(kept):
    assert compiled.folder().stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["round_half_up", "ceil_to", "floor_to"])
def test_the_kernels_steps_are_exact_in_machine_code_below_nothing_too(name):
    numba = pytest.importorskip("numba")
    importlib.import_module("minzheng.rules.fused.overloads")
    step = getattr(arithmetic, name)
    compiled_step = numba.njit(error_model="numpy")(lambda x, d: step(x, d))  # noqa: PLW0108 - the overload is of a call

    for d in (1, 2, 3, 7, 100, 10_000, 2**31):
        near = [k * d + off for k in (-3, -1, 0, 1, 4) for off in (-1, 0, 1, d // 2, d // 2 + 1)]
        for x in (*near, -(2**61), 2**61 - 1):
            assert compiled_step(x, d) == step(x, d), (x, d)


def test_workers_that_meet_new_places_at_once_give_each_its_own_figures(monkeypatch):
    """Two threads of one run share the table: a row's number and its figures must not come apart."""
    program = catalogue.get("dibao")
    engine = Fused(program, DAY, is_compiled=False)
    table, codes = engine.table, [step.code for step in engine.layout.figures]
    # Every place has a line of its own, and adding a row is slow.
    resolved = dict(program.figure_values(on=DAY, at=PLACE))
    places = [f"4205811{number:02}201" for number in range(24)]
    monkeypatch.setattr(
        type(program), "figure_values",
        lambda _self, *, on, at, figures=None: resolved | {"dibao_line_rural_fen": int(at[-5:-3])},
    )  # fmt: skip
    add = type(table)._add

    def slowly(self, found):
        time.sleep(0.002)
        add(self, found)

    monkeypatch.setattr(type(table), "_add", slowly)
    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(table.row, places))

    at = codes.index("dibao_line_rural_fen")
    assert [table.values[row * len(codes) + at] for row in rows] == list(range(24))
