"""The bench of a what-if at a small size, so that it is not found broken when it is asked."""

import importlib


def test_a_drawn_snapshot_is_kept_and_counted(tmp_path, monkeypatch):
    # Its modules name each other as they do when bench/ is where Python starts.
    monkeypatch.syspath_prepend("bench")
    what_if = importlib.import_module("what_if")
    monkeypatch.setattr(what_if, "FOLDER", tmp_path)

    sealed = what_if._snapshot(500)
    told = what_if._apart(sealed)

    assert told["all"] == 500
    assert sealed == what_if._snapshot(500)
