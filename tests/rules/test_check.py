"""Small illegal formulas, each refused with a reason, and the legal ones beside them."""

import importlib.util
from itertools import count

import pytest

from minzheng.rules.check import check_function, refuse_double_names
from minzheng.rules.errors import RuleError
from minzheng.rules.interval import TRUTH, Kind, number

KINDS = {
    "x": number(0, 10**11),
    "y": number(0, 100),
    "z": number(1, 40),
    "signed": number(-1000, 1000),
    "huge": number(0, 2**62),
    "flag": TRUTH,
    "other": TRUTH,
    "scale": Kind("scale", 0, 100),
}
HEAD = "from minzheng.kernel.arithmetic import band, ceil_to, floor_to, round_half_up, share\nGRADE = 2\n"
numbers = count()


def judge(tmp_path, source):
    path = tmp_path / f"formulas_{next(numbers)}.py"
    path.write_text(HEAD + source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return check_function(module.f, KINDS)


def f(arguments, body, returns="int"):
    lines = "\n".join(f"    {one}" for one in body.split("\n"))
    return f"def f({arguments}) -> {returns}:\n{lines}\n"


ILLEGAL = {
    "division": (f("x: int", "return x / 2"), "Div"),
    "float": (f("x: int", "return x * 0.5"), "小数"),
    "power": (f("y: int", "return y ** 2"), "Pow"),
    "shift": (f("y: int", "return y << 2"), "LShift"),
    "bit_or": (f("flag: bool, other: bool", "return flag | other", "bool"), "BitOr"),
    "invert": (f("flag: bool", "return ~flag", "bool"), "Invert"),
    "overflow": (f("huge: int", "return huge * 4"), "64位"),
    "overflow_in_the_middle": (f("huge: int", "return huge * 4 // 4"), "64位"),
    "overflow_in_a_helper": (f("huge: int", "return share(huge, 4, 8)"), "64位"),
    "literal_too_large": (f("x: int", f"return x + {10**19}"), "64位"),
    "divide_by_zero": (f("x: int, y: int", "return x // y"), "除数可能为0"),
    "modulo_zero": (f("x: int, y: int", "return x % y"), "除数可能为0"),
    "divide_by_negative": (f("x: int, signed: int", "return x // signed"), "除数可能为0或负数"),
    "round_by_zero": (f("x: int, y: int", "return round_half_up(x, y)"), "除数可能为0"),
    "number_as_truth": (f("x: int", "return 1 if x else 0"), "要是/否"),
    "and_of_numbers": (f("x: int, y: int", "return x and y"), "要是/否"),
    "not_of_a_number": (f("x: int", "return not x", "bool"), "要是/否"),
    "sum_of_truths": (f("flag: bool, other: bool", "return flag + other"), "要一个数"),
    "min_of_truth_and_number": (f("flag: bool", "return min(flag, 5)"), "要一个数"),
    "truth_less_than": (f("flag: bool, other: bool", "return flag < other", "bool"), "不都是数"),
    "number_equals_truth": (f("x: int, flag: bool", "return x == flag", "bool"), "不都是数"),
    "choice_of_two_types": (f("flag: bool", "return 5 if flag else False"), "一个数、一个是是/否|一个是数"),
    "returns_of_two_types": (f("flag: bool", "if flag:\n    return 1\nreturn False"), "有的返回"),
    "wrong_return_type": (f("flag: bool", "return flag"), "标注返回int"),
    "no_return_annotation": ("def f(x: int):\n    return x\n", "没有标注返回类型"),
    "wrong_argument_type": (f("flag: int", "return flag"), "类型标注"),
    "falls_off_the_end": (f("x: int, flag: bool", "if flag:\n    return x"), "没有 return"),
    "set_on_one_path": (f("x: int, flag: bool", "if flag:\n    a = x\nreturn a"), "没有定义"),
    "name_of_two_types": (f("x: int", "a = x\na = x > 1\nreturn x"), "不同类型"),
    "argument_rewritten": (f("x: int", "x = 1\nreturn x"), "参数，不能改写"),
    "unreachable": (f("x: int", "return x\nreturn 0"), "执行不到"),
    "loop": (f("x: int", "for i in (1, 2):\n    pass\nreturn x"), "循环"),
    "while": (f("x: int", "while x > 1:\n    pass\nreturn x"), "循环"),
    "augmented": (f("x: int", "a = x\na += 1\nreturn a"), "不能用 \\+="),
    "other_call": (f("x: int", "return round(x)"), "不能调用 round"),
    "method_call": (f("x: int", "return x.bit_length()"), "不能调用 x.bit_length"),
    "keyword": (f("x: int, z: int", "return ceil_to(x, unit=z)"), "逐个写出"),
    "one_argument_min": (f("x: int", "return min(x)"), "至少要两个"),
    "too_few": (f("x: int", "return share(x, 2)"), "应有3个参数"),
    "band_without_scale": (f("x: int, y: int", "return band(x, y)"), "分档表"),
    "text": (f("x: int", "return 'a'"), "只用整数"),
    "list": (f("x: int", "return [x][0]"), "Subscript"),
    "membership": (f("x: int", "return x in (1, 2)", "bool"), "in、is|Tuple"),
    "comprehension": (f("x: int", "return sum(i for i in (x, x))"), "不能调用 sum"),
    "lambda": (f("x: int", "g = lambda a: a\nreturn x"), "Lambda"),
    "import": (f("x: int", "import os\nreturn x"), "Import"),
    "star": ("def f(*x: int) -> int:\n    return 1\n", "逐个写出的名字"),
    "wrong_default": (f("flag: bool = 0", "return flag", "bool"), "默认值"),
    "walrus": (f("x: int", "return (a := x)"), "NamedExpr"),
    "unknown_name": (f("x: int", "return x + total"), "没有定义"),
    "shadowed_helper": ("def max(a, b):\n    return a\n" + f("x: int, y: int", "return max(x, y)"), "不能调用 max"),
    "plus": (f("x: int", "return +x"), "UAdd"),
    "matrix": (f("x: int, y: int", "return x @ y"), "MatMult"),
    "try": (f("x: int", "try:\n    return x\nexcept ValueError:\n    return 0"), "Try"),
}
LEGAL = {
    "arithmetic": (f("x: int, y: int", "net = x - y\nreturn max(0, net)"), number(0, 10**11)),
    "guarded_division": (f("x: int, y: int", "return x // y if y > 0 else 0"), number(0, 10**11)),
    "early_return": (f("x: int, y: int", "if y == 0:\n    return 0\nreturn x % y"), number(0, 99)),
    "constant": (f("y: int", "return y <= GRADE", "bool"), TRUTH),
    "chained": (f("y: int", "return 1 <= y <= 3", "bool"), TRUTH),
    "both_paths": (f("x: int, flag: bool", "if flag:\n    a = x\nelse:\n    a = 0\nreturn a"), number(0, 10**11)),
    "elif": (f("y: int", "if y > 9:\n    return 3\nelif y > 5:\n    return 2\nelse:\n    return 1"), number(1, 3)),
    "truth": (f("flag: bool, other: bool", "return flag and not other", "bool"), TRUTH),
    "equal_truths": (f("flag: bool, other: bool", "return flag == other", "bool"), TRUTH),
    "helpers": (f("y: int, z: int", "return ceil_to(y, z) + floor_to(y, z)"), number(0, 239)),
    "share": (f("y: int, z: int", "return share(y, z, 40)"), None),
    "scale": (f("x: int, scale: tuple", "return band(x, scale)"), number(0, 100)),
    "negative": (f("signed: int", "return abs(-signed)"), number(0, 1000)),
    "docstring": (f("y: int", '"""Why."""\nreturn y'), number(0, 100)),
}


@pytest.mark.parametrize("name", ILLEGAL)
def test_illegal_formulas_are_refused_with_a_reason(tmp_path, name):
    source, reason = ILLEGAL[name]

    with pytest.raises(RuleError, match=reason) as refused:
        judge(tmp_path, source)
    message = str(refused.value)
    assert "公式 f" in message
    assert "第" in message
    assert "应改为" in message


@pytest.mark.parametrize("name", LEGAL)
def test_legal_formulas_pass_with_the_right_interval(tmp_path, name):
    source, kind = LEGAL[name]

    found = judge(tmp_path, source)

    assert found == kind if kind else found.type == "int"


def test_the_message_names_the_line(tmp_path):
    with pytest.raises(RuleError, match=r"formulas_\d+\.py 第5行"):
        judge(tmp_path, f("x: int", "a = x\nreturn a / 2"))


def test_a_name_defined_twice_is_refused(tmp_path):
    path = tmp_path / "formulas.py"
    path.write_text("def f():\n    return 1\n\n\ndef f():\n    return 2\n", encoding="utf-8")

    with pytest.raises(RuleError, match=r"第5行.*第1行"):
        refuse_double_names(path)


def test_a_broken_file_is_refused_with_its_line(tmp_path):
    path = tmp_path / "formulas.py"
    path.write_text("def f(:\n", encoding="utf-8")

    with pytest.raises(RuleError, match="第1行"):
        refuse_double_names(path)
