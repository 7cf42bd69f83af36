"""Single values: names, relations, accounts, phones, pinyin."""

import pytest

from minzheng.registry.codes import check_relation
from minzheng.registry.enums import (
    FEMALE_HEAD_RELATIONS,
    FEMALE_RELATIONS,
    MALE_HEAD_RELATIONS,
    MALE_RELATIONS,
    Relation,
)
from minzheng.registry.pinyin import name_tokens, read_name
from minzheng.registry.validators import clean_account_number, clean_name, clean_phone, is_card_number_likely


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王 小　明", "王小明"),
        ("阿不都•热合曼", "阿不都·热合曼"),
        ("阿不都・热合曼", "阿不都·热合曼"),
        ("Anna  Maria Smith", "Anna Maria Smith"),
        ("ＡＮＮＡ", "ANNA"),
        ("〇五", "〇五"),
        ("㛃䶮", "㛃䶮"),
        ("𫖯", "𫖯"),
    ],
)
def test_name_is_kept_clean(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", " ", "12", "王*明", "王（小）", "王\ufffd", "王\u200b", "王" * 31, "某某", "不详", "..."]
)
def test_what_is_no_name_is_refused(typed):
    with pytest.raises(ValueError, match="姓名"):
        clean_name(typed)


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("单雄信", "shanxiongxin", "sxx"),
        ("仇英", "qiuying", "qy"),
        ("解缙", "xiejin", "xj"),
        ("区大相", "oudaxiang", "odx"),
        ("查良镛", "zhaliangyong", "zly"),
        ("曾国藩", "zengguofan", "zgf"),
        ("任正非", "renzhengfei", "rzf"),
        ("朴树", "piaoshu", "ps"),
        ("盖叫天", "gejiaotian", "gjt"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟卨", "moqixie", "mqx"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("覃勇", "qinyong", "qy"),
        ("吕布", "lvbu", "lb"),
        ("Anna Smith", "annasmith", "a"),
        ("阿不都·热合曼", "abudurheman", "abdrhm"),
    ],
)
def test_name_is_read(name, full, initials):
    if "·" in name:
        assert read_name(name).initials == initials
    else:
        assert read_name(name) == (full, initials)


def test_tokens_of_a_name():
    assert name_tokens("曾小贤") == {
        "曾", "小", "贤", "曾小", "小贤", "zengxiaoxian", "zxx", "cengxiaoxian", "cxx",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "sex", "head_sex"),
    [
        ("02", "1", "1"),
        ("10", "2", "1"),
        ("10", "1", "2"),
        ("54", "2", "2"),
        ("55", "1", "1"),
        ("99", "1", "2"),
        ("40", "2", "1"),
    ],
)
def test_relation_that_fits(code, sex, head_sex):
    check_relation(code, sex=sex, head_sex=head_sex)


@pytest.mark.parametrize(
    ("code", "sex", "head_sex", "reason"),
    [
        ("54", "2", "1", "与户主性别不符：户主为男性"),
        ("54", "1", "2", "与性别不符"),
        ("12", "2", "2", "与户主性别不符：户主为女性"),
        ("11", "1", "1", "与户主性别不符：户主为男性"),
        ("10", "1", "1", "两人均为男性"),
        ("20", "2", "1", "与性别不符：身份证号码显示为女性"),
        ("01", "1", "1", "不能填“本人"),
        ("00", "1", "1", "不是 GB/T 4761 的代码"),
        ("", "1", "1", "不是 GB/T 4761 的代码"),
    ],
)
def test_relation_that_contradicts(code, sex, head_sex, reason):
    with pytest.raises(ValueError, match=reason):
        check_relation(code, sex=sex, head_sex=head_sex)


def test_relation_sets_are_of_the_list_and_apart():
    assert set(Relation.values) >= MALE_RELATIONS | FEMALE_RELATIONS | MALE_HEAD_RELATIONS | FEMALE_HEAD_RELATIONS
    assert set() == MALE_RELATIONS & FEMALE_RELATIONS


def test_account_number_is_folded_and_luhn_is_advice():
    number = clean_account_number("６２２２-0000 0000 0000 018")

    assert number == "6222000000000000018"
    assert (is_card_number_likely("6222020000000000018"), is_card_number_likely("79927398713")) == (
        sum_is_ten("6222020000000000018"),
        True,
    )
    assert is_card_number_likely("79927398714") is False


def sum_is_ten(number):
    doubled = [int(letter) * 2 for letter in number[-2::-2]]
    return (sum(map(int, number[-1::-2])) + sum(each // 10 + each % 10 for each in doubled)) % 10 == 0


@pytest.mark.parametrize(
    ("typed", "kept"), [("", ""), ("138-0000-0000", "13800000000"), ("（0717）1234567", "07171234567")]
)
def test_phone_is_kept_as_digits(typed, kept):
    assert clean_phone(typed) == kept


@pytest.mark.parametrize("typed", ["12", "电话", "1380000000000000"])
def test_what_is_no_phone_is_refused(typed):
    with pytest.raises(ValueError, match="联系电话应为"):
        clean_phone(typed)
