"""Start a throw-away PostgreSQL cluster, run the command with DATABASE_URL set to it, clean up.

A pytest fixture would be too late, because the settings are read before it runs; initdb refuses root, hence runuser.
"""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile


def main() -> int:
    """Return the exit code of the command."""
    binaries = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    folder = tempfile.mkdtemp(prefix="pg-")
    prefix: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*command: str) -> None:
        subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")

    initdb = [f"{binaries}/initdb", "-D", f"{folder}/d", "-A", "trust", "-U", "postgres", "-E", "UTF8"]
    run(*initdb, "--locale=C.UTF-8", "--no-sync")
    try:
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        run(f"{binaries}/pg_ctl", "-D", f"{folder}/d", "-w", "-l", f"{folder}/log", "-o", options, "start")
        url = f"postgres://postgres@127.0.0.1:{port}/postgres"
        return subprocess.run(sys.argv[1:], check=False, env={**os.environ, "DATABASE_URL": url}).returncode
    finally:
        stop = [*prefix, f"{binaries}/pg_ctl", "-D", f"{folder}/d", "-m", "immediate", "stop"]
        subprocess.run(stop, check=False, cwd="/", stdout=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
