"""What is shipped to browsers is what was vendored, and nothing in it is too new for Chrome 109."""

import hashlib
import json
import re
from pathlib import Path

import minzheng.ui

STATIC = Path(minzheng.ui.__file__).parent / "static"
VENDOR = STATIC / "vendor"
TOO_NEW = ("oklch(", "light-dark(", "color-mix(", ":has(")


def test_manifest_names_every_vendored_file_with_its_sum():
    manifest = json.loads((VENDOR / "MANIFEST.json").read_text(encoding="utf-8"))

    sums = {row["file"]: row["sha256"] for row in manifest}

    on_disk = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "MANIFEST.json"
    }
    assert sums == on_disk
    assert {tuple(row) for row in manifest} == {("file", "name", "version", "licence", "sha256")}


def test_no_shipped_css_needs_a_newer_browser():
    found = [
        (path.name, word)
        for path in STATIC.rglob("*.css")
        for word in TOO_NEW
        if word in path.read_text(encoding="utf-8") and not (word == ":has(" and "tabler" in path.name)
    ]

    assert found == []


def test_no_shipped_file_names_a_source_map():
    found = [path.name for path in STATIC.rglob("*.*s*") if "sourceMappingURL=" in path.read_text(encoding="utf-8")]

    assert found == []


def test_every_icon_in_a_template_is_in_the_sprite():
    sprite = (VENDOR / "tabler-icons" / "icons.svg").read_text(encoding="utf-8")
    source = Path(minzheng.ui.__file__).parent.parent
    used = {
        name
        for template in source.rglob("templates/**/*.html")
        for name in re.findall(r'{% icon "([a-z0-9-]+)"', template.read_text(encoding="utf-8"))
    }

    assert {name for name in used if f'<symbol id="{name}"' not in sprite} == set()


def test_own_css_has_no_text_under_12_pixels():
    css = (STATIC / "ui" / "minzheng.css").read_text(encoding="utf-8")

    sizes = [int(size) for size in re.findall(r"font(?:-size)?:[^;]*?(\d+)px", css)]

    assert min(sizes) == 12
