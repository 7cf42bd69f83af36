"""Write the generated pages of docs/: programs and figures from the catalogue, the index of decisions from its folder.

`make docs` writes them; tests/house/test_docs_fresh.py fails when one is stale.
"""

import datetime as dt
import pathlib
from collections.abc import Iterable, Sequence

from minzheng.programs import catalogue
from minzheng.programs.catalogue import LoadedProgram
from minzheng.rules import checklist
from minzheng.rules.fact import AskWhen, FactSpec
from minzheng.rules.figures import LEVEL_NAMES, Dated, Figure
from minzheng.rules.plan import CONDITION
from minzheng.rules.program import Limit, StationPath
from minzheng.rules.wording import UNITS, say
from minzheng.statute.penalty import liabilities
from minzheng.statute.period import local_figures, periods
from minzheng.statute.price_rule import PriceRule, price_rules
from minzheng.statute.price_series import Replayed, replay

DOCS = pathlib.Path(__file__).resolve().parent.parent / "docs"
GENERATED = "<!-- 由 scripts/write_docs.py 生成，请勿手改；改法规代码后运行 make docs。 -->\n"
ACTORS = {
    "village_worker": "村（社区）协理员",
    "township_officer": "乡镇（街道）经办人",
    "county_officer": "县民政局经办人",
    "finance_officer": "财务人员",
}
WHEN = {"always": "必经", "optional": "可选", "disputed": "有争议时", "afterwards": "事后补办"}
KINDS = {"": "", "urgent": "紧急程序，", "recognised": "身份已经认定的，"}
AREAS = {"": "", "urban": "城镇，", "rural": "农村，"}
LIMITS = {"working": "个工作日", "calendar": "天"}
PROVIDERS = {"applicant": "申请人", "check": "核对", "both": "申请人或核对"}
SCOPES = {"person": "每个人", "household": "家庭", "supporter": "每个义务人"}


def pages() -> dict[pathlib.Path, str]:
    """Return every generated page with its text."""
    programs = [catalogue.get(code) for code in catalogue.codes()]
    return {
        DOCS / "reference" / "programs.md": GENERATED + "\n# 救助项目\n\n" + "\n".join(map(_program, programs)),
        DOCS / "reference" / "figures.md": GENERATED + _figures(programs),
        DOCS / "reference" / "liability.md": GENERATED + _liability(),
        DOCS / "reference" / "price-linkage.md": GENERATED + _price_linkage(),
        DOCS / "reference" / "checklists.md": GENERATED + _checklists(programs),
        DOCS / "adr" / "README.md": _decisions(),
    }


def _program(loaded: LoadedProgram) -> str:
    program = loaded.program
    parts = [
        f"## {program.name}（`{program.code}`）\n",
        f"简称{program.short_name}，办件编号以 {program.case_prefix} 开头。依据：{'；'.join(program.legal_basis)}。\n",
        "### 规则的版本\n",
        table(
            ("规则", "代码", "自", "至"),
            [(one.name, f"`{one.code}`", one.from_, one.until or "今") for one in program.regimes],
        ),
        *(_path(path) for path in program.paths),
        _taken_over(loaded),
        _remembered(loaded),
        *(_conditions(loaded, regime.code, regime.name) for regime in program.regimes),
        "### 要问的事实\n",
        table(
            ("事实", "代码", "谁的", "单位", "谁提供", "不清楚时", "什么时候问"),
            [_fact(fact, loaded) for fact in loaded.facts],
        ),
    ]
    return "\n".join(part for part in parts if part)


