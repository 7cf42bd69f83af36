"""`minzheng screen`: the rules of a day over files of families, on this machine or on Apache Spark. Needs no database.

Exit code 0 when all was reckoned, 2 when the question itself or the data was wrong.
"""

import argparse
import importlib.util
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minzheng.cli.speech import marked as _
from minzheng.cli.usage import Parser, UsageRefused
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.programs import catalogue
from minzheng.rules import strict_yaml
from minzheng.rules.errors import RuleError
from minzheng.rules.fused.layout import RESULTS

if TYPE_CHECKING:
    from minzheng.screening.bulk.request import Request

USAGE = _(
    "用法：minzheng screen 项目代码 --on 日期 --families 路径 --out 路径 [--figures 文件] [--outputs 名称,…]\n"
    "　　　　　　　　　　　　　[--workers 个数 | --engine spark --master 地址 [--conf 键=值]…] [--json]"
)
USAGE_OF_WHAT_IF = _(
    "　　　minzheng screen what-if …　　改了标准、地方、日期，谁多得谁少得、要花多少（what-if --help）"
)
HELP = _(
    "  项目代码     {programs}\n"
    "  --on         按哪一天的规定，例如 2026-11-24\n"
    "  --families   家庭数据：Parquet 文件或者文件夹，一户一行，成员在 members 列（docs/reference/families.md）\n"
    "  --out        结果写到哪个文件夹；已算好的分片不再重算，中断后原样再运行即可接着算\n"
    "  --outputs    要哪些结果和中间值，缺省 {results}\n"
    "  --figures    代替现行指标的数值，格式同项目 parameters.yaml，或“指标代码: 数值”\n"
    "  --workers    本机同时算几片，缺省为处理器个数\n"
    "  --engine     local（本机，缺省）或者 spark；spark 须安装 minzheng[spark] 和 Java 17\n"
    "  --master     Spark 的主节点，例如 spark://主机:7077、yarn、k8s://https://主机:6443\n"
    "  --conf       原样交给 Spark 的设置，可以写多次\n"
    "  --json       输出 JSON"
)


def run(argv: list[str]) -> int:
    """Reckon all families and print how many came out how; `what-if` counts what a change would mean. The exit code."""
    if argv[:1] == ["what-if"]:
        from minzheng.cli import what_if  # noqa: PLC0415 - slow import

        return what_if.run(argv[1:])
    try:
        if not argv or argv[0] in {"-h", "--help"}:
            print(f"{USAGE}\n{USAGE_OF_WHAT_IF}\n")
            print(HELP.format(programs=listed(catalogue.codes()), results=",".join(RESULTS)))
            return 0
        asked = _parser().parse_args(argv)
        summary = _on_spark(asked) if asked.engine == "spark" else _here(asked)
    except Refused as refusal:
        print(str(refusal), file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(summary, ensure_ascii=False, indent=2), file=getattr(sys.stdout, "plain", sys.stdout))
    else:
        print(_words(summary, asked))
    return 0


def _parser() -> Parser:
    parser = Parser("minzheng screen", USAGE)
    parser.add_argument("program")
    for option in ("--on", "--families", "--out"):
        parser.add_argument(option, required=True)
    for option in ("--figures", "--outputs", "--master"):
        parser.add_argument(option)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--engine", choices=("local", "spark"), default="local")
    parser.add_argument("--conf", action="append", default=[])
    parser.add_argument("--json", action="store_true")
    return parser


def _request(asked: argparse.Namespace) -> "Request":
    for module, extra in (
        ("numba", "scale"),
        ("pyarrow", "scale"),
        *([("pyspark", "spark")] * (asked.engine == "spark")),
    ):
        if importlib.util.find_spec(module) is None:
            raise RuleError(
                _("没有安装成批计算所需的组件。请运行 pip install 'minzheng[%(extra)s]'。") % {"extra": extra}
            )
    from minzheng.screening.bulk.request import Request  # noqa: PLC0415 - optional dependency

    try:
        on = date.fromisoformat(asked.on)
    except ValueError as error:
        raise UsageRefused(_("“%(on)s”不是日期。--on 请写成 2026-11-24 这样。") % {"on": asked.on}) from error
    outputs = tuple(asked.outputs.split(",")) if asked.outputs else RESULTS
    figures = strict_yaml.load_file(Path(asked.figures)) if asked.figures else {}
    return Request(asked.program, on, outputs, figures)


def _here(asked: argparse.Namespace) -> dict[str, Any]:
    request = _request(asked)
    if asked.workers < 1:
        raise UsageRefused(_("--workers 应为1以上的整数。"))
    families = Path(asked.families)
    if not families.exists():
        raise UsageRefused(_("没有 %(families)s 这个文件或者文件夹。") % {"families": families})
    from minzheng.screening.bulk import shards  # noqa: PLC0415 - optional dependency

    def progress(done: int, of: int) -> None:
        if sys.stderr.isatty() and of:
            print(f"\r  {done}/{of}  {done * 100 // of}%", end="" if done < of else "\n", file=sys.stderr, flush=True)

    return shards.run(request, families, Path(asked.out), workers=asked.workers, progress=progress)


def _on_spark(asked: argparse.Namespace) -> dict[str, Any]:
    request = _request(asked)
    if not asked.master:
        raise UsageRefused(_("--engine spark 还要写 --master，例如 spark://主机:7077、yarn、local[2]。"))
    wrong = [setting for setting in asked.conf if "=" not in setting]
    if wrong:
        raise UsageRefused(_("--conf 应写成“键=值”，不是“%(wrong)s”。") % {"wrong": wrong[0]})
    from minzheng.screening.bulk import spark  # noqa: PLC0415 - optional dependency

    settings = tuple((key, value) for key, _sign, value in (setting.partition("=") for setting in asked.conf))
    return spark.run(request, asked.families, asked.out, spark.Cluster(asked.master, settings))


def _words(summary: dict[str, Any], asked: argparse.Namespace) -> str:
    lines = [
        _("共 %(households)s 户，按 %(rules)s。")
        % {"households": f"{summary['households']:,}", "rules": summary["rule_version"]}
    ]
    if "eligible" in summary:
        shown = {key: f"{summary[key]:,}" for key in ("eligible", "refused", "incomplete")}
        lines.append(_("符合条件 %(eligible)s 户，不符合 %(refused)s 户，事实不全 %(incomplete)s 户。") % shown)
    if "amount_fen" in summary:
        lines.append(
            _("金额合计 %(yuan)s 元。") % {"yuan": f"{summary['amount_fen'] // 100:,}.{summary['amount_fen'] % 100:02}"}
        )
    lines.append(_("结果在 %(out)s。") % {"out": asked.out})
    return "\n".join(lines)
