"""Every text a person reads is marked, so that both languages say it."""

import pathlib
import re

import pytest

TEMPLATES = sorted(pathlib.Path("src/minzheng").rglob("templates/**/*.html"))
# What a marked text, a comment and a tag's marked argument look like.
MARKED = re.compile(
    r"\{% blocktranslate.*?\{% endblocktranslate %\}|\{% translate .*?%\}|_\(\"[^\"]*\"\)|\{#.*?#\}|"
    r"\{% comment.*?\{% endcomment %\}",
    re.DOTALL,
)
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]+")


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_chinese_stands_unmarked_in_a_template(template):
    bare = MARKED.sub("", template.read_text(encoding="utf-8"))

    assert CHINESE.findall(bare) == [], (
        f'{template}: wrap these in {{% translate "…" %}} or {{% blocktranslate %}}…{{{{ name }}}}…'
        f'{{% endblocktranslate %}} (tag arguments: _("…"); lists: |listed instead of |join:"、")'
    )
