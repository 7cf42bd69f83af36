"""Word papers from the office's own templates: checked when uploaded, filled without running anything.

A template may print a name (`{{ applicant.name }}`), repeat over a list (`{% for m in members %}`, also `{%tr for … %}`
for table rows) and leave something out (`{% if … %}`). Nothing else is allowed: no filters, no sums, no calls.
"""

import difflib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from minzheng.paperwork.docx_gate import BadTemplate, gate
from minzheng.paperwork.fill import PUBLIC, RemediesMissing
from minzheng.paperwork.forms.shape import Form
from minzheng.paperwork.forms.vocabulary import TERMS, look_up, put
from minzheng.services.papers import require_printable

REMEDIES = "remedies.text"
COMMON = (
    "issuer", "county.name", "township.name", "village.name", "program.name", "case.number", "applicant.name",
    "paper.number", "paper.date", "paper.title", "paper.opening", "paper.closing", "paper.contact", "verify.code",
    "verify.url",
)  # fmt: skip
COMMON_PUBLIC = (
    "issuer", "county.name", "township.name", "village.name", "program.name", "paper.number", "paper.date",
    "paper.title", "paper.contact", "verify.code", "verify.url",
)  # fmt: skip
LOOP = ("index", "first", "last")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def fields(form: Form) -> list[str]:
    """Return the names a template of this form may use; rows as "members[].name"."""
    own = [path for path in form.paths() if "[]" not in path]
    common = COMMON_PUBLIC if form.is_public else COMMON
    names = dict.fromkeys([*common, *own, *([REMEDIES] if form.needs_remedies else [])])
    found = []
    for name in names:
        if form.is_public and name not in PUBLIC and name not in COMMON_PUBLIC:
            continue
        found.append(name)
        sample = TERMS[name].sample
        if isinstance(sample, list) and sample and isinstance(sample[0], dict):
            found += [f"{name}[].{key}" for key in sample[0]]
    return found


def check(form: Form, content: bytes, name: str) -> list[str]:
    """Return the fields a template uses; raise BadTemplate naming the first thing that is wrong."""
    gate(content, name)
    used: dict[str, None] = {}
    always: set[str] = set()
    for place, source in _sources(content, name):
        try:
            tree = _environment().parse(source)
        except TemplateError as error:
            raise BadTemplate(
                _("%(place)s里的写法有误：%(error)s。请检查双花括号和百分号是否成对。")
                % {"place": place, "error": error.message}
            ) from error
        walker = _Walker(set(fields(form)), place)
        walker.walk(tree)
        used |= dict.fromkeys(walker.used)
        always |= walker.always
    if form.needs_remedies and REMEDIES not in always:
        raise BadTemplate(
            _("模板没有无条件写明救济途径。请在正文中加入 {{ remedies.text }}（不放在条件或循环里），否则不能制发。")
        )
    return list(used)


def render(form: Form, content: bytes, known: Mapping[str, Any], *, name: str = "") -> bytes:
    """Return the filled document; raise RemediesMissing if the remedies cannot be read in it."""
    context: dict[str, Any] = {}
    for path in fields(form):
        if "[]" not in path:
            value = look_up(dict(known), path)
            put(context, path, ([] if isinstance(TERMS[path].sample, list) else "") if value is None else value)
    require_printable(context)
    template = _opened(content, name)
    try:
        template.render(context, jinja_env=_environment(), autoescape=True)
    except (TemplateError, etree.XMLSyntaxError) as error:
        raise BadTemplate(_("模板填写失败：%(error)s。请检查模板。") % {"error": error}) from error
    out = io.BytesIO()
    template.save(out)
    if form.needs_remedies:
        require_remedies_readable(out.getvalue(), str(look_up(dict(known), REMEDIES) or ""))
    return out.getvalue()


def require_remedies_readable(document: bytes, text: str) -> None:
    """Raise RemediesMissing unless the whole text stands in the body where a reader sees it."""
    wanted = re.sub(r"\s", "", text)
    if not wanted or wanted not in re.sub(r"\s", "", visible_text(document)):
        raise RemediesMissing(
            _("生成的文书里读不到完整的救济途径（可能被设为隐藏、白色或极小的字），没有制发。请修改模板。")
        )