def _path(path: StationPath) -> str:
    rows = [
        (
            step.label,
            ACTORS.get(step.actor, step.actor),
            f"{step.limit_days}{LIMITS[step.limit_kind]}" if step.limit_days else "—",
            WHEN[step.when],
            step.law,
        )
        for step in path.steps
    ]
    head = f"### 办理流程（{KINDS[path.kind]}{AREAS[path.area]}{path.from_}起，至{path.until or '今'}）\n\n"
    whole = [f"{name}{limit.days}{LIMITS[limit.kind]}（{limit.law}）" for name, limit in _wholes(path)]
    hung = f"公示{path.publicity_days}天" if path.publicity_days else "不公示"
    total = "；".join([*(whole or [f"全程没有规定时限（{path.law}）"]), hung]) + "。"
    if path.spot_check:
        mark = "" if path.spot_check.status == "official" else "，示例值"
        total += f"县级入户抽查{path.spot_check.ratio / 100:g}%（{path.spot_check.law}{mark}）。"
    return head + total + "\n\n" + table(("环节", "谁办", "时限", "何时", "依据"), rows)


def _taken_over(loaded: LoadedProgram) -> str:
    """Whose findings the program takes over as they stand."""
    labels = {fact.code: fact.label for fact in loaded.all_facts}
    rows = [
        (f"`{one.program}`", "、".join(f"`{layer}`" for layer in one.layers) or "全部", labels[one.fact], one.law)
        for one in loaded.program.passports
    ]
    head = "### 沿用其他项目的认定\n\n"
    return head + table(("项目", "层次", "回答的事实", "依据"), rows) if rows else ""


def _remembered(loaded: LoadedProgram) -> str:
    """What the year remembers from one claim to the next."""
    labels = {fact.code: fact.label for fact in loaded.all_facts}
    steps = {step.code: step.label for one in loaded.plans.values() for step in one.steps}
    rows = [(labels[one.fact], f"`{one.fact}`", steps[one.adds]) for one in loaded.program.carried]
    head = "### 按年累计\n\n同一人同一年的各笔依次计算，以下各项由此前各笔累计得出，不填写。\n\n"
    return head + table(("事实", "代码", "每笔加上"), rows) if rows else ""


def _wholes(path: StationPath) -> list[tuple[str, Limit]]:
    named = (("全程", path.whole), ("下放乡镇确认的", path.delegated), ("特殊情况延长到", path.extended))
    return [(name, limit) for name, limit in named if limit is not None]


def _conditions(loaded: LoadedProgram, regime: str, name: str) -> str:
    plan = loaded.plans[regime]
    amount = plan.amount
    rows = [(step.label, f"`{step.code}`", step.law) for step in plan.of_role(CONDITION)]
    return (
        f"### 条件与金额（{name}）\n\n"
        + table(("条件", "代码", "依据"), rows)
        + f"\n金额：{amount.label}（{amount.law}）。\n"
    )


def _fact(fact: FactSpec, loaded: LoadedProgram) -> tuple[str, ...]:
    labels = {one.code: one.label for one in loaded.all_facts}
    unknown = "结果不全" if fact.default is None else f"按{say(fact.default, fact.unit)}"
    asked = "、".join(_when(one, labels[one.fact]) for one in fact.ask_when) or "总是"
    unit = {"fen": "分", "yes_no": "是或否"}.get(fact.unit) or (
        "选项" if fact.choices else UNITS.get(fact.unit, fact.unit)
    )
    return fact.label, f"`{fact.code}`", SCOPES[fact.scope], unit, PROVIDERS[fact.who_provides], unknown, asked


def _when(ask: AskWhen, label: str) -> str:
    if ask.at_most is None:
        return f"{label}≥{ask.at_least}"
    return f"{label}={ask.at_least}" if ask.at_most == ask.at_least else f"{ask.at_least}≤{label}≤{ask.at_most}"


def _figures(programs: Iterable[LoadedProgram]) -> str:
    known = {code: figure for loaded in programs for code, figure in loaded.figures.items()}
    head = (
        "\n# 标准与参数\n\n状态为“示例”的数值只用于演示和测试，**不是任何地方的正式标准**。"
        "取值规则：由近及远，取当日有权确定的最近一级的数值；当日无权的一级所定的数值不用，并给出提示。\n\n"
    )
    return head + "\n".join(_figure(figure) for _code, figure in sorted(known.items()))


