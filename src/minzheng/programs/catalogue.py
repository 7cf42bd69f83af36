"""Finds programs: the folders beside this file, and those in MINZHENG_PROGRAM_PATHS. Adding a folder adds a program."""

import os
from functools import cache
from pathlib import Path

from minzheng.kernel.refusal import Refused
from minzheng.rules.errors import RuleError
from minzheng.rules.figures import Figure
from minzheng.rules.load import LoadedProgram, load, own_figures

__all__ = ["LoadedProgram", "UnknownProgram", "codes", "forget", "get"]

PATHS_VARIABLE = "MINZHENG_PROGRAM_PATHS"


class UnknownProgram(Refused):
    """No folder of that name holds a program."""


def codes() -> list[str]:
    """Return the codes of all programs, sorted."""
    return sorted(_folders(os.environ.get(PATHS_VARIABLE, "")))


def get(code: str) -> LoadedProgram:
    """Return a program, loaded and checked once; raise UnknownProgram, or RuleError if its files are wrong."""
    folder = _folders(os.environ.get(PATHS_VARIABLE, "")).get(code)
    if folder is None:
        raise UnknownProgram(f"没有代码为“{code}”的救助项目。已有的项目：{'、'.join(codes()) or '无'}。")
    return _loaded(folder)


def forget() -> None:
    """Read all folders anew when next asked: for tests and for the author of a program."""
    _folders.cache_clear()
    _loaded.cache_clear()
    _defined.cache_clear()


@cache
def _folders(extra: str) -> dict[str, Path]:
    """Return the folders by code. A directory counts if it holds a program.py."""
    found: dict[str, Path] = {}
    roots = [Path(__file__).parent, *(Path(one) for one in extra.split(os.pathsep) if one)]
    for root in roots:
        if not root.is_dir():
            raise RuleError(f"{PATHS_VARIABLE} 中的 {root} 不是文件夹，请改正环境变量。")
        for folder in sorted(root.iterdir()):
            if not (folder / "program.py").is_file():
                continue
            if folder.name in found:
                first = found[folder.name]
                raise RuleError(f"项目代码“{folder.name}”有两个文件夹：{first} 和 {folder}。请改名其中一个。")
            found[folder.name] = folder
    return found


@cache
def _loaded(folder: Path) -> LoadedProgram:
    return load(folder, _defined_by)


def _defined_by(code: str) -> dict[str, Figure]:
    folder = _folders(os.environ.get(PATHS_VARIABLE, "")).get(code)
    if folder is None:
        raise RuleError(f"from_program 写的“{code}”不是项目。已有的项目：{'、'.join(codes()) or '无'}。")
    return _defined(folder)


@cache
def _defined(folder: Path) -> dict[str, Figure]:
    return own_figures(folder)
