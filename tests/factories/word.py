"""Word documents made here, so that no binary stands in the repository."""

import io

from docx import Document
from docx.shared import Pt, RGBColor


def document(*paragraphs: str, table: list[list[str]] | None = None, header: str = "") -> bytes:
    """Return a .docx of these paragraphs, with a table after them."""
    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table:
        grid = made.add_table(rows=0, cols=len(table[0]))
        for row in table:
            cells = grid.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    if header:
        made.sections[0].header.paragraphs[0].text = header
    return saved(made)


def hidden(text: str, *, how: str) -> bytes:
    """Return a .docx in which a paragraph cannot be seen: hidden, white, or tiny."""
    made = Document()
    made.add_paragraph("{{ applicant.name }}")
    font = made.add_paragraph().add_run(text).font
    if how == "hidden":
        font.hidden = True
    elif how == "white":
        font.color.rgb = RGBColor(255, 255, 255)
    else:
        font.size = Pt(1)
    return saved(made)


def saved(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def text_of(content: bytes) -> str:
    """Return all text of a document, tables included."""
    made = Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])