def visible_text(document: bytes) -> str:
    """Return the text of the body, without what is hidden, white, tiny or struck out as deleted."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"), _parser())
        styles = (
            etree.fromstring(archive.read("word/styles.xml"), _parser()) if _has(archive, "word/styles.xml") else None
        )
    hidden = set() if styles is None else {
        style.get(f"{W}styleId") for style in styles.iter(f"{W}style") if _is_hidden(style.find(f"{W}rPr"))
    }  # fmt: skip
    parts = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") in hidden:
            continue
        for run in paragraph.iter(f"{W}r"):
            named = run.find(f"{W}rPr/{W}rStyle")
            if _is_hidden(run.find(f"{W}rPr")) or (named is not None and named.get(f"{W}val") in hidden):
                continue
            parts += [text.text or "" for text in run.iter(f"{W}t")]
    return "".join(parts)


def _is_hidden(properties: Any) -> bool:
    if properties is None:
        return False
    for name in ("vanish", "specVanish", "webHidden"):
        found = properties.find(f"{W}{name}")
        if found is not None and found.get(f"{W}val") not in {"0", "false"}:
            return True
    colour, size = properties.find(f"{W}color"), properties.find(f"{W}sz")
    is_white = colour is not None and str(colour.get(f"{W}val")).upper() in {"FFFFFF", "FEFEFE"}
    return is_white or (size is not None and int(size.get(f"{W}val") or 0) < 12)


class _Walker:
    """Walks the syntax tree of a template and allows only what is declared above."""

    def __init__(self, allowed: set[str], place: str) -> None:
        self.allowed, self.place = allowed, place
        self.used: list[str] = []
        self.always: set[str] = set()

    def walk(self, tree: nodes.Template) -> None:
        """Check every statement."""
        self._body(tree.body, {}, is_sure=True)

    def _body(self, statements: list[Any], rows: dict[str, str], *, is_sure: bool) -> None:
        for statement in statements:
            match statement:
                case nodes.Output():
                    for piece in statement.nodes:
                        if not isinstance(piece, nodes.TemplateData):
                            self._name(piece, rows, is_sure=is_sure)
                case nodes.For(target=nodes.Name(name=row)) if (
                    not statement.else_ and not statement.test and not statement.recursive
                ):
                    path = self._path(statement.iter)
                    if not any(each.startswith(f"{path}[].") for each in self.allowed) and not self._is_list(path):
                        self._refuse(path, statement.lineno)
                    self.used.append(path)
                    self._body(statement.body, rows | {row: path}, is_sure=False)
                case nodes.If():
                    self._test(statement.test, rows)
                    self._body(statement.body, rows, is_sure=False)
                    for other in statement.elif_:
                        self._body([other], rows, is_sure=False)
                    self._body(statement.else_, rows, is_sure=False)
                case _:
                    self._odd(statement)

    def _test(self, test: Any, rows: dict[str, str]) -> None:
        match test:
            case nodes.Not():
                self._test(test.node, rows)
            case nodes.And() | nodes.Or():
                self._test(test.left, rows)
                self._test(test.right, rows)
            case nodes.Compare(ops=[nodes.Operand(op="eq" | "ne", expr=nodes.Const())]):
                self._name(test.expr, rows, is_sure=False)
            case _:
                self._name(test, rows, is_sure=False)

    def _name(self, piece: Any, rows: dict[str, str], *, is_sure: bool) -> None:
        path = self._path(piece)
        head, _dot, rest = path.partition(".")
        if head == "loop" and rows and rest in LOOP:
            return
        if head in rows:
            path = f"{rows[head]}[].{rest}" if rest else rows[head]
            if not rest and self._is_list(path) and not any(each.startswith(f"{path}[].") for each in self.allowed):
                return
        if path not in self.allowed:
            self._refuse(path, getattr(piece, "lineno", 0))
        self.used.append(path)
        if is_sure:
            self.always.add(path)

    def _path(self, piece: Any) -> str:
        match piece:
            case nodes.Name():
                return str(piece.name)
            case nodes.Getattr():
                return f"{self._path(piece.node)}.{piece.attr}"
        self._odd(piece)
        return ""

    def _is_list(self, path: str) -> bool:
        return path in self.allowed and isinstance(TERMS[path].sample, list)

    def _refuse(self, path: str, _line: int) -> None:
        near = difflib.get_close_matches(path, sorted(self.allowed), n=1)
        hint = _("是不是要写 %(near)s？") % {"near": near[0]} if near else ""
        raise BadTemplate(
            _("%(place)s里用了不认识的字段“%(path)s”。%(hint)s可用的字段见本页的清单。")
            % {"place": self.place, "path": path, "hint": hint}
        )

    def _odd(self, statement: Any) -> None:
        raise BadTemplate(
            _("%(place)s里有不支持的写法（%(kind)s）。模板只能写字段、循环和条件，不能写计算、函数或过滤器。")
            % {"place": self.place, "kind": type(statement).__name__}
        )


def _sources(content: bytes, name: str) -> Iterator[tuple[str, str]]:
    """Yield each part of the document that is filled, ready for the parser; refuse marks where nothing is filled."""
    template = _opened(content, name)
    template.init_docx()
    _refuse_rich_text(template.get_xml())
    yield _("正文"), template.patch_xml(template.get_xml())
    for uri, place in ((template.HEADER_URI, _("页眉")), (template.FOOTER_URI, _("页脚"))):
        for _key, part in template.get_headers_footers(uri):
            _refuse_rich_text(template.get_part_xml(part))
            yield place, template.patch_xml(template.get_part_xml(part))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for each in archive.namelist():
            if each.startswith(("docProps/", "word/footnotes", "word/endnotes", "word/comments")):
                text = re.sub(r"<[^>]+>", "", archive.read(each).decode("utf-8", "replace"))
                if "{{" in text or "{%" in text:
                    raise BadTemplate(_("脚注、批注和文档属性里不能写字段。请把字段移到正文、页眉或页脚。"))


def _refuse_rich_text(xml: str) -> None:
    """Refuse marks that put markup in place of text; docxtpl takes the mark away, so it is looked for before."""
    if re.search(r"\{[{%]r\s", re.sub(r"<[^>]+>", "", xml)):
        raise BadTemplate(_("模板里用了 {{r …}} 写法，这里不支持。请改为 {{ … }}。"))


def _opened(content: bytes, name: str) -> Any:
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.init_docx()
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise BadTemplate(_("“%(name)s”不是 Word 文档（.docx），或文件已损坏。") % {"name": name}) from error
    return template


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=True)
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    return environment


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _has(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.namelist()
