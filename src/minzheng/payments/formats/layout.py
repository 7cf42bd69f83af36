"""What a bank's files look like, as data: the pieces of a format, and how one is read from YAML and checked."""

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from minzheng.kernel.wording import listed
from minzheng.payments.formats.checksum import KINDS as CHECKSUM_KINDS

KINDS = ("csv", "fixed", "xlsx")
ENCODINGS = ("gbk", "gb18030", "utf-8", "utf-8-sig")
LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}
LINE_FIELDS = ("seq", "payee_name", "account", "bank_name", "amount", "purpose", "serial", "month")
BATCH_FIELDS = ("run", "part", "parts", "date", "month", "program", "count", "total", "checksum")
ANSWER_FIELDS = ("serial", "amount", "outcome", "paid_amount", "code", "reason", "account", "payee_name", "skip")
AMOUNT_FIELDS = ("amount", "total", "paid_amount", "paid_total")
NUMBER_FIELDS = (*AMOUNT_FIELDS, "seq", "count", "part", "parts", "paid_count")
# How amounts and days may be written.
FORMS = {
    **dict.fromkeys(AMOUNT_FIELDS, ("yuan", "fen")),
    "date": ("YYYYMMDD", "YYYY-MM-DD", "YYYY/MM/DD"),
    "month": ("YYYYMM", "YYYY-MM"),
}
NEEDED = ("account", "amount", "payee_name", "serial")


class BadFormat(ValueError):
    """The description of a bank's format is wrong: a mistake of whoever wrote the file, found when it is loaded."""


@dataclass(frozen=True)
class Cell:
    """One place in a record: a field or a fixed text; `width` is in bytes and only for records of fixed width."""

    field: str = ""
    text: str = ""
    title: str = ""
    width: int = 0
    align: str = "left"
    pad: str = " "
    form: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Limit:
    """What a bank takes in one file; zero is no limit."""

    lines: int = 0
    amount_fen: int = 0


@dataclass(frozen=True)
class Checksum:
    """How the body is summed up: over the bytes of the detail records, or over the fields named."""

    kind: str
    over: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableAnswer:
    """By which titles and words an answer in rows (csv, xls, xlsx) is understood."""

    serial: tuple[str, ...]
    amount: tuple[str, ...]
    outcome: tuple[str, ...]
    reason: tuple[str, ...]
    code: tuple[str, ...]
    paid_amount: tuple[str, ...]
    run: tuple[str, ...]
    total: tuple[str, ...]
    numbers: str


@dataclass(frozen=True)
class FixedAnswer:
    """The records of an answer of fixed width."""

    header: tuple[Cell, ...]
    detail: tuple[Cell, ...]
    trailer: tuple[Cell, ...]


@dataclass(frozen=True)
class AnswerWords:
    """What the bank's words for an outcome mean, and its reason codes in plain words."""

    paid: tuple[str, ...]
    partly: tuple[str, ...]
    failed: tuple[str, ...]
    reasons: Mapping[str, str]


@dataclass(frozen=True)
class BankFormat:
    """One bank's format, out and back."""

    code: str
    name: str
    kind: str
    encoding: str
    extension: str
    is_illustrative: bool
    note: str
    line_end: str
    delimiter: str
    is_quoted: bool
    limit: Limit
    checksum: Checksum | None
    header: tuple[Cell, ...]
    columns: tuple[Cell, ...]
    trailer: tuple[Cell, ...]
    answer: TableAnswer | FixedAnswer
    words: AnswerWords


def parse(data: Mapping[str, Any]) -> BankFormat:
    """Return the format; raise BadFormat naming what is wrong, or a file that could not be matched to its answer."""
    code = str(data.get("code", "?"))
    where = _("格式 %(code)s") % {"code": code}
    columns = _cells(data.get("columns"), LINE_FIELDS, where)
    lacking = [field for field in NEEDED if field not in {cell.field for cell in columns}]
    if lacking:
        raise BadFormat(_("%(where)s 缺少字段 %(lacking)s") % {"where": where, "lacking": listed(lacking)})
    _require_keys(data, _KEYS, ("code", "name", "kind", "encoding", "extension", "columns", "answer"), where)
    kind = _one_of(data["kind"], KINDS, f"{where} kind")
    limit = _require_keys(data.get("limit") or {}, ("lines", "amount_fen"), (), f"{where} limit")
    made = BankFormat(
        code=code,
        name=str(data["name"]),
        kind=kind,
        encoding=_one_of(data["encoding"], ENCODINGS, f"{where} encoding"),
        extension=str(data["extension"]),
        is_illustrative=bool(data.get("illustrative", False)),
        note=str(data.get("note", "")),
        line_end=LINE_ENDS[_one_of(data.get("line_end", "crlf"), LINE_ENDS, f"{where} line_end")],
        delimiter=str(data.get("delimiter", ",")),
        is_quoted=bool(data.get("quoted", True)),
        limit=Limit(*(_positive(limit.get(key, 0), f"{where} limit {key}") for key in ("lines", "amount_fen"))),
        checksum=_checksum(data.get("checksum"), where),
        header=_cells(data.get("header", []), BATCH_FIELDS, where),
        columns=columns,
        trailer=_cells(data.get("trailer", []), BATCH_FIELDS, where),
        answer=_answer(data["answer"], where),
        words=_words(data["answer"], where),
    )
    _check_whole(made, where)
    return made


