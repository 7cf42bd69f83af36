"""One walk over a formula: subset, types and intervals. Formulas must mean the same in Python and when compiled.

Allowed: + - * // %, comparisons, and/or/not, if, min max abs, the kernel's exact helpers. Numbers are never used as
truth, nor truth as numbers: Python and compiled code differ there, and people misread it.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from minzheng.kernel import arithmetic
from minzheng.rules import interval
from minzheng.rules.errors import RuleError
from minzheng.rules.interval import TRUTH, Kind, number, union

OPERATORS: dict[type[ast.operator], Callable[[Kind, Kind], Kind]] = {
    ast.Add: interval.plus,
    ast.Sub: interval.minus,
    ast.Mult: interval.times,
    ast.FloorDiv: interval.quotient,
    ast.Mod: interval.remainder,
}
INSTEAD = {
    "Div": "用 // 或 round_half_up(x, d)：钱不能变成小数。",
    "Pow": "写成连乘。",
    "LShift": "写成乘法。",
    "RShift": "写成整除 //。",
    "BitAnd": "用 and。",
    "BitOr": "用 or。",
    "BitXor": "用 != 比较。",
    "Invert": "用 not。",
    "MatMult": "用 *。",
}
HELPERS = {name: getattr(arithmetic, name) for name in ("round_half_up", "ceil_to", "floor_to", "share", "band")}
COMBINED: dict[str, Callable[[list[Kind]], Kind]] = {
    "min": interval.least,
    "max": interval.greatest,
    "abs": lambda kinds: interval.absolute(kinds[0]),
}
ARITY = {"round_half_up": 2, "ceil_to": 2, "floor_to": 2, "share": 3, "band": 2, "abs": 1}
ALLOWED_CALLS = "min、max、abs、round_half_up、ceil_to、floor_to、share、band"

OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}

Names = dict[str, Kind]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a formula stands, for messages."""

    file: str
    formula: str
    first_line: int

    def error(self, node: ast.AST, wrong: str, instead: str) -> RuleError:
        """Return the error: file, line, formula, what is wrong, what to write."""
        line = self.first_line + getattr(node, "lineno", 1) - 1
        return RuleError(f"{self.file} 第{line}行，公式 {self.formula}：{wrong}应改为：{instead}")


