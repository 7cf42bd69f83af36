"""Every text a person reads is marked, so that both languages say it."""

import ast
import pathlib
import re

import pytest

from minzheng.kernel.language import catalogue

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


IMPORTED = re.compile(r"import (?:gettext|gettext_lazy|gettext_noop) as (\w+)")
MODULES = {path: path.read_text(encoding="utf-8") for path in sorted(pathlib.Path("src/minzheng").rglob("*.py"))}
VIEWS = sorted(pathlib.Path("src/minzheng/desk/views").glob("*.py"))


def unkept_calls(tree):
    """Yield the line of each domain call whose refusal is caught, but which may write in the reader's language."""
    for node in ast.walk(tree):
        catches = isinstance(node, ast.Try) and any(
            one.type is not None and "Refused" in ast.unparse(one.type) for one in node.handlers
        )
        if catches:
            kept = {id(inner) for each in ast.walk(node) if is_as_kept(each) for inner in ast.walk(each)}
            calls = [each for each in ast.walk(ast.Module(node.body, [])) if isinstance(each, ast.Call)]
            yield from (
                each.lineno
                for each in calls
                if any(word.arg == "by" for word in each.keywords) and id(each) not in kept
            )


def is_as_kept(node):
    return isinstance(node, ast.With) and any("as_kept" in ast.unparse(item) for item in node.items)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_view_lets_the_domain_write_in_chinese(view):
    lines = list(unkept_calls(ast.parse(view.read_text(encoding="utf-8"))))

    assert lines == [], f"{view}: call the domain inside `with as_kept():` (minzheng.kernel.language)"


def eager_names(text):
    """Return the names under which a module knows an eager gettext."""
    return set(re.findall(r"import gettext as (\w+)$", text, re.MULTILINE)) | (
        {"gettext"} if re.search(r"import .*\bgettext\b(?! as)", text) else set()
    )


def eager_calls(node, names, *, is_inside=False):
    """Yield the texts a module would translate while it is imported, when no reader is there."""
    inside = is_inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    if not inside and isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
        yield ast.unparse(node)
    for child in ast.iter_child_nodes(node):
        yield from eager_calls(child, names, is_inside=inside)


def test_no_text_is_translated_at_import():
    found = {str(module): list(eager_calls(ast.parse(text), eager_names(text))) for module, text in MODULES.items()}

    assert {module: calls for module, calls in found.items() if calls} == {}, "use gettext_lazy in modules and classes"


def test_every_name_of_gettext_is_one_the_catalogue_collects():
    named = {str(module): set(IMPORTED.findall(text)) - {"_"} for module, text in MODULES.items()}

    assert {module: names for module, names in named.items() if names} == {}, "call it gettext or _"


MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop"}


def marked(tree):
    """Yield every text that stands in a call of gettext, also inside f-strings, where the collector does not look."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", "") in MARKS:
            text = node.args[0]
            if isinstance(text, ast.Constant) and text.value:
                yield text.value


def test_every_marked_text_is_in_the_catalogue():
    missing = {str(module): set(marked(ast.parse(text))) - set(catalogue()) for module, text in MODULES.items()}

    assert {module: texts for module, texts in missing.items() if texts} == {}, (
        "these are marked where the collector does not see them: take them out of the f-string"
    )
