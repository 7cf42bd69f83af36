"""Since 2026-07-01 nothing that was granted is withdrawn before the household was heard."""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household

from .citations import SINCE_2026_07, law

HEARD = law(SINCE_2026_07, act="第四十八条")


@household.value("取消以前还须听取意见", law=HEARD, unit="yes_no", only_if="is_phased", otherwise=False)
def owes_hearing(is_phased: bool, withheld_fen: Fen, is_opinion_heard: bool = False) -> bool:
    return withheld_fen > 0 and not is_opinion_heard


@household.value("取消的余额", law=HEARD, only_if="is_phased", otherwise=0)
def cancelled_fen(is_phased: bool, withheld_fen: Fen, owes_hearing: bool) -> Fen:
    return 0 if owes_hearing else withheld_fen
