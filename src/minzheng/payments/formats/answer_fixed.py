"""An answer of fixed width: every record is cut by bytes, whole or not at all, and held against the trailer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from minzheng.kernel.fen import Fen, format_yuan
from minzheng.kernel.refusal import Refused
from minzheng.payments.formats.amounts import fen_of, yuan_of
from minzheng.payments.formats.answer import (
    LONGEST_CODE,
    Answer,
    Answers,
    NoHeader,
    Outcome,
    meaning,
    paid_of,
    reason_of,
)
from minzheng.payments.formats.checksum import KINDS
from minzheng.payments.formats.encoding import UTF8_MARK
from minzheng.payments.formats.layout import BankFormat, Cell, FixedAnswer
from minzheng.payments.formats.table import is_workbook, require_readable

END_OF_FILE = b"\x1a"  # what old systems put after the last record


class NotInEncoding(Refused):
    """A place of a record is not written in the format's encoding."""


@dataclass
class _Seen:
    """What the records said so far."""

    answers: Answers
    details: int = 0
    bodies: list[bytes] = field(default_factory=list)
    trailer_row: int = 0


def read(layout: BankFormat, records: FixedAnswer, content: bytes, name: str) -> Answers:
    """Return the answers and every problem by row. Raises UnreadableFile, NoHeader."""
    require_readable(content, name)
    if is_workbook(content):
        raise NoHeader(
            _("文件“%(name)s”是 Excel 工作簿；格式“%(format)s”的回盘是定长文本，请向银行索取原始回盘文件，或改选格式")
            % {"name": name, "format": layout.name}
        )
    if content.startswith(UTF8_MARK) and layout.encoding != "utf-8-sig":
        raise NoHeader(
            _("文件“%(name)s”以 UTF-8 标记开头，像是用记事本另存过；定长文本另存后宽度会变，请用银行的原始文件")
            % {"name": name}
        )
    seen = _Seen(Answers())
    for row, line in enumerate(content.removeprefix(UTF8_MARK).rstrip(END_OF_FILE).split(b"\n"), start=1):
        if line.strip():
            _take(layout, records, seen, row, line)
    if records.trailer and not seen.trailer_row:
        seen.answers.problems.append(_("文件没有尾记录，可能在传输中被截断，请向银行索取完整文件"))
    return seen.answers


def _take(layout: BankFormat, records: FixedAnswer, seen: _Seen, row: int, line: bytes) -> None:
    answers, record = seen.answers, line.removesuffix(b"\r")
    kinds: list[tuple[Sequence[Cell], Callable[[dict[str, str]], None]]] = [
        (records.header, lambda said: _header(seen, row, said)),
        (records.detail, lambda said: _detail(layout, records, answers, row, said)),
        (records.trailer, lambda said: _trailer(layout, records, seen, row, said)),
    ]
    cells, use = next(((cells, use) for cells, use in kinds if cells and _marked(cells, record)), (None, None))
    if cells is None or use is None:
        answers.problem(
            row, _("不是首记录、明细或尾记录，开头是“%(start)s”") % {"start": record[:8].decode("ascii", "replace")}
        )
        return
    if seen.trailer_row:
        answers.problem(
            row, _("在尾记录（第 %(trailer)s 行）之后，可能是两份文件接在一起") % {"trailer": seen.trailer_row}
        )
    if cells is records.detail:
        seen.details += 1
        seen.bodies.append(line + b"\n")
    if cells is records.trailer:
        seen.trailer_row = row
    width = sum(cell.width for cell in cells)
    if len(record) != width:
        answers.problem(
            row,
            _("长 %(has)s 字节，应为 %(width)s 字节，可能被截断或另存时改动，请向银行索取原始文件")
            % {"has": len(record), "width": width},
        )
        return
    try:
        use(dict(_cut(layout, cells, record)))
    except Refused as problem:
        answers.problem(row, problem)


def _marked(cells: Sequence[Cell], record: bytes) -> bool:
    return record.startswith(cells[0].text.encode())


def _cut(layout: BankFormat, cells: Sequence[Cell], record: bytes) -> Iterator[tuple[str, str]]:
    start = 0
    for cell in cells:
        piece = record[start : start + cell.width]
        try:
            text = piece.decode(layout.encoding)
        except UnicodeDecodeError as error:
            raise NotInEncoding(
                _("第 %(from)s 至 %(to)s 字节不是 %(encoding)s 编码，文件可能混有其他编码，请向银行索取原始文件")
                % {"from": start + 1, "to": start + cell.width, "encoding": layout.encoding.upper()}
            ) from error
        if cell.field:
            yield cell.field, text.strip()
        start += cell.width


def _header(seen: _Seen, row: int, said: dict[str, str]) -> None:
    if row != 1:
        seen.answers.problem(row, _("首记录不在第一行，可能是两份文件接在一起"))
    seen.answers.run = said.get("run", "")


def _detail(layout: BankFormat, records: FixedAnswer, answers: Answers, row: int, said: dict[str, str]) -> None:
    words = layout.words
    outcome = meaning(said["outcome"], words)
    amount_fen = _amount(records.detail, "amount", said)
    told = _amount(records.detail, "paid_amount", said) if said.get("paid_amount") else None
    code = said.get("code", "")
    answers.found.append(
        Answer(
            row=row,
            serial=said["serial"],
            amount_fen=amount_fen,
            outcome=outcome,
            paid_fen=paid_of(outcome, amount_fen, told),
            code=code[:LONGEST_CODE],
            reason=reason_of(outcome, code, said.get("reason", ""), words),
        )
    )


def _trailer(layout: BankFormat, records: FixedAnswer, seen: _Seen, row: int, said: dict[str, str]) -> None:
    """Hold the trailer against the details; sums only if every detail could be read."""
    found, answers = seen.answers.found, seen.answers
    counts = {"count": (_("笔数"), seen.details)}
    if len(found) == seen.details:
        counts["paid_count"] = (_("成功笔数"), sum(answer.outcome == Outcome.PAID for answer in found))
    for name, (title, has) in counts.items():
        if name in said and said[name] != "" and int(fen_of(said[name])) != has:
            answers.problem(
                row,
                _("尾记录%(title)s为 %(told)s，明细为 %(has)s，文件不完整或被改动")
                % {"title": title, "told": int(said[name]), "has": has},
            )
    if len(found) == seen.details:
        sums = {
            "total": (_("金额"), sum(answer.amount_fen for answer in found)),
            "paid_total": (_("实付金额"), sum(answer.paid_fen for answer in found)),
        }
        for name, (title, has) in sums.items():
            if name in said and (told := _amount(records.trailer, name, said)) != has:
                answers.problem(
                    row,
                    _("尾记录%(title)s为 %(told)s 元，明细合计 %(has)s 元，文件不完整或被改动")
                    % {"title": title, "told": format_yuan(told), "has": format_yuan(has)},
                )
    if "checksum" in said and layout.checksum:
        has_sum = KINDS[layout.checksum.kind](b"".join(seen.bodies))
        if said["checksum"].upper() != has_sum:
            answers.problem(
                row,
                _("尾记录校验值为 %(told)s，按明细计算为 %(has)s，文件在传输中被改动，请向银行重新索取")
                % {"told": said["checksum"], "has": has_sum},
            )


def _amount(cells: Sequence[Cell], name: str, said: dict[str, str]) -> Fen:
    form = next(cell.form for cell in cells if cell.field == name)
    return fen_of(said[name]) if form == "fen" else yuan_of(said[name], "exact")
