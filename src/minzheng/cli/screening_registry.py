"""`minzheng screen registry` and `minzheng screen export`: the rules over the registry itself, by a named person.

Both go on where they were broken off, or begin anew: what is there is never doubled.
"""

import argparse
import importlib.util
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from minzheng.accounts.scope import within
from minzheng.casework.queries.catalogue import programs
from minzheng.cli.deciding import person
from minzheng.cli.speech import marked as _
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.screening.domain import straight
from minzheng.screening.domain.road import ScreeningRefused
from minzheng.screening.enums import FindingKind, ScreenKind
from minzheng.screening.models import Screen
from minzheng.services.calendar import clock


def run_registry(argv: list[str]) -> int:
    """`minzheng screen registry --place CODE --as USER [--on DAY] [--kind KIND] [--program CODE]`."""
    parser = _parser("registry", _("直接从登记库筛查一个地方，结果在“筛查和测算”里看"))
    kinds = "、".join(f"{kind.value} {kind.label}" for kind in straight.KINDS)
    parser.add_argument("--kind", default=ScreenKind.REVIEW.value, help=_("查什么：%(kinds)s") % {"kinds": kinds})
    parser.add_argument("--program", default="", help=_("救助项目代码，不写则查全部"))
    options = parser.parse_args(argv)
    by, at = person(options.user), clock.now()
    day = _day(options.on) or local_day(at)
    with within(by.area):
        asked = {"division_code": options.place, "kind": options.kind, "program": options.program, "day": day, "by": by}
        row = straight.unfinished(**asked) or straight.start(**asked, at=at)
        done = straight.run(screen=row, by=by, at=at, told=_progress(row.total))
        _say(done)
    return 0


def run_export(argv: list[str]) -> int:
    """`minzheng screen export --place CODE --as USER [--on DAY] [--program CODE] OUT`."""
    parser = _parser("export", _("把一个地方登记的家庭写成家庭数据文件（docs/reference/families.md）"))
    first = programs()[0].code
    parser.add_argument("--program", default=first, help=_("写哪个项目要的事实，缺省 %(code)s") % {"code": first})
    parser.add_argument("out", type=Path, help=_("写到哪里：文件夹（一个县一个文件），或者 *.parquet 一个文件"))
    options = parser.parse_args(argv)
    for module in ("numpy", "pyarrow", "numba"):
        if importlib.util.find_spec(module) is None:
            raise Refused(_("没有安装成批计算所需的组件。请运行 pip install 'minzheng[scale]'。"))
    from minzheng.screening.domain import export  # noqa: PLC0415 - optional dependency

    by, at = person(options.user), clock.now()
    with within(by.area):
        made = export.write(
            division_code=options.place, program=options.program, day=_day(options.on) or local_day(at),
            out=options.out, by=by, at=at, told=_progress(0),
        )  # fmt: skip
    print(
        _("写入 %(households)s 户 %(people)s 人，%(files)s 个文件，在 %(out)s。文件含有个人信息，只有您的账号能读。")
        % {
            "households": f"{made.households:,}", "people": f"{made.people:,}", "files": len(made.files),
            "out": options.out,
        }
    )  # fmt: skip
    if made.left_out:
        print(_("%(n)s 户的事实有误，没有写入。生成快照可以看到是哪些户。") % {"n": made.left_out})
    return 0


def _parser(verb: str, about: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"minzheng screen {verb}", description=about)
    parser.add_argument("--place", required=True, help=_("区划代码，例如 420581"))
    parser.add_argument("--on", default="", help=_("截至哪一天，例如 2026-11-24；不写则今天"))
    parser.add_argument("--as", dest="user", required=True, help=_("由谁办理（用户名）"))
    return parser


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ScreeningRefused(_("“%(on)s”不是日期。--on 请写成 2026-11-24 这样。") % {"on": text}) from error


def _progress(of: int) -> Callable[[int], None]:
    def told(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r  {done:,}" + (f"/{of:,}" if of else ""), end="", file=sys.stderr, flush=True)

    return told


def _say(done: Screen) -> None:
    print(
        _("%(number)s %(title)s：查过 %(n)s 户次。")
        % {"number": done.number, "title": done.get_kind_display(), "n": f"{done.total:,}"}
    )
    for one in done.summary["kinds"]:
        words = {
            "program": one["program"], "kind": FindingKind(one["kind"]).label, "n": f"{one['n']:,}",
            "was": format_yuan(one["was"]), "should": format_yuan(one["should"]),
        }  # fmt: skip
        print(_("  %(program)s %(kind)s %(n)s 户，现每次 %(was)s 元，应每次 %(should)s 元") % words)
    if done.snapshot.left_out:
        print(_("%(n)s 户的事实有误，没有列入。") % {"n": len(done.snapshot.left_out)})
