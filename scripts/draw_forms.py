"""Draw every form with sample people as pictures, one a page, to be looked at: var/forms/CODE-1.png."""

import datetime as dt
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INTO = ROOT / "var" / "forms"
DOTS_PER_INCH = 96


def main() -> None:
    """Draw all forms, or those named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minzheng.config.settings")
    os.environ.setdefault("MINZHENG_DEBUG", "1")
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from minzheng.paperwork import forms, printing  # noqa: PLC0415 - django set up

    INTO.mkdir(parents=True, exist_ok=True)
    at = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
    for form in forms.everything():
        if not sys.argv[1:] or form.code in sys.argv[1:]:
            command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-png", "-", str(INTO / form.code)]
            subprocess.run(command, input=printing.preview(form, at=at), check=True)
    print(f"{len(list(INTO.glob('*.png')))} pages in {INTO.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
