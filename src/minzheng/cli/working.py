"""The verb `work`: the process that does queued jobs and the timetable. As many may run as are wanted."""

import argparse
import os
import signal
import sys
import threading
import time

from minzheng.cli.speech import marked as _

# Beside a web server the worker starts when the first page is out: nobody waits for it, somebody waits for the page.
POLITENESS, HEAD_START_SECONDS = 5, 6


def run(argv: list[str]) -> int:
    """Work until stopped, or until the web server that it was started beside has gone."""
    parser = argparse.ArgumentParser(prog="minzheng work", description=_("办理排队的后台任务和定时任务"))
    parser.add_argument("--once", action="store_true", help=_("办完到期的和排队的就退出"))
    parser.add_argument("--beside", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.beside:
        os.nice(POLITENESS)
        time.sleep(HEAD_START_SECONDS)
    from minzheng.cli.verbs import set_up_django  # noqa: PLC0415 - django set up

    set_up_django()
    from minzheng.services.calendar import clock  # noqa: PLC0415 - django set up
    from minzheng.services.jobs import worker  # noqa: PLC0415 - django set up

    if options.once:
        worker.run_due(now=clock.now)
        while worker.run_next(now=clock.now):
            pass
        return 0
    over = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_given: over.set())
    if not options.beside:
        print(_("后台任务进程已启动，按 Ctrl+C 停止。"))
        sys.stdout.flush()
    worker.work(
        now=clock.now,
        is_over=lambda: over.is_set() or (options.beside != 0 and os.getppid() != options.beside),
    )
    return 0
