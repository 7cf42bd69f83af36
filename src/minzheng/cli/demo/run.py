"""The verb `demo`: one command from nothing to a county at work."""

import argparse
import os
import sys
import time
from pathlib import Path

from minzheng.cli.speech import marked as _

COUNTY_SIZE, CASES = 3000, 300
ACCOUNTS = (
    ("village1", _("村（社区）协理员")),
    ("township1", _("乡镇（街道）经办人")),
    ("county", _("县民政局经办人")),
    ("finance", _("财务人员")),
    ("leader", _("局领导")),
    ("auditor", _("审计人员")),
)


def run(argv: list[str]) -> int:
    """Migrate, build the sample county if it is not there, print address and accounts, serve."""
    parser = argparse.ArgumentParser(prog="minzheng demo", description=_("生成演示县并启动服务"))
    parser.add_argument("--households", type=int, default=COUNTY_SIZE)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--build-only", action="store_true", help=_("只生成数据，不启动服务"))
    parser.add_argument("--port", default=os.environ.get("MINZHENG_PORT", "8000"))
    options = parser.parse_args(argv)
    os.environ["MINZHENG_DEMO"] = "1"
    from minzheng.cli.verbs import set_up_django  # noqa: PLC0415 - django set up

    set_up_django()
    from django.conf import settings  # noqa: PLC0415 - django set up

    from minzheng.cli import serving  # noqa: PLC0415 - django set up
    from minzheng.cli.demo import build, staff  # noqa: PLC0415 - django set up
    from minzheng.services.calendar import clock  # noqa: PLC0415 - django set up

    started = time.monotonic()
    (Path(settings.VAR_DIR) / "demo-county").touch()
    serving.migrate([])
    if build.is_built():
        print(_("演示县已经在了，直接启动（要重来：make clean 后再 make demo）。"))
    else:
        build.build(household_count=options.households, case_count=options.cases, now=clock.now(), progress=Bar())
        print(
            _("\n演示县已生成，用时 %(started)s 秒。全部人员为随机生成，身份证号码不可能存在。")
            % {"started": f"{time.monotonic() - started:.0f}"}
        )
    if options.build_only:
        return 0
    print(
        _("\n  打开 http://127.0.0.1:%(port)s/  各角色账号（密码都是 %(PASSWORD)s）：")
        % {"port": options.port, "PASSWORD": staff.PASSWORD}
    )
    for username, role in ACCOUNTS:
        print(f"    {username:<12}{role}")
    print(_("\n  另开一个终端，也可以用命令行办理：.venv/bin/minzheng\n  按 Ctrl+C 停止。"), flush=True)
    serving.start_server("127.0.0.1", options.port)
    return 0


class Bar:
    """A progress bar on one line: what is being made, how far, time left."""

    def __init__(self) -> None:
        self.stage, self.started, self.drawn = "", 0.0, 0.0

    def __call__(self, stage: str, share: float) -> None:
        """Draw at most ten times a second."""
        now = time.monotonic()
        if stage != self.stage:
            self.stage, self.started, self.drawn = stage, now, 0.0
        if share < 1 and now - self.drawn < 0.1:
            return
        self.drawn = now
        left = (now - self.started) / share * (1 - share) if share else 0
        bar = "█" * round(share * 24)
        end = "\n" if share >= 1 else ""
        rest = _("余 %(left)s 秒") % {"left": f"{left:.0f}"}
        sys.stdout.write(f"\r  {stage:　<6} {bar:<24} {share:4.0%}  {rest}{end}")
        sys.stdout.flush()
