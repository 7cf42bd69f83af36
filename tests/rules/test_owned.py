"""Machine code is taken from a folder that only its owner may write into, and from no other."""

import datetime as dt
import os

import pytest

from minzheng.programs import catalogue
from minzheng.rules.errors import RuleError
from minzheng.rules.fused import compiled
from minzheng.rules.fused.engine import Fused

DAY = dt.date(2026, 11, 1)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A cache folder of the test's own, not made yet."""
    path = tmp_path / "compiled"
    monkeypatch.setenv(compiled.FOLDER, str(path))
    return path


def test_a_folder_made_here_is_the_owners_alone_whatever_the_umask(folder):
    before = os.umask(0)
    try:
        assert compiled.folder() == folder
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o700, 0o711, 0o755, 0o500])
def test_a_folder_that_others_may_at_most_read_is_used(folder, mode):
    folder.mkdir()
    folder.chmod(mode)
    assert compiled.folder() == folder


@pytest.mark.parametrize("mode", [0o770, 0o720, 0o702, 0o777, 0o1777])
def test_a_folder_that_others_may_write_into_is_refused_in_words(folder, mode):
    folder.mkdir()
    folder.chmod(mode)
    with pytest.raises(RuleError, match=rf"{folder} 别的用户也能写入（权限 {mode:o}）.*chmod 700"):
        compiled.folder()


@pytest.mark.parametrize(("mode", "is_refused"), [(0o755, True), (0o700, False)])
def test_what_numba_made_inside_counts_where_others_get_in(folder, mode, is_refused):
    inside = folder / "__pycache__"
    inside.mkdir(parents=True)
    inside.chmod(0o775)
    folder.chmod(mode)
    if is_refused:
        with pytest.raises(RuleError, match="__pycache__"):
            compiled.folder()
    else:
        assert compiled.folder() == folder


def test_a_folder_of_somebody_else_is_refused(folder, monkeypatch):
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    if folder.stat().st_uid == 0:
        # Root's own are trusted by everybody, so that it must be another's.
        os.chown(folder, 12345, -1)
    with pytest.raises(RuleError, match="属于别的用户"):
        compiled.folder()


def test_no_machine_code_is_taken_from_it(folder):
    folder.mkdir()
    folder.chmod(0o777)
    engine = Fused(catalogue.get("price_subsidy"), DAY, is_compiled=True)
    with pytest.raises(RuleError, match="不可信"):
        engine.warm_up()
    assert not list(folder.iterdir())
