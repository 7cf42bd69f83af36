"""Acts in threads and processes of their own, each with a connection of its own."""

import os
import signal
import threading
import time

from django.db import connection

from minzheng.kernel.refusal import Refused


def found(look):
    """Return what a thread of its own sees."""
    seen = []
    assert at_once(lambda: seen.append(look())) == ["done"]
    return seen[0]


def at_once(*acts):
    """Run the acts in threads that start together; return how each ended: "done" or the kind of refusal."""
    start = threading.Barrier(len(acts))
    ends = []

    def one(act):
        try:
            start.wait()
            act()
            ends.append("done")
        except Refused as refusal:
            ends.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def killed_at(statement, act):
    """Run the act in a process that is killed before its n-th SQL statement; return whether it got that far.

    The n-th statement may be the COMMIT: then everything was written and nothing of it may stay.
    """
    child = os.fork()
    if child == 0:
        _act_and_die(statement, act)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def _act_and_die(statement, act):
    """In the child: a connection of its own (the parent's is left alone), and no way back into the test run."""
    code = 1
    try:
        _parents = connection.connection
        connection.connection = None
        left = [statement]

        def count(execute, *call):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*call)

        commit = connection._commit

        def counted_commit():
            count(lambda: None)
            return commit()

        connection._commit = counted_commit
        with connection.execute_wrapper(count):
            act()
        code = 0
    finally:
        os._exit(code)


def killed_after(seconds, act):
    """Run the act in a process that is killed so many seconds after it began; return whether it was.

    The clock starts when its connection stands. The signal comes from outside, so it may hit in the middle of a write.
    """
    child = _begun(act)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return _ended_by_signal(child)


def until_alone():
    """Wait until PostgreSQL has noticed that a process was killed.

    A commit that was sent before the blow comes about after it; until then nobody can say how the act ended.
    """
    if connection.vendor == "sqlite":
        return
    others = "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    with connection.cursor() as cursor:
        for _try in range(1000):
            cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {others}")  # noqa: S608 - our own words
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.02)
    raise AssertionError("a killed process is still connected")


def lasted(act):
    """Run the act in a process of its own to its end; return the seconds it took from where `killed_after` counts."""
    child = _begun(act)
    began = time.monotonic()
    assert not _ended_by_signal(child)
    return time.monotonic() - began


def _begun(act):
    """Start the act in a process of its own; return its id once it has its connection."""
    connected, tell = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _parents = connection.connection
            connection.connection = None
            connection.ensure_connection()
            os.write(tell, b"!")
            act()
            code = 0
        finally:
            os._exit(code)
    os.close(tell)
    assert os.read(connected, 1) == b"!"
    os.close(connected)
    return child


def _ended_by_signal(child):
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0
    return False