def _figure(figure: Figure) -> str:
    setters = "；".join(
        f"{one.from_ or '起初'}至{one.until or '今'}由{_levels(one.levels)}确定（{one.reference}）"
        for one in figure.setters
    )
    rows = [_value(figure, one) for one in sorted(figure.values, key=lambda one: (one.where, one.from_))]
    return f"## {figure.name}（`{figure.code}`）\n\n{setters}。\n\n" + table(
        ("地方", "自", "至", "数值", "文号", "状态"), rows
    )


def _liability() -> str:
    fines = {"none": "没有罚款", "may": "可以罚", "must": "应当罚"}
    matters = {
        "minimum_living": "最低生活保障", "other_assistance": "其他社会救助", "disaster_goods": "救灾款物",
        "medical_fund": "医疗保障基金", "pension": "抚恤优待",
    }  # fmt: skip
    areas = {"urban": "（城市）", "rural": "（农村）", None: ""}
    units = {"working": "个工作日", "calendar": "日", "months": "个月"}
    clauses = [
        (
            "、".join(matters[matter] for matter in one.matters) + areas[one.area], one.from_, one.until or "今",
            fines[one.fine] + ("，情节恶劣的" if one.only_grave else ""),
            f"{one.low}至{one.high}倍" if one.fine != "none" else "—", one.measures, one.reference,
            "条文" if one.status == "official" else f"推出：{one.note}",
        )
        for one in liabilities()
    ]  # fmt: skip
    limits = [
        (row.name, row.from_, row.until or "今", f"{row.count}{units[row.unit]}", row.reference,
         "条文" if row.status == "official" else "待核")
        for rows in periods().values() for row in rows
    ]  # fmt: skip
    return (
        "\n# 法律责任与期限\n\n罚款按行为终了之日和决定之日的规定从轻（行政处罚法第三十七条，2021年7月15日起）；"
        "行为时没有规定罚款的，"
        "以后的规定不追溯。倍数是多领金额的倍数。\n\n## 法律责任\n\n"
        + table(("事项", "自", "至", "罚款", "幅度", "其他处理", "依据", "来源"), clauses)
        + "\n## 期限\n\n“日”为日历日，末日休息的顺延到下一个工作日（民法典第二百零三条）。\n\n"
        + table(("期限", "自", "至", "长短", "依据", "来源"), limits)
        + "\n## 地方确定的数值\n\n"
        + "\n".join(_figure(figure) for _code, figure in sorted(local_figures().items()))
    )


STATES = {"triggered": "**启动**", "not_triggered": "不启动", "undecidable": "不能确定", "no_rule": "无规则"}
PRESS = {"official": "有文号", "press": "据报道", "illustrative": "示例"}
COUNTY = "420581"


def _price_linkage() -> str:
    rows = replay(place=COUNTY)
    counts = "、".join(
        f"{STATES[state].strip('*')}{sum(one.finding.state == state for one in rows)}个月" for state in STATES
    )
    return (
        "\n# 价格补贴联动机制\n\n"
        "涨幅是同比，达到门槛（含等于）即启动，满足一项即可；所需指数未知的月份不能确定，未知不当作零。"
        "怎样计发（方法、取整的先后、最低额）见[标准与参数](figures.md)中以“价格临时补贴”开头的各项。\n\n"
        "## 启动条件\n\n"
        + table(
            (
                "规则",
                "地方",
                "自",
                "至",
                "居民消费价格",
                "食品价格",
                "粮食价格",
                "连续",
                "看哪级指数",
                "发放期限",
                "依据",
                "来源",
            ),
            [_price_rule(rule) for rule in price_rules()],
        )
        + "\n## 2011年1月至2025年12月\n\n"
        f"按宜都市（{COUNTY}）各月的规则逐月重算：{counts}。文件写明看省或地市指数的，本省指数未知即不能确定，"
        "“全国代入”一列只是参考，不作结论；文件没有写明的，用全国指数。标“整理”的指数来自他人整理的序列，未逐月核对发布稿。\n\n"
        + table(
            ("月份", "居民消费价格", "食品价格", "结论", "理由", "全国代入", "指数来源"),
            [_replayed(one) for one in rows],
        )
    )


