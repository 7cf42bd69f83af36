"""A setting nobody documented fails here, and so does a documented one that nobody reads."""

import pathlib
import re

READ = re.compile(r'(?:\benv\.\w+|os\.environ\.get)\(\s*"([A-Z_]+)"')
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
# Set for Django's own start-up, not chosen by an operator.
NOT_SETTINGS = {"DJANGO_SETTINGS_MODULE"}


def test_every_environment_variable_is_in_the_reference():
    source = "\n".join(path.read_text(encoding="utf-8") for path in pathlib.Path("src/minzheng").rglob("*.py"))

    documented = ROW.findall(pathlib.Path("docs/reference/settings.md").read_text(encoding="utf-8"))

    assert sorted(documented) == sorted(set(READ.findall(source)) - NOT_SETTINGS)
