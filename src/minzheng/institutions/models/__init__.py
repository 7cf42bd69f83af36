"""What is kept of places with beds."""

from minzheng.institutions.models.care import CareItem, CareMark
from minzheng.institutions.models.money import Pot, Voucher, Works, WorksStep
from minzheng.institutions.models.place import (
    Bed,
    CommitteeMember,
    Duty,
    Institution,
    Menu,
    Room,
    Training,
    Worker,
)
from minzheng.institutions.models.safety import Complaint, Defect, Incident, SafetyCheck
from minzheng.institutions.models.stay import (
    Assessment,
    Belongings,
    Departure,
    Entry,
    HealthCheck,
    Leave,
    Residence,
    Visit,
)

__all__ = [
    "Assessment", "Bed", "Belongings", "CareItem", "CareMark", "CommitteeMember", "Complaint", "Defect", "Departure",
    "Duty", "Entry", "HealthCheck", "Incident", "Institution", "Leave", "Menu", "Pot", "Residence", "Room",
    "SafetyCheck", "Training", "Visit", "Voucher", "Worker", "Works", "WorksStep",
]  # fmt: skip