def _price_rule(rule: PriceRule) -> tuple[object, ...]:
    low, high = (say(one, "basis_points") for one in rule.cpi)
    levels = "、".join({"prefecture": "设区的市", "province": "省"}[one] for one in rule.scope)
    return (
        rule.name, rule.where, rule.from_, rule.until or "今", low if low == high else f"{low}至{high}",
        *(say(one, "basis_points") if one is not None else "—" for one in (rule.food, rule.grain)),
        f"{rule.months}个月", levels + ("" if rule.is_named else "（文件未写明，示例）"),
        f"指数发布后{rule.pay_days}个工作日" if rule.pay_days else "—", rule.reference, PRESS[rule.status],
    )  # fmt: skip


def _replayed(one: Replayed) -> tuple[object, ...]:
    shown = one.stand_in or one.finding
    known = {check.kind: check.readings[0] for check in shown.checks}
    rises = [say(row.rise, "basis_points") if (row := known.get(kind)) else "—" for kind in ("cpi", "food")]
    sources = {"整理" if row.status == "second_hand" else "核对" for row in known.values() if row}
    return (
        one.month, *rises, STATES[one.finding.state], one.finding.why,
        STATES[one.stand_in.state].strip("*") if one.stand_in else "", "、".join(sorted(sources)),
    )  # fmt: skip


def _levels(levels: Iterable[str]) -> str:
    return "、".join(LEVEL_NAMES[level] for level in levels)


def _value(figure: Figure, one: Dated) -> tuple[object, ...]:
    status = "正式" if one.status == "official" else "示例"
    later = [row.from_ for row in figure.values if (row.where, row.by) == (one.where, one.by) and row.from_ > one.from_]
    until = one.until or (min(later) - dt.timedelta(days=1) if later else "今")
    return one.where, one.from_, until, say(one.value, figure.unit), one.reference, status


def _checklists(programs: Iterable[LoadedProgram]) -> str:
    told = [
        _checklist(loaded.program.name, checklist.load(path))
        for loaded in programs
        if (path := loaded.folder / checklist.CHECKLIST).exists()
    ]
    return (
        "\n# 业务手册各项由什么证明\n\n编号是民政业务手册的。“例”是项目 examples.yaml 里的例子，每次检验都重新计算。"
        "“在哪里办”是网页的地址名（desk:）或命令。“未做”的项写明缺什么。\n\n" + "\n".join(told)
    )


def _checklist(name: str, found: checklist.Checklist) -> str:
    parts = [f"## {found.chapter} {name}\n"]
    for part, title in checklist.PARTS.items():
        rows = [(one.number, one.says, _done(one), _shown(one), _state(one)) for one in found.items if one.part == part]
        if rows:
            parts += [f"### {title}\n", table(("项", "内容", "在哪里办", "由什么证明", "状态"), rows)]
    return "\n".join(parts)


def _done(item: checklist.Item) -> str:
    return "<br>".join(f"`{one}`" if ":" in one else f"`minzheng {one}`" for one in item.doors) or "—"


def _shown(item: checklist.Item) -> str:
    tests = (f"`{one.rpartition('/')[2]}`" for one in item.tests)
    pages = (f"[{one}](../{one})" for one in item.pages)
    return "<br>".join([*(f"例：{one}" for one in item.examples), *tests, *pages]) or "—"


def _state(item: checklist.Item) -> str:
    if not item.open:
        return "已证明"
    return f"部分未做：{item.open}" if item.is_shown else f"未做：{item.open}"


def _decisions() -> str:
    rows = []
    for path in sorted((DOCS / "adr").glob("[0-9]*.md")):
        number, _space, title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").partition(" ")
        rows.append((f"[{number}]({path.name})", title))
    return (
        GENERATED
        + "\n# 设计决定\n\nShort, numbered, never rewritten: a decision that no longer holds is superseded by a later"
        " one, linked both ways.\nTo add one: the next number, the headings of 0001, at most one page, `make docs`.\n\n"
        + table(("", "Decision"), rows)
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def main() -> None:
    """Write all pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(DOCS.parent))


if __name__ == "__main__":
    main()
