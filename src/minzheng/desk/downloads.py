"""Files that leave the house."""

from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
PDF = "application/pdf"
ZIP = "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Send bytes as a file of this name (Chinese names as RFC 6266 writes them); never kept by a cache."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": disposition})