_KEYS = (
    "code", "name", "kind", "encoding", "extension", "illustrative", "note", "line_end", "delimiter", "quoted", "limit",
    "checksum", "header", "columns", "trailer", "answer",
)  # fmt: skip
_WORD_KEYS = ("kind", "paid", "partly", "failed", "reasons")
_TABLE_KEYS = ("serial", "amount", "outcome", "reason", "code", "paid_amount", "run", "total", "numbers")
_CELL_KEYS = ("field", "text", "title", "width", "align", "pad", "as", "suffix")


def _cells(rows: Any, fields: Iterable[str], where: str) -> tuple[Cell, ...]:
    if not isinstance(rows, list):
        raise BadFormat(_("%(where)s 的记录应是一列字段") % {"where": where})
    return tuple(_cell(row, tuple(fields), where) for row in rows)


def _cell(row: Any, fields: tuple[str, ...], where: str) -> Cell:
    _require_keys(row, _CELL_KEYS, (), where)
    field, text = str(row.get("field", "")), str(row.get("text", ""))
    if field and field not in fields:
        raise BadFormat(
            _("%(where)s 的字段 %(field)s 不存在，可用：%(fields)s")
            % {"where": where, "field": field, "fields": listed(fields)}
        )
    if bool(field) == ("text" in row):
        raise BadFormat(
            _("%(where)s 的每一格要么是字段（field），要么是固定文字（text）：%(row)s") % {"where": where, "row": row}
        )
    align = _one_of(row.get("align", "left"), ("left", "right"), f"{where} {field} align")
    pad = _one_of(row.get("pad", " "), (" ", "0"), f"{where} {field} pad")
    if pad == "0" and (align == "left" or field not in NUMBER_FIELDS):
        raise BadFormat(
            _("%(where)s 的 %(field)s 不能用 0 补位：只有靠右的数字可以") % {"where": where, "field": field}
        )
    forms = FORMS.get(field, ("",))
    form = _one_of(row.get("as", forms[0]), forms, f"{where} {field} as")
    return Cell(
        field, text, str(row.get("title", "")), _positive(row.get("width", 0), f"{where} width"), align, pad, form,
        str(row.get("suffix", "")),
    )  # fmt: skip


def _checksum(row: Any, where: str) -> Checksum | None:
    if row is None:
        return None
    _require_keys(row, ("kind", "over"), ("kind",), f"{where} checksum")
    over = tuple(_one_of(field, LINE_FIELDS, f"{where} checksum over") for field in row.get("over", ()))
    return Checksum(_one_of(row["kind"], CHECKSUM_KINDS, f"{where} checksum kind"), over)


def _answer(row: Any, where: str) -> TableAnswer | FixedAnswer:
    where = f"{where} answer"
    if isinstance(row, dict) and row.get("kind") == "fixed":
        _require_keys(row, (*_WORD_KEYS, "header", "detail", "trailer"), ("detail", "paid", "failed"), where)
        batch = (*BATCH_FIELDS, "paid_count", "paid_total", "skip")
        header, trailer = (_cells(row.get(key, []), batch, where) for key in ("header", "trailer"))
        found = FixedAnswer(header, _cells(row["detail"], ANSWER_FIELDS, where), trailer)
        fields = {cell.field for cell in found.detail}
        if not {"serial", "amount", "outcome"} <= fields:
            raise BadFormat(_("%(where)s 的明细要有流水号、金额和结果") % {"where": where})
        _check_marks(found, where)
        return found
    _require_keys(row, (*_WORD_KEYS, *_TABLE_KEYS), ("serial", "amount", "outcome", "paid", "failed"), where)
    titles = {key: _texts(row.get(key, ()), f"{where} {key}") for key in _TABLE_KEYS[:-1]}
    numbers = _one_of(row.get("numbers", "exact"), ("exact", "nearest_fen"), f"{where} numbers")
    return TableAnswer(**titles, numbers=numbers)


