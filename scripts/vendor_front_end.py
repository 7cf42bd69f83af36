"""Fetch the front-end assets with `npm pack` on a developer's machine; write them and their sums into static/vendor.

The target machine never runs this: what it writes is committed. Take a new icon by adding its name to ICONS.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import tarfile
import tempfile

VENDOR = pathlib.Path("src/minzheng/ui/static/vendor")
TABLER, TABLER_ICONS = "@tabler/core@1.0.0", "@tabler/icons@3.51.0"
ICONS = """
alert-triangle arrow-back-up arrow-right ban book-2 calendar-due camera cash check chevron-down chevron-right
circle circle-check clipboard-check clock download eye file-description file-import flag folders gavel
heart-handshake history home hourglass id info-circle list-check lock logout map-pin menu-2 message-2 minus
paperclip pencil plus printer refresh rubber-stamp search send target-arrow transfer-in upload user users x
""".split()  # noqa: SIM905 - forty names read better as words


def unpack(name: str, folder: pathlib.Path) -> pathlib.Path:
    """Return the folder of one npm package at its exact version."""
    command = ["npm", "pack", "--silent", name]
    archive = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
    target = folder / archive.removesuffix(".tgz")
    with tarfile.open(folder / archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def without_source_map(text: str) -> str:
    """A named but missing map makes the hashed static storage fail."""
    return (
        re.sub(r"/\*# sourceMappingURL=.*?\*/|^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE).rstrip() + "\n"
    )


def sprite(icons: pathlib.Path) -> str:
    """All icons in use as symbols of one file; colour and size come from the page."""
    symbols = []
    for name in ICONS:
        body = (icons / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8")
        inner = re.sub(r"\s+", " ", re.search(r"<svg[^>]*>(.*)</svg>", body, flags=re.DOTALL)[1]).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def main() -> None:
    """Write the assets and MANIFEST.json."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        tabler, icons = unpack(TABLER, folder), unpack(TABLER_ICONS, folder)
        css = (tabler / "dist/css/tabler.min.css").read_text(encoding="utf-8")
        texts = {
            "tabler/tabler.min.css": (TABLER, without_source_map(css)),
            "tabler/LICENSE": (TABLER, (tabler / "LICENSE").read_text(encoding="utf-8")),
            "tabler-icons/icons.svg": (TABLER_ICONS, sprite(icons)),
            "tabler-icons/LICENSE": (TABLER_ICONS, (icons / "LICENSE").read_text(encoding="utf-8")),
        }
    manifest = []
    for path, (package, text) in texts.items():
        (VENDOR / path).parent.mkdir(parents=True, exist_ok=True)
        (VENDOR / path).write_text(text, encoding="utf-8")
        package_name, _, version = package.rpartition("@")
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        manifest.append({"file": path, "name": package_name, "version": version, "licence": "MIT", "sha256": sha256})
    (VENDOR / "MANIFEST.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
