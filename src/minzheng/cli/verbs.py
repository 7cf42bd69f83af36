"""The table of verbs. A verb's module is imported only when it is asked for, so `evaluate` never starts Django."""

import importlib
import os
import sys
from dataclasses import dataclass

from minzheng.cli.speech import marked as _
from minzheng.cli.speech import speaking
from minzheng.config.collecting import collect_seldom
from minzheng.kernel.machine_trouble import told
from minzheng.kernel.refusal import Refused


@dataclass(frozen=True)
class Verb:
    """One word of the command line: where it lives, and whether it stands on the database."""

    module: str
    function: str
    sentence: str
    needs_django: bool = True


VERBS = {
    "evaluate": Verb(
        "minzheng.cli.evaluate", "run", _("按某日某地的法规试算一个家庭(不需要数据库)"), needs_django=False
    ),
    "demo": Verb("minzheng.cli.demo.run", "run", _("生成演示县并启动服务"), needs_django=False),
    "serve": Verb("minzheng.cli.serving", "serve", _("启动网页服务和后台任务进程")),
    "work": Verb("minzheng.cli.working", "run", _("只启动后台任务进程(排队的任务和定时任务)"), needs_django=False),
    "migrate": Verb("minzheng.cli.serving", "migrate", _("建库或升级数据库，载入区划与工作日历")),
    "staff": Verb("minzheng.cli.staffing", "run", _("新建工作人员账号、设定角色与管辖范围")),
    "import": Verb("minzheng.cli.importing", "run", _("预检、提交、批准救助名册")),
    "determine": Verb("minzheng.cli.deciding", "run_determine", _("按月复算在保家庭，只产生复核建议")),
    "decide": Verb("minzheng.cli.deciding", "run_decide", _("由具名人员作出决定")),
    "expired-rules": Verb("minzheng.cli.expired_rules", "run", _("列出期满的地方规定，登记和批准处理决定")),
    "sheet": Verb("minzheng.cli.deciding", "run_sheet", _("打印一个办件的核算表")),
    "alters": Verb("minzheng.cli.deciding", "run_alters", _("不予确认的办件：哪一项事实不同，结果就会不同")),
    "relatives": Verb("minzheng.cli.relatives", "run", _("近亲属名册与办件比对（每晚运行）、登记工作人员身份号码")),
    "pay": Verb("minzheng.cli.paying", "run", _("资金、发放清单、银行文件与回盘")),
    "prices": Verb(
        "minzheng.cli.prices", "run", _("价格临时补贴：按各月的规定重算历年指数(不需要数据库)"), needs_django=False
    ),
    "screen": Verb(
        "minzheng.cli.screening",
        "run",
        _("按某日的规定成批核算家庭数据文件，本机或者Spark(不需要数据库)"),
        needs_django=False,
    ),
    "screen registry": Verb("minzheng.cli.screening_registry", "run_registry", _("直接从登记库筛查一个地方的家庭")),
    "screen export": Verb("minzheng.cli.screening_registry", "run_export", _("把登记的家庭写成家庭数据文件")),
    "differences": Verb("minzheng.cli.differences", "run", _("核算过去各月应发与已发的差额，成批确认补发")),
    "audit": Verb("minzheng.cli.auditing", "run", _("从一笔流水走到决定、核算、证据和法规")),
    "doctor": Verb("minzheng.cli.doctor", "run", _("检查审计链、账目与数据库防护")),
}


class NotSetUp(Refused):
    """A setting that an operator must choose is missing."""


def usage() -> str:
    """One line per verb."""
    lines = [_("用法：minzheng <命令> [参数]"), ""]
    lines += [f"  {name:<15} {verb.sentence}" for name, verb in VERBS.items()]
    return "\n".join(lines)


def run(argv: list[str]) -> int:
    """Run a verb and print in the language the operator asked for."""
    with speaking():
        return _run(argv)


def _run(argv: list[str]) -> int:
    """Run the verb named by the first argument; a refusal or a full disk becomes a sentence and exit code 1."""
    if not argv or argv[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0
    long = 2 if " ".join(argv[:2]) in VERBS else 1
    verb = VERBS.get(" ".join(argv[:long]))
    if verb is None:
        print(_("没有“%(argv)s”这个命令。\n\n%(usage)s") % {"argv": argv[0], "usage": usage()}, file=sys.stderr)
        return 2
    try:
        if verb.needs_django:
            set_up_django()
        function = getattr(importlib.import_module(verb.module), verb.function)
        return int(function(argv[long:]))
    except Refused as refusal:
        print(str(refusal), file=sys.stderr)
        return 1
    except Exception as error:
        words = told(error)
        if not words:
            raise
        # What the engine says itself is for whoever keeps the machine.
        print(f"{words}\n{error}", file=sys.stderr)
        return 1


def set_up_django() -> None:
    """Load settings and apps; called once, before anything touches a model."""
    import django  # noqa: PLC0415 - slow import
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - slow import

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minzheng.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise NotSetUp(
            _(
                "设置不全：%(error)s。\n试用请先运行 minzheng demo；"
                "正式使用请按 docs/reference/settings.md 设置环境变量。"
            )
            % {"error": error}
        ) from error
    collect_seldom()
