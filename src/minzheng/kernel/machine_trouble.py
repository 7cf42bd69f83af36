"""What befell the machine and not the work: the disk is full, the database is gone. In words for whoever was working.

Known by what the engines and the system say of themselves, so no framework is needed; anything else is a defect and
surfaces as one.
"""

import errno
import sqlite3
from collections.abc import Iterator

from minzheng.kernel.language import gettext as _

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
DISK_FULL = "53100"
# Ending, crashed or starting up; class 08 is a connection that failed.
GONE_STATES = ("57P01", "57P02", "57P03", "08")


def told(error: BaseException) -> str:
    """Return what happened, what stands now and what to do; empty if the machine is not to blame."""
    for cause in _causes(error):
        if _is_database_full(cause):
            return _(
                "磁盘已满，数据库写不进去。没有办成的这一步没有写入任何内容，已经办成的不受影响。"
                "请系统管理员腾出磁盘空间，然后重新办理一次，不会办两次。"
            )
        if _is_database_gone(cause):
            return _(
                "与数据库的连接断了，数据库可能正在重启。刚才的操作要么已经全部办成，要么什么也没有写入。"
                "请过一会儿重新办理一次：已经办成的，系统会说明，不会办两次。"
            )
        if isinstance(cause, OSError) and cause.errno in FULL:
            return _("磁盘已满，文件没有写完。数据库中的内容不受影响。请腾出磁盘空间，然后重新导出，内容不变。")
    return ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what it was raised from; a framework wraps what the engine said."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__


def _is_database_full(error: BaseException) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    # PostgreSQL has a code of its own only for a device that is full; a quota or a limit is met where a file grows.
    grows = str(getattr(getattr(error, "diag", None), "source_function", "") or "")
    return getattr(error, "sqlstate", None) == DISK_FULL or (grows.startswith("md") and grows.endswith("extend"))


def _is_database_gone(error: BaseException) -> bool:
    if not type(error).__module__.startswith("psycopg"):
        return False
    state = getattr(error, "sqlstate", None)
    # A connection that breaks says so without a code.
    return state.startswith(GONE_STATES) if state else type(error).__name__ == "OperationalError"
