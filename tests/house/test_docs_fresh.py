"""A generated page that is not what the code says now fails here: run `make docs`."""

import importlib.util
import pathlib
import re

import pytest


@pytest.fixture
def writer(monkeypatch):
    monkeypatch.delenv("MINZHENG_PROGRAM_PATHS", raising=False)
    spec = importlib.util.spec_from_file_location("write_docs", "scripts/write_docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_fresh(writer):
    stale = [
        path.name
        for path, text in writer.pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]

    assert stale == []


def test_decisions_are_numbered_once():
    numbers = [path.name[:4] for path in pathlib.Path("docs/adr").glob("[0-9]*.md")]

    assert len(numbers) == len(set(numbers))


def test_links_between_pages_lead_somewhere():
    pages = [*pathlib.Path("docs").rglob("*.md"), pathlib.Path("README.md"), pathlib.Path("README.zh-CN.md")]

    broken = [
        f"{page}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_every_page_is_in_the_index():
    docs = pathlib.Path("docs")
    linked = re.findall(r"\]\(([^)#]+)", (docs / "index.md").read_text(encoding="utf-8"))

    pages = {
        str(page.relative_to(docs))
        for kind in ("tutorials", "guides", "reference", "explanation")
        for page in (docs / kind).glob("*.md")
    }

    assert sorted(pages - set(linked)) == []
