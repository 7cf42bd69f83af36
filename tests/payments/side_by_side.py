"""Acts in threads and processes of their own, each with a connection of its own."""

import os
import signal
import threading

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
