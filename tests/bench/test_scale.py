"""The bench at scale with a thousand families and no peers, so that it is not found broken when it is asked."""

import importlib

import pytest

SIZE, RULES = 1000, "dibao"


@pytest.mark.xdist_group("machine")
def test_what_it_measures_of_our_own_engine_and_how_it_says_so(tmp_path, monkeypatch):
    # Its modules name each other as they do when bench/ is where Python starts.
    monkeypatch.syspath_prepend("bench")
    scale, report = (importlib.import_module(name) for name in ("scale", "scale_report"))
    bench = scale.Bench((SIZE,), 2, peers=())
    bench.folder = tmp_path

    once, again = (bench.side_by_side(RULES, SIZE, stays=stays) for stays in (False, True))
    found = {
        "date": "2026-11-27", "commit": "0" * 40, "machine": scale._machine(), "rounds": 2, "versions": {},
        "rules": {RULES: scale._described(bench, RULES)}, "runs": once, "again": again,
        "bare": bench.bare_pass(SIZE), "memory": bench.memory(SIZE), "one_case_ms": bench.one_case(),
        "two_workers": {"households": SIZE, "one": 0.3, "two": 0.2}, "linearity": None, "database": None,
    }  # fmt: skip

    assert [(row["engine"], len(row["rounds"])) for row in (*once, *again)] == [("minzheng", 2)] * 2
    assert once[0]["digest"] == again[0]["digest"]
    assert list(found["one_case_ms"]) == ["minzheng"]
    ratios = scale.ratios(found, bench.peers)
    assert {name for name, value in ratios.items() if value is not None} == {
        "dibao_1k_bare_sum", "dibao_1k_bare_sum_complete", "memory_missing", "memory_complete", "two_workers",
    }  # fmt: skip
    assert ratios["two_workers"] == 1.5
    text = report.report(found, ratios, scale.PROMISED)
    assert "| `two_workers` | 1.5 | \u2265 1.8 |" in text
    assert f"| `{RULES}` | 1,000 | Minzheng |" in text
