"""Checks of single values. Each returns the value in its kept form or raises ValueError with a Chinese reason."""

import re
import unicodedata

from django.utils.translation import gettext as _

NAME_LONGEST = 30
# Words that offices write where a name is missing. Nobody unnamed is registered.
NOT_NAMES = frozenset(
    {"无", "无名", "无名氏", "未知", "不详", "不明", "姓名", "户主", "某某", "某", "暂无", "待定", "待补", "空", "测试"}
)
DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅．●﹒", "·"))


def clean_name(text: str) -> str:
    """Return the name without spaces (between Latin words one stays), full-width forms folded, one kind of middle dot.

    Raises ValueError if it is empty, a placeholder, too long, or has characters that no name has.
    """
    folded = unicodedata.normalize("NFKC", text.translate(DOTS)).translate(DOTS)
    # Between Latin words a space belongs to the name; between Chinese characters it is layout.
    is_latin = re.fullmatch(r"[A-Za-z .'\-]*", folded)
    name = (" " if is_latin else "").join(folded.split())
    if not name or name in NOT_NAMES:
        raise ValueError(
            _("姓名为空或不是姓名（%(text)s）。无名的人不能登记，请按居民身份证填写姓名")
            % {"text": text.strip() or _("空白")}
        )
    if len(name) > NAME_LONGEST:
        raise ValueError(
            _("姓名长 %(count)s 个字，超过 %(most)s 个字，请核对是否填入了其他内容")
            % {"count": len(name), "most": NAME_LONGEST}
        )
    strange = [letter for letter in name if not is_name_letter(letter)]
    if strange:
        raise ValueError(
            _(
                "姓名“%(name)s”中有不能登记的字符“%(letter)s”（U+%(code)s）。"
                "姓名只能用汉字、字母和间隔号“·”；自造字请按公安机关的规范字填写"
            )
            % {"name": name, "letter": strange[0], "code": f"{ord(strange[0]):04X}"}
        )
    if not any(letter.isalpha() or letter == "〇" for letter in name):
        raise ValueError(_("姓名“%(name)s”没有文字，请按居民身份证填写姓名") % {"name": name})
    return name


def is_name_letter(letter: str) -> bool:
    """Say whether names are written with this character: ideographs, Latin letters, the middle dot, a space."""
    if letter in "·〇 .'-" or (letter.isascii() and letter.isalpha()):
        return True
    return unicodedata.name(letter, "").startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH"))


def clean_account_number(text: str) -> str:
    """Return the account number as ASCII digits, separators dropped; raise ValueError if it cannot be one."""
    number = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]{8,32}", number):
        raise ValueError(_("银行账号应为 8 至 32 位数字，请对照存折或银行卡重新填写"))
    return number


def is_card_number_likely(number: str) -> bool:
    """Say whether the Luhn check of bank cards holds. Advice only: passbook numbers need not pass."""
    total = 0
    for position, letter in enumerate(reversed(number)):
        digit = int(letter) * (1 + position % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def clean_phone(text: str) -> str:
    """Return the phone number as digits (and one leading +), empty if none; raise ValueError if it cannot be one."""
    number = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", text))
    if number and not re.fullmatch(r"\+?[0-9]{7,15}", number):
        raise ValueError(_("联系电话应为 7 至 15 位数字，请核对后重新填写；没有电话可以不填"))
    return number


def clean_text(text: str, *, what: str, longest: int) -> str:
    """Return the text without outer blanks; raise ValueError if it is empty or too long. `what` names it in Chinese."""
    kept = " ".join(text.split())
    if not kept:
        raise ValueError(_("%(what)s没有填写，请填写%(what)s") % {"what": what})
    if len(kept) > longest:
        raise ValueError(
            _("%(what)s长 %(count)s 个字，超过 %(longest)s 个字，请缩短")
            % {"what": what, "count": len(kept), "longest": longest}
        )
    return kept
