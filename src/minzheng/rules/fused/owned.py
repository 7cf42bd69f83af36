"""A folder whose files are executed as they lie there must be nobody else's to write into."""

import os
import stat
from pathlib import Path

from minzheng.rules.errors import RuleError

OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
OTHERS_ENTER = stat.S_IXGRP | stat.S_IXOTH
WITHIN = "__pycache__"
"""Where Numba keeps the machine code inside the folder; made by it, as the user's umask has it."""


def owned(path: Path) -> Path:
    """Return the folder; raise RuleError, in words, if anybody but its owner may put machine code into it.

    The owner is who runs this, or root. What lies in a folder that lets nobody else in need not be looked at.
    """
    if not hasattr(os, "geteuid"):
        return path  # a system without owners
    _check(path)
    if path.stat().st_mode & OTHERS_ENTER and (path / WITHIN).is_dir():
        _check(path / WITHIN)
    return path


def _check(path: Path) -> None:
    found = path.stat()
    mode = f"{stat.S_IMODE(found.st_mode):o}"
    if found.st_uid not in {os.geteuid(), 0}:
        raise RuleError(
            f"机器码缓存文件夹 {path} 属于别的用户，里面的内容不可信，没有使用。"
            "请用环境变量 MINZHENG_COMPILED 指到本用户自己的文件夹。"
        )
    if found.st_mode & OTHERS_WRITE:
        raise RuleError(
            f"机器码缓存文件夹 {path} 别的用户也能写入（权限 {mode}），里面的内容不可信，没有使用。"
            f"请先清空它并执行 chmod 700 {path}，或者用环境变量 MINZHENG_COMPILED 另指一个文件夹。"
        )
