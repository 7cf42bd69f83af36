"""Since 2015-04-21: dibao and the destitute get at least 70 per cent within the cap (国办发〔2015〕30号)."""

from minzheng.rules.declare import household

from .citations import AID, within

DESTITUTE, DIBAO = 1, 2


@household.value("救助比例（重点救助对象不低于规定）", law=within(AID, ("notice_30",)), unit="basis_points")
def ratio(group: int, local_ratio: int, medical_key_ratio_floor: int) -> int:
    return max(local_ratio, medical_key_ratio_floor) if group == DESTITUTE or group == DIBAO else local_ratio
