"""Papers as PDF: typst with our own fonts, no network, and the data as inert text.

The same template, data and moment give the same bytes, so a letter can be printed again years later and compared.
"""

import datetime as dt
import threading
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused
from minzheng.services.papers.characters import unsupported_characters
from minzheng.services.papers.typesetting import ROOT, Sheet, Unset, as_json, texts, typeset

# One compiler per process, used by one thread at a time.
_LOCK = threading.Lock()


class PapersError(Refused):
    """The paper cannot be printed as asked: a character no font has, a broken template, a missing font."""


def compile_pdf(template: str, data: Mapping[str, Any], *, at: dt.datetime) -> bytes:
    """Return a PDF/A-2u of the template: typst text, or the path of a `.typ` file below the package.

    `data` is JSON-ready and arrives in the template as `data` of official.typ, with the picture of its code; `at` is
    the moment printed into the document's properties. Raises PapersError.
    """
    sheet = sheet_of(template, data, at)
    with _LOCK:
        made = typeset(sheet)
    return pdf_of(made)


def sheet_of(template: str, data: Mapping[str, Any], at: dt.datetime) -> Sheet:
    """Return what typesetting needs; raise PapersError for an unknown template or a character no font has."""
    source = source_of(template)
    require_printable(data)
    return Sheet(source, as_json(data), bool(settings.DEMO), at)


def pdf_of(made: bytes | Unset) -> bytes:
    """Return the PDF, or raise PapersError with the reason there is none."""
    if isinstance(made, Unset):
        raise PapersError(_("文书模板有误，无法生成：%(reason)s。请联系系统管理员。") % {"reason": made.reason})
    return made


def source_of(template: str) -> str:
    """Return the text of a template given as text or as a path below the package."""
    if "\n" in template or not template.endswith(".typ"):
        return template
    path = (ROOT / template.lstrip("/")).resolve()
    if not path.is_relative_to(ROOT) or not path.is_file():
        raise PapersError(_("找不到文书模板“%(path)s”。请联系系统管理员。") % {"path": template})
    return path.read_text(encoding="utf-8")


def require_printable(data: Mapping[str, Any]) -> None:
    """Raise PapersError naming each character that our fonts lack and where it stands."""
    found = list(texts(data))
    if not unsupported_characters("".join(text for _where, text in found)):
        return
    for where, text in found:
        missing = unsupported_characters(text)
        if missing:
            named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in sorted(missing))
            raise PapersError(
                _(
                    "文书字体中没有%(named)s，打印出来会缺字，因此没有生成。出现在：%(where)s（%(text)s）。请核对是否录错；确为生僻字的，请登记通用写法并附说明。"
                )
                % {"named": named, "where": where, "text": text[:40]}
            )
