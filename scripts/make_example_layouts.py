"""Write examples/layouts/F01.xlsx to F10.xlsx: the public layouts as an office fills them in. Same bytes on every run.

Nobody in them exists: ID numbers lie in region 429999. They are the workbooks the tests are made of.
"""

import datetime as dt
import os
import pathlib
import sys
from collections.abc import Callable
from typing import Any

import django

HERE = pathlib.Path(__file__).resolve().parent.parent
TARGET = HERE / "examples" / "layouts"


def write(target: pathlib.Path = TARGET) -> list[pathlib.Path]:
    """Write the ten workbooks; return their paths."""
    from tests.factories import layouts as make  # noqa: PLC0415 - after set-up

    from minzheng.kernel.idnumber import impossible  # noqa: PLC0415 - after set-up

    # The county's first township: whoever tries the sample county as township1 may hand them in.
    make.TOWN, make.VILLAGE_NAME = "陆城街道", "十里铺村"
    try:
        return _write(target, make, impossible)
    finally:
        make.TOWN, make.VILLAGE_NAME = "高坝洲镇", "湾市村"


def _write(target: pathlib.Path, make: Any, impossible: Callable[[dt.date, int], str]) -> list[pathlib.Path]:
    numbers = [impossible(dt.date(1960 + n, 3, 1 + n), 901 + 2 * n) for n in range(20)]
    said = {"健康状况": "肢体二级残疾", "职业状况": "务农", "年收入(元)": 3600}
    head = make.person("白大川", "户主", number=numbers[0], **said)
    member = {
        "低保证编号": "420581101209001",
        "户主姓名": "蓝长河",
        "家庭成员姓名": "蓝长河",
        "性别": "男",
        "与户主关系": "户主",
        "身份证号码": numbers[4],
        "住房情况": "1",
    }
    place = {"行政区划代码": "陆城街道十里铺村"}
    pages = {
        "F01": ("第一户", make.f01(head)),
        "F02": ("第一户", make.f02(numbers[1], "青远山")),
        "F03": ("第一户", make.f03(numbers[2], name="石立春")),
        "F04": ("第一户", make.f04(numbers[3], name="江大川", others=())),
        "F05": make.f05(member),
        "F07": ("统计表", make.f07([[make.TOWN, 20000, 1.2, 120, 240, 2640, 80, 130, 30, 7.2, 792000, 300, 700]])),
        "F08": ("月报表", make.f08({"农村低保人数": 240, "农村低保户数": 120, "农村最低生活保障支出": (7.2, 79.2)})),
        "F09": ("第一户", make.f09_fields(numbers[5], name="竹长河")),
        "F09-list": ("公示", make.f09_list(("梅远山", 2), ("松立春", 1))),
        "F10": (
            "优抚",
            make.f10(
                {"姓名": "云大川", "身份证号": numbers[6], "优抚对象类别": "在乡复员军人"} | place,
                {"姓名": "米长河", "身份证号": numbers[7], "优抚对象类别": "参战参试"} | place,
            ),
        ),
    }
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, page in pages.items():
        path = target / f"{name}.xlsx"
        path.write_bytes(make.sheets(page))
        written.append(path)
    path = target / "F06.xlsx"
    row = make.payment_row(9, 户主姓名="谷立春", 身份证号码=numbers[8], 地区="陆城街道十里铺村")
    path.write_bytes(make.sheets(make.payment_sheet(row), ("汇总", make.summary())))
    return [*written, path]


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minzheng.config.settings")
    os.environ.setdefault("MINZHENG_DEBUG", "1")
    django.setup()
    for path in write():
        print(path.relative_to(HERE))
