"""Verbs that start the house: `migrate` and `serve`."""

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path

from django.core.management import call_command

from minzheng.accounts.scope import everywhere
from minzheng.cli.speech import marked as _
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain import divisions

# One process per core answers pages, up to this many: a page is mostly computing.
MOST_WORKERS = 4


class PortInUse(Refused):
    """Something else answers at the address."""


def migrate(argv: list[str]) -> int:
    """Create or upgrade the database, then load the packaged divisions (calendar days come with their migration)."""
    argparse.ArgumentParser(prog="minzheng migrate").parse_args(argv)
    call_command("migrate", verbosity=0, interactive=False)
    with everywhere("migrate"):
        changed = divisions.load_packaged()
    print(_("数据库已就绪；行政区划新载入 %(changed)s 条。") % {"changed": changed})
    return 0


def serve(argv: list[str]) -> int:
    """Start a worker beside, and replace this process by the web server."""
    parser = argparse.ArgumentParser(prog="minzheng serve")
    parser.add_argument("--no-worker", action="store_true", help=_("不启动后台任务进程（另在别处运行 minzheng work）"))
    parser.add_argument("--host", default=os.environ.get("MINZHENG_BIND", "127.0.0.1"))
    parser.add_argument("--port", default=os.environ.get("MINZHENG_PORT", "8000"))
    options = parser.parse_args(argv)
    start_server(options.host, options.port, with_worker=not options.no_worker)
    return 0


def start_server(host: str, port: str, *, with_worker: bool = True) -> None:
    """Exec granian in WSGI mode; never returns. A port in use is refused: the server would quietly share it."""
    with socket.socket() as probe:
        if probe.connect_ex((host, int(port))) == 0:
            raise PortInUse(
                _("端口 %(port)s 已有程序在用。请换一个端口：MINZHENG_PORT=8001 make demo，或加 --port 8001。")
                % {"port": port}
            )
    granian = str(Path(sys.executable).parent / "granian")
    sys.stdout.flush()
    if with_worker:
        # It ends by itself when the process it belongs to has gone.
        subprocess.Popen([sys.executable, "-m", "minzheng.cli.main", "work", "--beside", str(os.getpid())])
    command = [
        granian,
        "--interface",
        "wsgi",
        "--workers",
        str(min(MOST_WORKERS, os.cpu_count() or 1)),
        "--blocking-threads",
        "4",
        "--host",
        host,
        "--port",
        port,
    ]
    os.execv(granian, [*command, "--log-level", "warning", "minzheng.config.wsgi:application"])  # noqa: S606 - our own command line