class Walk:
    """Walks one function with the kinds of its arguments."""

    def __init__(
        self, place: Place, arguments: Mapping[str, Kind], constants: Mapping[str, Kind], used: Mapping[str, object]
    ) -> None:
        self.place = place
        self.arguments = dict(arguments)
        self.constants = constants
        self.used = used

    def run(self, tree: ast.FunctionDef) -> Kind:
        """Return what the function yields; raise RuleError where it leaves the subset."""
        body = tree.body
        if (
            isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
            and isinstance(body[0].value.value, str)
        ):
            body = body[1:]
        result, left = self._block(body, dict(self.arguments))
        if left is not None or result is None:
            self._fail(tree, "有的路径没有 return，会得出空值。", "让每条路径都以 return 结束。")
        declared = tree.returns
        wanted = "bool" if isinstance(declared, ast.Name) and declared.id == "bool" else "int"
        if result.type != wanted:
            self._fail(tree, f"标注返回{wanted}，实际返回{result.type}。", "让标注与返回值一致。")
        return result

    def _fail(self, node: ast.AST, wrong: str, instead: str) -> NoReturn:
        raise self.place.error(node, wrong, instead)

    # ---- statements: (what was returned so far, the names if the end is reached)

    def _block(self, body: list[ast.stmt], names: Names) -> tuple[Kind | None, Names | None]:
        result: Kind | None = None
        left: Names | None = names
        for statement in body:
            if left is None:
                self._fail(statement, "这一句永远执行不到。", "删去它。")
            found, left = self._statement(statement, left)
            result = self._join(statement, result, found)
        return result, left

    def _statement(self, node: ast.stmt, names: Names) -> tuple[Kind | None, Names | None]:
        if isinstance(node, ast.Return):
            if node.value is None:
                self._fail(node, "return 后面没有值。", "写出返回值。")
            return self._value(node.value, names), None
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            return None, self._assigned(node, node.targets[0].id, self._value(node.value, names), names)
        if isinstance(node, ast.If):
            return self._if(node, names)
        if isinstance(node, (ast.For, ast.While)):
            self._fail(node, "公式里不能有循环。", "对成员求和用 members.sum(...)。")
        if isinstance(node, ast.AugAssign):
            self._fail(node, "不能用 += 之类的写法。", "给每一步起一个名字，例如 net = gross - cost。")
        return self._fail(node, f"不能用 {type(node).__name__} 语句。", "只用赋值、if 和 return。")

    def _assigned(self, node: ast.stmt, name: str, kind: Kind, names: Names) -> Names:
        if name in self.arguments:
            self._fail(node, f"“{name}”是参数，不能改写。", "用一个新名字。")
        if name in names and names[name].type != kind.type:
            self._fail(node, f"“{name}”先后是不同类型。", "用两个名字。")
        return {**names, name: kind}

    def _if(self, node: ast.If, names: Names) -> tuple[Kind | None, Names | None]:
        self._truth(node.test, names)
        yes, left_yes = self._block(node.body, self._narrowed(node.test, names, holds=True))
        no, left_no = self._block(node.orelse, self._narrowed(node.test, names, holds=False))
        result = self._join(node, yes, no)
        if left_yes is None or left_no is None:
            return result, left_no if left_yes is None else left_yes
        # A name set on one path only is dropped: using it later fails as unknown.
        both = {name: union(left_yes[name], left_no[name]) for name in left_yes if name in left_no}
        return result, both

    def _join(self, node: ast.AST, a: Kind | None, b: Kind | None) -> Kind | None:
        if a is None or b is None:
            return a or b
        if a.type != b.type:
            self._fail(node, "有的路径返回数，有的返回是/否。", "让每条路径返回同一类型。")
        return union(a, b)

    def _narrowed(self, test: ast.expr, names: Names, *, holds: bool) -> Names:
        """Return the names with what a test such as `y > 0` tells of y, where it holds or where it does not."""
        if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.left, ast.Name)):
            return dict(names)
        name = test.left.id
        limit = self._literal(test.comparators[0])
        if limit is None or name not in names or names[name].type != "int":
            return dict(names)
        kind = names[name]
        low, high = _bounds(type(test.ops[0]), limit, kind, holds=holds)
        return {**names, name: number(low, high)} if low <= high else dict(names)

    def _literal(self, node: ast.expr) -> int | None:
        if isinstance(node, ast.Constant) and type(node.value) is int:
            return node.value
        if isinstance(node, ast.Name) and node.id in self.constants:
            return self.constants[node.id].low
        return None

    # ---- expressions

    def _value(self, node: ast.expr, names: Names) -> Kind:
        kind = self._raw(node, names)
        if kind.type == "int" and not kind.fits:
            self._fail(
                node, f"这一步可能达到{max(abs(kind.low), abs(kind.high))}，超出64位整数。", "先除后乘，或缩小界限。"
            )
        return kind

    def _raw(self, node: ast.expr, names: Names) -> Kind:
        readers: dict[type[ast.expr], Callable[[Any, Names], Kind]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.BinOp: self._arithmetic,
            ast.UnaryOp: self._unary,
            ast.BoolOp: self._truths,
            ast.Compare: self._comparison,
            ast.IfExp: self._choice,
            ast.Call: self._call,
        }
        reader = readers.get(type(node))
        if reader is None:
            name = type(node).__name__
            self._fail(node, f"不能用 {name}。", "只用加减乘、整除、比较、and/or/not、if 和允许的函数。")
        return reader(node, names)

    def _truths(self, node: ast.BoolOp, names: Names) -> Kind:
        for value in node.values:
            self._truth(value, names)
        return TRUTH

    def _constant(self, node: ast.Constant, _names: Names) -> Kind:
        if isinstance(node.value, bool):
            return TRUTH
        if type(node.value) is int:
            return number(node.value, node.value)
        if isinstance(node.value, float):
            self._fail(node, f"不能用小数 {node.value}。", "金额写分，比例写基点（10% 写 1000），再用 share(x, n, d)。")
        return self._fail(node, f"不能用“{node.value!r}”。", "只用整数、True 和 False。")

    def _name(self, node: ast.Name, names: Names) -> Kind:
        if node.id in names:
            return names[node.id]
        if node.id in self.constants:
            return self.constants[node.id]
        return self._fail(
            node, f"“{node.id}”在这里没有定义，或只在一条路径上赋了值。", "把它写进参数，或在每条路径上都赋值。"
        )

    def _number(self, node: ast.expr, names: Names) -> Kind:
        kind = self._value(node, names)
        if kind.type != "int":
            self._fail(node, "这里要一个数，写的是是/否或分档表。", "用 if 写出两种情况各是多少。")
        return kind

    def _truth(self, node: ast.expr, names: Names) -> Kind:
        kind = self._value(node, names)
        if kind.type != "bool":
            self._fail(node, "这里要是/否，写的是数。", "写出比较，例如 x > 0。")
        return kind

    def _positive(self, node: ast.expr, names: Names) -> Kind:
        kind = self._number(node, names)
        if kind.low <= 0:
            self._fail(node, f"除数可能为0或负数（最小{kind.low}）。", "先判断，例如 x // y if y > 0 else 0。")
        return kind

    def _arithmetic(self, node: ast.BinOp, names: Names) -> Kind:
        operator = OPERATORS.get(type(node.op))
        if operator is None:
            name = type(node.op).__name__
            self._fail(node, f"不能用运算 {name}。", INSTEAD.get(name, "只用 + - * // %。"))
        left = self._number(node.left, names)
        divides = isinstance(node.op, (ast.FloorDiv, ast.Mod))
        return operator(left, self._positive(node.right, names) if divides else self._number(node.right, names))

    def _unary(self, node: ast.UnaryOp, names: Names) -> Kind:
        if isinstance(node.op, ast.Not):
            return self._truth(node.operand, names)
        if isinstance(node.op, ast.USub):
            return interval.minus(number(0, 0), self._number(node.operand, names))
        name = type(node.op).__name__
        return self._fail(node, f"不能用运算 {name}。", INSTEAD.get(name, "去掉它。"))

    def _comparison(self, node: ast.Compare, names: Names) -> Kind:
        kinds = [self._value(one, names) for one in (node.left, *node.comparators)]
        for operator in node.ops:
            if not isinstance(operator, (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)):
                self._fail(node, "不能用 in、is 等比较。", "用 ==、!=、<、<=、>、>=，几种情况用 or 连接。")
        types = {kind.type for kind in kinds}
        if types == {"int"}:
            return TRUTH
        only_equal = all(isinstance(one, (ast.Eq, ast.NotEq)) for one in node.ops)
        if types == {"bool"} and only_equal:
            return TRUTH
        return self._fail(node, "比较的两边不都是数。", "数与数比，是/否直接用 and、or、not。")

    def _choice(self, node: ast.IfExp, names: Names) -> Kind:
        self._truth(node.test, names)
        yes = self._value(node.body, self._narrowed(node.test, names, holds=True))
        no = self._value(node.orelse, self._narrowed(node.test, names, holds=False))
        if yes.type != no.type:
            self._fail(node, "两种情况一个是数、一个是是/否。", "让两边类型相同。")
        return union(yes, no)

    def _call(self, node: ast.Call, names: Names) -> Kind:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        is_built_in = name in {"min", "max", "abs"} and name not in self.used
        is_helper = name in HELPERS and self.used.get(name) is HELPERS[name]
        if not is_built_in and not is_helper:
            self._fail(
                node, f"不能调用 {ast.unparse(node.func)}。", f"只能调用 {ALLOWED_CALLS}；其他公式的结果写进参数。"
            )
        if node.keywords or any(isinstance(one, ast.Starred) for one in node.args):
            self._fail(node, f"{name} 的参数应逐个写出。", "去掉关键字和 *。")
        wanted = ARITY.get(name)
        if wanted is None and len(node.args) < 2:
            self._fail(node, f"{name} 至少要两个数。", f"{name}(a, b)。")
        if wanted is not None and len(node.args) != wanted:
            self._fail(node, f"{name} 应有{wanted}个参数。", "补上或去掉参数。")
        if name == "band":
            return self._band(node, names)
        return self._computed(name, node, names)

    def _computed(self, name: str, node: ast.Call, names: Names) -> Kind:
        if name in {"min", "max", "abs"}:
            kinds = [self._number(one, names) for one in node.args]
            return COMBINED[name](kinds)
        x, last = self._number(node.args[0], names), self._positive(node.args[-1], names)
        if name == "floor_to":
            return number(x.low // last.high * last.high if x.low < 0 else 0, max(x.high, 0))
        if name == "ceil_to":
            return self._within(node, number(min(x.low, 0), max(x.high + last.high - 1, 0)))
        numerator = interval.times(x, self._number(node.args[1], names)) if name == "share" else x
        # The helper doubles the numerator and adds the divisor before it divides.
        inside = interval.plus(interval.times(numerator, number(2, 2)), last)
        self._within(node, inside)
        return interval.quotient(inside, interval.times(last, number(2, 2)))

    def _band(self, node: ast.Call, names: Names) -> Kind:
        self._number(node.args[0], names)
        scale = self._value(node.args[1], names)
        if scale.type != "scale":
            self._fail(node, "band 的第二个参数应是分档表。", "用单位为 scale 的指标。")
        return number(min(0, scale.low), max(0, scale.high))

    def _within(self, node: ast.AST, kind: Kind) -> Kind:
        if not kind.fits:
            self._fail(node, "这一步的中间结果可能超出64位整数。", "先除后乘，或缩小界限。")
        return kind


def _bounds(operator: type[ast.cmpop], limit: int, kind: Kind, *, holds: bool) -> tuple[int, int]:
    """Return what is left of a number's interval where `number operator limit` holds (or does not)."""
    if not holds:
        operator = OPPOSITE.get(operator, operator)
    low, high = kind.low, kind.high
    left: dict[type[ast.cmpop], tuple[int, int]] = {
        ast.Lt: (low, min(high, limit - 1)),
        ast.LtE: (low, min(high, limit)),
        ast.Gt: (max(low, limit + 1), high),
        ast.GtE: (max(low, limit), high),
        ast.Eq: (max(low, limit), min(high, limit)),
        ast.NotEq: (low + (low == limit), high - (high == limit)),
    }
    return left.get(operator, (low, high))
