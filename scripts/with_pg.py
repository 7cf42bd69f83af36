"""Start a throw-away PostgreSQL cluster, run the command with DATABASE_URL set to it, clean up.

A pytest fixture would be too late, because the settings are read before it runs; initdb refuses root, hence runuser.
A test that stops or starves a cluster has one of its own: `Cluster`.
"""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile

# First of all: keep what is committed, as a bench of service needs it.
DURABLE = "--durable"
# Nobody misses the data of a cluster that is thrown away.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

# What docs/guides/postgresql.md asks of a server of a county's size: more memory, and fewer checkpoints.
SERVICE = ("shared_buffers=1GB", "work_mem=64MB", "max_wal_size=4GB", "checkpoint_timeout=15min")


class Cluster:
    """A PostgreSQL of its own in a temporary folder, on a port of its own; not yet started."""

    def __init__(self, *initdb_options: str) -> None:
        """Make the folder and the cluster in it."""
        self.binaries = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self.folder = tempfile.mkdtemp(prefix="pg-")
        self.prefix: list[str] = []
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
            self.prefix = ["runuser", "-u", "postgres", "--"]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        initdb = [f"{self.binaries}/initdb", "-D", f"{self.folder}/d", "-A", "trust", "-U", "postgres", "-E", "UTF8"]
        self._run(*initdb, "--locale=C.UTF-8", "--no-sync", *initdb_options)

    def start(self, *settings: str, largest_file_kb: int = 0) -> None:
        """Start it with these settings; no file of it may then grow beyond the limit, if there is one."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        options += "".join(f" -c {setting}" for setting in settings)
        start = [f"{self.binaries}/pg_ctl", "-D", f"{self.folder}/d", "-w", "-l", f"{self.folder}/log", "-o", options]
        # A shell of POSIX counts in blocks of 512 bytes.
        limit = ["sh", "-c", f'ulimit -f {largest_file_kb * 2} && exec "$@"', "sh"] if largest_file_kb else []
        self._run(*limit, *start, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it: "fast" in order, "immediate" as a crash would."""
        stop = [*self.prefix, f"{self.binaries}/pg_ctl", "-D", f"{self.folder}/d", "-m", mode, "stop"]
        subprocess.run(stop, check=False, cwd="/", stdout=subprocess.DEVNULL)

    def remove(self) -> None:
        """Stop it and take its folder away."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database in it."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def _run(self, *command: str) -> None:
        subprocess.run([*self.prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


def main() -> int:
    """Return the exit code of the command."""
    is_durable = sys.argv[1] == DURABLE
    cluster = Cluster()
    try:
        cluster.start(*(SERVICE if is_durable else CARELESS))
        env = {**os.environ, "DATABASE_URL": cluster.url()}
        return subprocess.run(sys.argv[1 + is_durable :], check=False, env=env).returncode
    finally:
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main())