def _words(row: Mapping[str, Any], where: str) -> AnswerWords:
    paid, partly, failed = (_texts(row.get(key, ()), f"{where} answer {key}") for key in ("paid", "partly", "failed"))
    everything = [*paid, *partly, *failed]
    twice = sorted({word for word in everything if everything.count(word) > 1})
    if twice:
        raise BadFormat(_("%(where)s 的结果用语 %(twice)s 有两种意思") % {"where": where, "twice": listed(twice)})
    reasons = row.get("reasons") or {}
    if not isinstance(reasons, dict):
        raise BadFormat(_("%(where)s 的 reasons 应是一组“原因码: 说明”") % {"where": where})
    return AnswerWords(paid, partly, failed, {str(code): str(words) for code, words in reasons.items()})


def _check_whole(made: BankFormat, where: str) -> None:
    """Records of fixed width have widths, others titles; whoever writes a checksum says how."""
    cells = (*made.header, *made.columns, *made.trailer)
    if made.kind == "fixed":
        _check_widths(cells, made.encoding, where)
    elif any(not cell.title for cell in made.columns):
        raise BadFormat(_("%(where)s 的每一列要有列名（title）") % {"where": where})
    if any(cell.field == "checksum" for cell in cells) != (made.checksum is not None):
        raise BadFormat(_("%(where)s 要么写出校验值并说明算法（checksum），要么都不要") % {"where": where})
    if made.kind == "xlsx" and made.checksum is not None and not made.checksum.over:
        raise BadFormat(_("%(where)s 是工作簿，校验值要说明按哪些字段计算（over）") % {"where": where})
    if any(cell.field == "checksum" for cell in made.header) and made.checksum and not made.checksum.over:
        raise BadFormat(_("%(where)s 的校验值按明细的字节计算，只能写在尾记录") % {"where": where})
    if len(made.delimiter) != 1 or (made.kind == "csv" and made.delimiter.isalnum()):
        raise BadFormat(_("%(where)s 的分隔符应是一个符号") % {"where": where})
    if not re.fullmatch(r"[a-z0-9]{1,5}", made.extension):
        raise BadFormat(_("%(where)s 的扩展名应是一至五个小写字母或数字") % {"where": where})


def _check_widths(cells: Iterable[Cell], encoding: str, where: str) -> None:
    for cell in cells:
        if not cell.width or (cell.text and len(codecs.encode(cell.text, encoding)) > cell.width):
            raise BadFormat(
                _("%(where)s 是定长格式，%(cell)s 的宽度（字节）没有写或不够")
                % {"where": where, "cell": cell.field or cell.text}
            )


def _check_marks(found: FixedAnswer, where: str) -> None:
    """Which record a line is, is told by the fixed text it begins with."""
    records = [record for record in (found.header, found.detail, found.trailer) if record]
    _check_widths([cell for record in records for cell in record], "gbk", where)
    marks = sorted(record[0].text for record in records)
    if len(records) > 1 and ("" in marks or any(after.startswith(before) for before, after in pairwise(marks))):
        raise BadFormat(_("%(where)s 的首记录、明细、尾记录应以不同的固定文字开头") % {"where": where})


def _require_keys(row: Any, allowed: Iterable[str], required: Iterable[str], where: str) -> Any:
    if not isinstance(row, Mapping):
        raise BadFormat(_("%(where)s 应是一组“键: 值”") % {"where": where})
    unknown = sorted(set(row) - set(allowed))
    if unknown:
        raise BadFormat(_("%(where)s 有不认识的键 %(unknown)s") % {"where": where, "unknown": listed(unknown)})
    lacking = sorted(key for key in required if row.get(key) is None)
    if lacking:
        raise BadFormat(_("%(where)s 缺少 %(lacking)s") % {"where": where, "lacking": listed(lacking)})
    return row


def _one_of(value: Any, allowed: Iterable[str], where: str) -> str:
    if value not in tuple(allowed):
        raise BadFormat(
            _("%(where)s：“%(value)s”不可用，可用：%(allowed)s")
            % {"where": where, "value": value, "allowed": listed(allowed)}
        )
    return str(value)


def _positive(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadFormat(_("%(where)s 应是不小于零的整数") % {"where": where})
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise BadFormat(_("%(where)s 应是一列文字") % {"where": where})
    return tuple(str(text) for text in value)
