"""The notice in advance and the ruling of a file in English, for reading only: the Chinese paper alone counts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from minzheng.kernel.language import ENGLISH, speaking
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words, labelled
from minzheng.paperwork import reading_aid


def paper_in_english(data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return what a kept paper of a file says in English, with the note that the Chinese text counts."""
    with speaking(ENGLISH):
        case = [labelled(_("案件编号"), data["case_number"]), labelled(_("案卷编号"), data["file_number"])]
        sections = [{"head": data["person"], "lines": case}, *_found(data)]
        for key, head in (
            ("decision", _("决定")),
            ("proposal", _("拟作出的处理")),
            ("grounds", _("理由")),
            ("heard", _("当事人的意见")),
            ("range", _("罚款幅度和依据")),
            ("reason", _("理由")),
            ("how_to_pay", _("怎样缴款")),
            ("rights", _("您的权利")),
        ):
            if data.get(key):
                texts = [data[key]] if isinstance(data[key], str) else data[key]
                sections.append({"head": head, "lines": reading_aid.told(texts)})
        if data.get("remedies"):
            sections.append(reading_aid.remedies(data["remedies"]))
        issued = _("制发日期：%(day)s") % {"day": day_words(date.fromisoformat(data["date"]))}
        sections.append({"head": "", "lines": [issued]})
        return reading_aid.compiled(data, sections, at=at)


def _found(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = [
        data["facts"], labelled(_("认定"), retell(data["finding"])),
        labelled(_("调查人"), retell(data["investigators"])), *data["evidence"],
    ]  # fmt: skip
    return [
        {"head": _("查明的事实和证据"), "lines": reading_aid.told(found)},
        {
            "head": _("多领金额"),
            "heads": [_("月份"), _("实发（元）"), _("应发（元）"), _("多领（元）")],
            "rows": [[row["month"], row["paid"], row["due"], row["over"]] for row in data["months"]],
        },
        {"head": "", "lines": [labelled(_("合计多领"), retell(data["obtained"]))]},
    ]
