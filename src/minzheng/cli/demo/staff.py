"""The people who work in the sample county: one account per role to try, and the colleagues that four eyes need."""

import datetime as dt
from dataclasses import dataclass

from minzheng.accounts.domain import staff as staff_domain
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.registry.models import Division

PASSWORD = "minzheng-demo"  # noqa: S105 - printed on the console of the demo; there is nothing real behind it
# Who can sign in; hashing a password for everybody else would only make the visitor wait.
SIGN_IN = {"village1", "township1", "township1b", "township2", "checker", "county", "county2"}
SIGN_IN |= {"finance", "finance2", "leader", "auditor"}

NAMES = (
    "张明华 李秀兰 王建军 陈春梅 刘志强 周桂芳 赵永刚 孙丽娟 吴海涛 郑玉梅 冯国平 何凤英 "
    "许文杰 邓红霞 彭长林 曾爱莲 余德福 潘小燕 田伟 董静 袁超 于敏 程亮 魏芳 "
    "任勇 姜艳 范涛 石慧 姚军 谭霞 廖斌 邹玲 熊辉 陆敏 汪洋 夏琳"
)


@dataclass
class Offices:
    """Who does what. Townships and villages by division code."""

    townships: dict[str, tuple[Staff, Staff]]
    villages: dict[str, Staff]
    checker: Staff
    decider: Staff
    second_decider: Staff
    preparer: Staff
    finance: Staff
    leader: Staff
    auditor: Staff


def create(county: str, townships: list[Division], villages: list[Division], at: dt.datetime) -> Offices:
    """Two officers in every township, two village workers, and the county's own."""

    def account(username: str, name: str, role: str, *areas: str) -> Staff:
        password = PASSWORD if username in SIGN_IN else None
        return staff_domain.create(
            username=username, name=name, role=role, areas=list(areas), password=password, by=None, at=at
        )

    names = iter(NAMES.split())
    officers = {}
    for number, township in enumerate(townships, start=1):
        officers[township.code] = (
            account(f"township{number}", next(names), Role.TOWNSHIP_OFFICER, township.code),
            account(f"township{number}b", next(names), Role.TOWNSHIP_OFFICER, township.code),
        )
    workers = {
        village.code: account(f"village{number}", next(names), Role.VILLAGE_WORKER, village.code)
        for number, village in enumerate(villages, start=1)
    }
    return Offices(
        townships=officers,
        villages=workers,
        checker=account("checker", "胡敬之", Role.COUNTY_OFFICER, county),
        decider=account("county", "沈思齐", Role.COUNTY_OFFICER, county),
        second_decider=account("county2", "罗怀远", Role.COUNTY_OFFICER, county),
        preparer=account("finance", "韩静宜", Role.FINANCE_OFFICER, county),
        finance=account("finance2", "唐守正", Role.FINANCE_OFFICER, county),
        leader=account("leader", "崔立信", Role.LEADER, county),
        auditor=account("auditor", "白知微", Role.AUDITOR, county),
    )
