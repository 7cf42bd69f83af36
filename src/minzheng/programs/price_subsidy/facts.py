"""What a month's finding and a household's own standard tell; nothing here is asked of anybody."""

from minzheng.rules.fact import FactSpec, yes_no

HOUSEHOLD = "household"
LARGEST_LINE_FEN = 10_000_000

FACTS: tuple[FactSpec, ...] = (
    yes_no(
        "trigger_reached",
        "价格上涨达到启动条件",
        HOUSEHOLD,
        "由当月指数和启动条件得出；所需指数未知时不能确定。",
        who_provides="check",
    ),
    FactSpec(
        "rise_bp",
        "计发所按的同比涨幅",
        HOUSEHOLD,
        "int",
        "basis_points",
        -10_000,
        10_000,
        "当月居民消费价格（或当地规定的指数）比上年同月的涨幅。",
        who_provides="check",
    ),
    FactSpec(
        "line_fen",
        "所在群体当月的保障标准",
        HOUSEHOLD,
        "fen",
        "fen",
        1,
        LARGEST_LINE_FEN,
        "当月当地的标准；按年确定的填全年的标准。",
        who_provides="check",
    ),
    FactSpec(
        "line_months",
        "标准所管的月数",
        HOUSEHOLD,
        "int",
        "months",
        1,
        12,
        "按月确定的是1，按年确定的是12。",
        who_provides="check",
    ),
)
