"""What the office keeps of the help beside the benefit."""

from minzheng.care.models.course import Attendance, Course, Enrolment
from minzheng.care.models.job import FollowUp, Introduction, Placement, Vacancy
from minzheng.care.models.paper import CarePaper
from minzheng.care.models.referral import Referral, ReferralAnswer

__all__ = [
    "Attendance", "CarePaper", "Course", "Enrolment", "FollowUp", "Introduction", "Placement", "Referral",
    "ReferralAnswer", "Vacancy",
]  # fmt: skip
