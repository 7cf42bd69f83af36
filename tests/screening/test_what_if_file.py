"""`minzheng screen what-if` over files of families: the same numbers as family by family, whatever the shards."""

import datetime as dt
import io
import json

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minzheng.cli import what_if as verb
from minzheng.cli.screening import run
from minzheng.programs import catalogue
from minzheng.rules.fused import arrow
from minzheng.rules.fused.columns import family_at, from_families
from minzheng.rules.fused.engine import Fused
from minzheng.screening.bulk import what_if
from minzheng.screening.counting.tally import OUTPUTS, Families, tally
from tests.rules import drawn_columns

DAY = dt.date(2026, 11, 1)
PROGRAM = "price_subsidy"  # the one whose loops compile fastest
FIGURE = "price_floor_fen"
COUNT = 1200
TOWNSHIPS = ("420581101201", "420581102201", "420582101201")


@pytest.fixture(scope="module")
def drawn():
    """Drawn families, and beside each what it draws now and whether it stands open."""
    law, chance = catalogue.get(PROGRAM), np.random.default_rng(5)
    columns = drawn_columns.draw(COUNT, law.facts, near=(2_000, 2_050))
    families = [family_at(columns, law.facts, number) for number in range(COUNT)]
    paid = [int(one) if one else None for one in chance.choice(np.array([0, 0, 1, 2_000, 61_001]), COUNT)]
    beside = {
        "paid_fen": paid,
        "paid_quarterly": [bool(one) for one in chance.random(COUNT) < 0.3],
        "has_case": [bool(one) for one in chance.random(COUNT) < 0.2],
        "barred": [bool(one) for one in chance.random(COUNT) < 0.1],
    }
    divisions = [TOWNSHIPS[number * len(TOWNSHIPS) // COUNT] for number in range(COUNT)]
    return families, divisions, beside


@pytest.fixture(scope="module")
def folder(drawn, tmp_path_factory):
    """The families in two files of several row groups."""
    families, divisions, beside = drawn
    facts = catalogue.get(PROGRAM).facts
    rows = [{**one, "household": number, "division": divisions[number]} for number, one in enumerate(families)]
    batch = arrow.batch_of(rows, facts)
    for name, values in beside.items():
        kind = pa.int64() if name == "paid_fen" else pa.bool_()
        batch = batch.append_column(name, pa.array(values, kind))
    path = tmp_path_factory.mktemp("families")
    for part in range(2):
        table = pa.Table.from_batches([batch.slice(part * 700, 700)])
        pq.write_table(table, path / f"part-{part}.parquet", row_group_size=256)
    return path


def asked(folder, *more):
    return ["what-if", PROGRAM, "--on", DAY.isoformat(), "--families", str(folder), *more]


def told(folder, capsys, *more):
    assert run(asked(folder, "--json", *more)) == 0
    return json.loads(capsys.readouterr().out)


def by_hand(drawn, *, place="", as_place="", has_beside=True):
    """Return what the plain loop and the plain tally come to."""
    families, divisions, beside = drawn
    law = catalogue.get(PROGRAM)
    sides = []
    for figures, places in ((None, divisions), ({FIGURE: 50_000}, [as_place] * COUNT if as_place else divisions)):
        engine = Fused(law, DAY, OUTPUTS, figures=figures, is_compiled=False)
        sides.append(engine.run(from_families(families, engine.facts), places))
    paid = [-1 if one is None or not has_beside else one for one in beside["paid_fen"]]
    closed = [has_beside and (one or other) for one, other in zip(beside["has_case"], beside["barred"], strict=True)]
    is_open = [not one and fen < 0 for one, fen in zip(closed, paid, strict=True)]
    quarterly = beside["paid_quarterly"] if has_beside else [False] * COUNT
    counted = tally(Families(range(COUNT), [int(one) for one in divisions], paid, quarterly, is_open), *sides, place)
    return counted.as_dict()


def test_a_file_comes_to_what_family_by_family_does(folder, drawn, capsys):
    expected = by_hand(drawn)

    found = told(folder, capsys, "--figure", f"{FIGURE}=50000", "--workers", "2")

    assert {name: found[name] for name in expected} == expected
    whole = found["whole"]
    assert whole["all"] == COUNT
    assert min(whole["before"][name] for name in ("families", "drawing", "gap", "leakage", "untold")) > 0
    assert whole["more"] > 0
    assert len(found["townships"]) == 3
    assert found["figures"] == {FIGURE: 50_000}
    assert found["figures_before"][FIGURE] != 50_000


def test_one_place_and_anothers_figures(folder, drawn, capsys):
    more = ("--figure", f"{FIGURE}=50000", "--place", "420581101", "--as-place", "420500")

    found = told(folder, capsys, *more)

    expected = by_hand(drawn, place="420581101000", as_place="420500000000")
    assert {name: found[name] for name in expected} == expected
    assert {one["code"]: one["more"] > 0 for one in found["townships"]} == {
        "420581101000": True, "420581102000": False, "420582101000": False,
    }  # fmt: skip


def test_a_file_without_payments_has_families_that_draw_nothing(folder, drawn, capsys, tmp_path):
    table = pq.read_table(folder).drop_columns(list(what_if.STANDING))
    pq.write_table(table, tmp_path / "bare.parquet", row_group_size=300)

    found = told(tmp_path / "bare.parquet", capsys, "--figure", f"{FIGURE}=50000")

    expected = by_hand(drawn, has_beside=False)
    assert {name: found[name] for name in expected} == expected
    assert (found["whole"]["before"]["drawing"], found["whole"]["before"]["leakage"]) == (0, 0)


def test_people_read_sentences_and_a_workbook_and_progress_goes_beside(folder, capsys, tmp_path):
    path = tmp_path / "what-if.xlsx"

    assert run(asked(folder, "--figure", f"{FIGURE}=50000", "--xlsx", str(path))) == 0

    said = capsys.readouterr()
    assert f"共{COUNT}户" in said.out
    assert "改成" in said.out
    assert "420581102000" in said.out
    assert "  0/1,200  0%" in said.err
    assert "  1,200/1,200  100%" in said.err
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert [sheet.title for sheet in book] == ["合计", "各乡镇"]
    assert [row[0].value for row in book["各乡镇"].iter_rows(min_row=2)] == [
        "420581101000", "420581102000", "420582101000",
    ]  # fmt: skip


def test_stopped_half_way_it_says_so_and_writes_nothing(folder, capsys, tmp_path, monkeypatch):
    def stopped(_self, done, _of):
        if done:
            raise KeyboardInterrupt

    monkeypatch.setattr(verb._Progress, "__call__", stopped)
    path = tmp_path / "what-if.xlsx"

    assert run(asked(folder, "--figure", f"{FIGURE}=50000", "--xlsx", str(path))) == 130
    assert "已停下" in capsys.readouterr().err
    assert not path.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "请至少改一个数"),
        (["--figure", "price_unit_fen"], "应写成“指标代码=整数”"),
        (["--figure", "price_unit_fen=1.5"], "应写成“指标代码=整数”"),
        (["--figure", "no_such_fen=1"], "no_such_fen"),
        (["--figure", "price_unit_fen=-1"], "超出1至10000"),
        (["--figure", "price_unit_fen=100", "--place", "9"], "不是区划代码"),
        (["--then", "明天"], "--then 请写成"),
        (["--then", "1990-01-01"], "1990"),
        (["--figure", "price_unit_fen=100", "--workers", "0"], "应为1以上"),
        (["--colour"], "命令写得不对"),
    ],
)
def test_a_wrong_question_is_told(folder, capsys, more, said):
    assert run(asked(folder, *more)) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("paid_fen", [None, -1, 5], "第2户的 paid_fen 小于0"),
        ("paid_fen", ["many", "few", "none"], "paid_fen 列不是整数"),
        ("line_fen", [1, 1, 10**17], "第3户"),
    ],
)
def test_data_that_cannot_be_counted_names_the_file(  # noqa: PLR0917 - what is wrong, whole
    folder, capsys, tmp_path, column, values, said
):
    table = pq.read_table(folder).slice(0, 3)
    place = table.schema.get_field_index(column)
    pq.write_table(table.set_column(place, column, pa.array(values)), tmp_path / "wrong.parquet")

    assert run(asked(tmp_path / "wrong.parquet", "--figure", f"{FIGURE}=50000")) == 2
    words = capsys.readouterr().err
    assert said in words
    assert "wrong.parquet 第1片" in words


def test_a_file_of_something_else_is_told(capsys, tmp_path):
    pq.write_table(pa.table({"household": [1]}), tmp_path / "other.parquet")

    assert run(asked(tmp_path / "other.parquet", "--figure", f"{FIGURE}=50000")) == 2
    assert "不是家庭数据文件" in capsys.readouterr().err


def test_help_names_the_programs(capsys):
    assert run(["what-if", "--help"]) == 0
    assert "dibao" in capsys.readouterr().out
    assert run(["--help"]) == 0
    assert "what-if" in capsys.readouterr().out
