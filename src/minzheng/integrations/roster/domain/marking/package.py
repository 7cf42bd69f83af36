"""An office's own xlsx file with marks put in: only the parts that must change are touched."""

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.marking import comments_xml, problem_list, sheet_xml
from minzheng.integrations.roster.domain.marking.marks import Finding, Marks, marks_by_sheet
from minzheng.integrations.roster.domain.marking.styles_xml import Styles
from minzheng.integrations.roster.domain.reading.book import Position

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
EMPTY_RELATIONS = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{RELATIONS}"/>'
# Which sheet is open in front: the list is.
SELECTED = re.compile(rb'(<(?:\w+:)?sheetView\b[^>]*?)\stabSelected="(?:1|true)"')
LIST_PART = "xl/worksheets/minzheng_problems.xml"


@dataclass
class _Package:
    """The parts of the file, those that changed, and what is new."""

    parts: dict[str, bytes]
    sheets: dict[str, str]
    styles_part: str
    new_types: list[str] = field(default_factory=list)

    def text(self, part: str, empty: str = "") -> str:
        return self.parts[part].decode("utf-8-sig") if part in self.parts else empty


def marked(content: bytes, findings: Sequence[Finding], *, heading: str) -> bytes:
    """Return the workbook with its problem cells coloured and commented, and the list of findings in front.

    Raises ValueError for a file that is built in a way we do not change by hand.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        package = _open({name: archive.read(name) for name in names})
    styles = Styles.read(package.parts[package.styles_part])
    maps = {title: sheet_xml.map_of(package.parts[part]) for title, part in package.sheets.items()}
    tops = {title: _tops(found.merged) for title, found in maps.items()}
    for number, (title, marks) in enumerate(marks_by_sheet(findings, tops=tops).items(), 1):
        if title not in package.sheets:
            continue
        part, sheet = package.sheets[title], maps[title]
        wanted = {cell: styles.coloured(sheet.styles.get(cell, 0), mark.colour) for cell, mark in marks.items()}
        anchor = _add_comments(package, part, marks, number)
        package.parts[part] = sheet_xml.patched(package.parts[part], sheet, wanted, legacy_drawing=anchor)
    _add_list(package, findings, heading, styles)
    package.parts[package.styles_part] = styles.written()
    _add_types(package)
    return _written(package.parts, names)


def _open(parts: dict[str, bytes]) -> _Package:
    workbook, relations = (
        parts[part].decode("utf-8-sig") for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    )
    if "purl.oclc.org" in workbook:
        raise ValueError("the strict kind of the format")
    targets, styles = {}, ""
    for tag in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", relations):
        target = posixpath.normpath(posixpath.join("/xl", _attribute(tag, "Target"))).lstrip("/")
        targets[_attribute(tag, "Id")] = target
        if _attribute(tag, "Type").endswith("/styles"):
            styles = target
    sheets = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", workbook):
        found = re.search(r'\s\w+:id\s*=\s*"([^"]+)"', tag)
        part = targets.get(found[1], "") if found else ""
        if part.startswith("xl/worksheets/") and part in parts:
            sheets[html.unescape(_attribute(tag, "name"))] = part
    if not styles or styles not in parts or not sheets:
        raise ValueError("no styles or no sheets")
    return _Package(parts, sheets, styles)


def _tops(merged: Sequence[tuple[Position, Position]]) -> dict[Position, Position]:
    return {
        (row, column): top
        for top, bottom in merged
        # A range over whole columns is layout; only the rows near its beginning could be meant.
        for row in range(top[0], min(bottom[0], top[0] + 5_000) + 1)
        for column in range(top[1], min(bottom[1], top[1] + 200) + 1)
    }


def _add_comments(package: _Package, part: str, marks: Marks, number: int) -> str:
    """Put the comments in; return the id of their drawing if the sheet has no anchor for one yet."""
    folder, name = posixpath.split(part)
    relations_part = f"{folder}/_rels/{name}.rels"
    relations = package.text(relations_part, EMPTY_RELATIONS)
    comments = _related(relations, "/comments", folder) or f"xl/minzheng_comments{number}.xml"
    drawing = _related(relations, "/vmlDrawing", folder) or f"xl/drawings/minzheng_vml{number}.vml"
    anchor = ""
    before = comments_xml.commented(package.text(comments))
    if drawing not in package.parts:
        anchor = f"rIdMinzhengVml{number}"
        relations = _with_relation(relations, anchor, f"{OFFICE}/vmlDrawing", f"/{drawing}")
    if comments not in package.parts:
        relations = _with_relation(relations, f"rIdMinzhengComments{number}", f"{OFFICE}/comments", f"/{comments}")
        package.new_types.append(f'<Override PartName="/{comments}" ContentType="{COMMENTS_TYPE}"/>')
    said = comments_xml.with_comments(
        package.text(comments, comments_xml.EMPTY_COMMENTS), marks, author=_("民政系统预检")
    )
    boxes = comments_xml.with_boxes(package.text(drawing, comments_xml.EMPTY_DRAWING), marks, leave_out=before)
    package.parts |= {comments: said.encode(), drawing: boxes.encode(), relations_part: relations.encode()}
    return anchor


def _add_list(package: _Package, findings: Sequence[Finding], heading: str, styles: Styles) -> None:
    """Put the list in front: the sheet that was first is now second, and so is whatever counted sheets by place."""
    name = problem_list.free_name(package.sheets)
    sheet = problem_list.sheet_xml(findings, heading=heading, sheets=tuple(package.sheets), style=styles.wrapped())
    for part in package.sheets.values():
        package.parts[part] = SELECTED.sub(rb"\1", package.parts[part])
    package.parts[LIST_PART] = sheet.encode()
    package.new_types.append(f'<Override PartName="/{LIST_PART}" ContentType="{SHEET_TYPE}"/>')
    relations = package.text("xl/_rels/workbook.xml.rels")
    relations = _with_relation(relations, "rIdMinzhengList", f"{OFFICE}/worksheet", f"/{LIST_PART}")
    workbook = package.text("xl/workbook.xml")
    opening = re.search(r"<((?:\w+:)?)sheets\s*>", workbook)
    if opening is None:
        raise ValueError("no sheets")
    taken = [int(each) for each in re.findall(r'<(?:\w+:)?sheet\s[^>]*sheetId\s*=\s*"(\d+)"', workbook)]
    tag = (
        f'<{opening[1]}sheet xmlns:mzr="{OFFICE}" name="{comments_xml.clean(name)}" sheetId="{max(taken) + 1}"'
        ' mzr:id="rIdMinzhengList"/>'
    )
    workbook = workbook[: opening.end()] + tag + workbook[opening.end() :]
    workbook = re.sub(r'(\slocalSheetId\s*=\s*")(\d+)"', lambda found: f'{found[1]}{int(found[2]) + 1}"', workbook)
    workbook = re.sub(r'(<(?:\w+:)?workbookView\b[^>]*?)\s(?:activeTab|firstSheet)="\d+"', r"\1", workbook)
    workbook = re.sub(r'(<(?:\w+:)?workbookView\b[^>]*?)\s(?:activeTab|firstSheet)="\d+"', r"\1", workbook)
    package.parts |= {"xl/_rels/workbook.xml.rels": relations.encode(), "xl/workbook.xml": workbook.encode()}


def _add_types(package: _Package) -> None:
    types = package.text("[Content_Types].xml")
    if not re.search(r'<Default\s[^>]*Extension\s*=\s*"vml"', types, re.IGNORECASE):
        package.new_types.insert(0, f'<Default Extension="vml" ContentType="{VML_TYPE}"/>')
    at = types.rindex("</Types>")
    package.parts["[Content_Types].xml"] = (types[:at] + "".join(package.new_types) + types[at:]).encode()


def _written(parts: dict[str, bytes], order: list[str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in [*order, *(name for name in parts if name not in order)]:
            archive.writestr(name, parts[name])
    return buffer.getvalue()


def _related(relations: str, kind: str, folder: str) -> str:
    for tag in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", relations):
        if _attribute(tag, "Type").endswith(kind):
            return posixpath.normpath(posixpath.join(f"/{folder}", _attribute(tag, "Target"))).lstrip("/")
    return ""


def _with_relation(relations: str, identity: str, kind: str, target: str) -> str:
    relations = re.sub(r"(<Relationships\b[^>]*?)\s*/>", r"\1></Relationships>", relations)
    if "</Relationships>" not in relations:
        raise ValueError("relations written in another way")
    tag = f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'
    return relations.replace("</Relationships>", f"{tag}</Relationships>")


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\s{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return (found[1] or found[2] or "") if found else ""
