"""A setting nobody documented fails here, and so does a documented one that nobody reads."""

import pathlib
import re

READ = re.compile(r'"(MINZHENG_[A-Z_]+|DATABASE_URL)"')
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def test_every_environment_variable_is_in_the_reference():
    source = "\n".join(path.read_text(encoding="utf-8") for path in pathlib.Path("src/minzheng").rglob("*.py"))

    documented = ROW.findall(pathlib.Path("docs/reference/settings.md").read_text(encoding="utf-8"))

    assert sorted(documented) == sorted(set(READ.findall(source)))
