from datetime import date

import pytest

from minzheng.rules.errors import RuleError
from minzheng.rules.strict_yaml import LARGEST_FILE_BYTES, load_file, load_text, refuse_unknown_keys

BROKEN = {
    "a: 1\na: 2\n": "重复",
    "on: 1\n": "是/否",
    "a: yes\n": "含义不清",
    "a: No\n": "含义不清",
    "a: off\n": "含义不清",
    "a: 0.2\n": "不是整数",
    "a: 1e3\n": "不是整数",
    "a: .5\n": "不是整数",
    "a: .nan\n": "不是整数",
    "a: 0420\n": "不是整数",
    "a: 1_000\n": "不是整数",
    "a: 0x1F\n": "不是整数",
    "a: 0o17\n": "不是整数",
    "a: 1:30\n": "不是整数",
    "a: 1,000\n": "不是整数",
    "where: 420581\n": "加引号",
    "where: 42\n": "加引号",
    "a: 2026-02-30\n": "没有 2026-02-30",
    "a: &x 1\nb: *x\n": "锚点",
    "a: !!python/object:os.system 1\n": "标签",
    "a: 1\n---\nb: 2\n": "一份内容",
    "a: [1, 2\n": "不是正确的YAML",
    "a:\n\t- 1\n": "不是正确的YAML",
    "": "空的",
    "? [a, b]\n: 1\n": "键必须是文字",
    "a: {b: 1, b: 2}\n": "重复",
}


@pytest.mark.parametrize("content", BROKEN, ids=repr)
def test_broken_files_are_refused_with_the_reason(content):
    with pytest.raises(RuleError, match=BROKEN[content]):
        load_text(content, "文件")


def test_the_message_names_file_and_line():
    with pytest.raises(RuleError, match=r"parameters\.yaml 第3行"):
        load_text("a: 1\nb: 2\nc: 0.5\n", "parameters.yaml")


def test_what_is_clear_is_read():
    content = (
        'a: 12\nb: -3\nc: true\nd: null\ne: 2026-07-01\nwhere: "420581"\nf: 国务院令第649号\ng: "0.20"\nh: [1, 2]\n'
    )

    assert load_text(content, "文件") == {
        "a": 12,
        "b": -3,
        "c": True,
        "d": None,
        "e": date(2026, 7, 1),
        "where": "420581",
        "f": "国务院令第649号",
        "g": "0.20",
        "h": [1, 2],
    }


def test_json_is_read_too():
    assert load_text('{"a": 1, "members": [{"b": false}]}', "facts.json") == {"a": 1, "members": [{"b": False}]}


def test_files_that_cannot_be_read_say_why(tmp_path):
    latin = tmp_path / "gbk.yaml"
    latin.write_bytes("名称: 低保".encode("gbk"))
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(b"a" * (LARGEST_FILE_BYTES + 1))

    with pytest.raises(RuleError, match="UTF-8"):
        load_file(latin)
    with pytest.raises(RuleError, match="超过"):
        load_file(huge)
    with pytest.raises(RuleError, match="读不到"):
        load_file(tmp_path / "none.yaml")


def test_deep_nesting_is_refused():
    with pytest.raises(RuleError):
        load_text("[" * 5000 + "]" * 5000, "文件")


def test_unknown_and_lacking_keys_are_named():
    with pytest.raises(RuleError, match=r"valu.*可用的键：value"):
        refuse_unknown_keys({"valu": 1}, ("value",), (), "指标")
    with pytest.raises(RuleError, match="缺少“value”"):
        refuse_unknown_keys({}, ("value",), ("value",), "指标")
