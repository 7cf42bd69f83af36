"""The command line in a process of its own, at an hour that is given, telling when its database is open.

    python tests/payments/command_door.py pay prepare …

`minzheng` spends most of its time starting; whoever wants to disturb the work itself has to know when that begins.
"""

import os
import signal
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("MINZHENG_", "DJANGO_", "DATABASE_URL", "PYTEST_")
HOUR, TELL, DIE = "DOOR_HOUR", "DOOR_TELL", "DOOR_DIE"
KEYS = {"MINZHENG_SECRET_KEY": "demo-only-not-secret", "MINZHENG_VAULT_KEYS": "1=" + "00" * 32}


class Command:
    """One command that runs; its work begins when its database is open. `dies_at`: before which statement."""

    def __init__(self, words, *, database_url, folder, hour, dies_at=0) -> None:
        told, tell = os.pipe()
        env = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
        env |= {"DATABASE_URL": database_url, "MINZHENG_VAR": str(folder), **KEYS, "PYTHONUNBUFFERED": "1"}
        env |= {HOUR: hour.isoformat(), TELL: str(tell), DIE: str(dies_at)}
        self.process = subprocess.Popen(
            [sys.executable, __file__, *map(str, words)],
            env=env,
            cwd=ROOT,
            pass_fds=[tell],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        os.close(tell)
        self._told = told
        self.said, self.complained = "", ""
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def wait_for_work(self):
        """Wait until its database is open; return at once if it ends without."""
        os.read(self._told, 1)
        os.close(self._told)

    def end(self):
        """Return its exit code; negative if it was killed. Nobody is ever shown a traceback."""
        self._listener.join()
        assert "Traceback" not in self.complained, self.complained
        return self.process.returncode

    def _listen(self):
        self.said, self.complained = self.process.communicate()


def _main():
    """Be `minzheng` itself, but for the hour, the byte that tells when the database is open, and the blow."""
    from django.db.backends.signals import connection_created  # noqa: PLC0415 - only in the command's own process

    from minzheng.cli import verbs  # noqa: PLC0415 - only in the command's own process
    from minzheng.services.calendar import clock  # noqa: PLC0415 - only in the command's own process

    hour, tell = datetime.fromisoformat(os.environ[HOUR]), int(os.environ[TELL])
    left = [int(os.environ[DIE])]
    clock.now = lambda: hour

    def count(execute, *call):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*call)

    def told_once(connection, **_given):
        connection_created.disconnect(told_once)
        connection.execute_wrappers.append(count)
        os.write(tell, b"!")

    connection_created.connect(told_once)
    return verbs.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(_main())
