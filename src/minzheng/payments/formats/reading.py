"""Understanding a bank's answer: one entry per line, or what is wrong with its row. The format says how to read it."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from minzheng.payments.formats import STANDARD, answer_fixed, answer_table, load
from minzheng.payments.formats.answer import Answer, Answers
from minzheng.payments.formats.layout import FixedAnswer


def read_answers(content: bytes, name: str, format_code: str = STANDARD) -> Answers:
    """Return what the file says. Raises UnreadableFile, NoHeader for a file that is no answer of this format."""
    layout = load(format_code)
    if isinstance(layout.answer, FixedAnswer):
        answers = answer_fixed.read(layout, layout.answer, content, name)
    else:
        answers = answer_table.read(layout, layout.answer, content, name)
    answers.problems += _twice(answers.found)
    if not answers.found and not answers.problems:
        answers.problems.append(_("文件中没有一笔回盘"))
    return answers


def _twice(found: Sequence[Answer]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for answer in found:
        if answer.serial in seen:
            yield _("第 %(row)s 行：流水号 %(serial)s 与第 %(first)s 行重复") % {
                "row": answer.row,
                "serial": answer.serial,
                "first": seen[answer.serial],
            }
        seen.setdefault(answer.serial, answer.row)
