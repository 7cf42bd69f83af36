"""Papers: letters, lists and calculation sheets as PDF."""

from minzheng.services.papers.binding import Sheet, bind, pages_of
from minzheng.services.papers.characters import unsupported_characters
from minzheng.services.papers.compiler import PapersError, compile_pdf, require_printable
from minzheng.services.papers.many import compile_many

__all__ = [
    "PapersError",
    "Sheet",
    "bind",
    "compile_many",
    "compile_pdf",
    "pages_of",
    "require_printable",
    "unsupported_characters",
]
