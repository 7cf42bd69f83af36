"""The layer a family falls into, in this order; one family, one layer, named also where nothing is paid."""

from minzheng.rules.declare import household, members, person

from .citations import SINCE_2021, SINCE_2025, early, since_2012, since_2021, since_2025

IN_2021 = since_2021("第八条", "第二十一条")
DESTITUTE = {
    "notice_19": "农村五保供养工作条例（国务院令第456号）",
    "notice_220": "农村五保供养工作条例（国务院令第456号）",
    "order_649": "国务院令第649号 第十四条",
    **since_2021("第四条", "第十六条"),
}
REFORM = "关于改革完善社会救助制度的意见（2020年）"
MONITORED = {**dict.fromkeys(SINCE_2021, REFORM), **dict.fromkeys(SINCE_2025, f"{REFORM}；国办发〔2023〕39号 第二条")}


@person.value("低收入人口监测对象", law=MONITORED, unit="yes_no")
def is_monitored_member(is_counted: bool, is_monitored: bool = False) -> bool:
    return is_counted and is_monitored


any_monitored = members.any("有低收入人口监测对象", law=MONITORED, of="is_monitored_member")


@household.layer("destitute", "特困供养", law=DESTITUTE)
def layer_destitute(is_destitute_household: bool) -> bool:
    return is_destitute_household


@household.layer("dibao_single", "低保（单人户）", law=IN_2021)
def layer_single(
    income_below_line: bool,
    one_applies_alone: bool,
    single_entitled: int,
    alone_is_of_edge_household: bool,
    family_is_not_entitled_whole: bool,
) -> bool:
    entitled = single_entitled > 0 and one_applies_alone and income_below_line
    return entitled and alone_is_of_edge_household and family_is_not_entitled_whole


@household.layer("dibao_single", "低保（单人户）", law=since_2012("第十条"))
def layer_single_before_2021(income_below_line: bool, one_applies_alone: bool, single_entitled: int) -> bool:
    return single_entitled > 0 and one_applies_alone and income_below_line


@household.layer("dibao", "低保", law={**since_2012("第四条", "第九条"), **since_2021("第四条", "第十八条")})
def layer_dibao(is_dibao_household: bool) -> bool:
    return is_dibao_household


@household.layer("dibao", "低保", law={"notice_19": early("第二条", "第三条")["notice_19"]})
def layer_early_dibao(income_below_line: bool, somebody_counts: bool) -> bool:
    return income_below_line and somebody_counts


@household.layer("dibao", "低保", law={"order_271": "国务院令第271号 第二条"})
def layer_urban_dibao(is_urban_resident: bool, income_below_line: bool, somebody_counts: bool) -> bool:
    return is_urban_resident and income_below_line and somebody_counts


@household.layer("edge", "低保边缘家庭", law=IN_2021)
def layer_edge(is_edge_household: bool) -> bool:
    return is_edge_household


@household.layer("rigid_expenditure", "刚性支出困难家庭", law=since_2025("第四条", "第二十二条"))
def layer_rigid(is_rigid_household: bool) -> bool:
    return is_rigid_household


@household.layer("monitored", "低收入人口监测", law=MONITORED)
def layer_monitored(any_monitored: bool) -> bool:
    return any_monitored
