"""Tables of casework, one module per station."""

from minzheng.casework.models.application import Application, Supplement
from minzheng.casework.models.appraisal import Appraisal
from minzheng.casework.models.case import Case, NumberSeries
from minzheng.casework.models.county_check import Delegation, SpotCheckDraw, SpotCheckEntry
from minzheng.casework.models.decision import Decision, Letter, LetterPrint, Publication
from minzheng.casework.models.determination import Determination
from minzheng.casework.models.household_visit import Attachment, HouseholdVisit
from minzheng.casework.models.means_check import MeansCheck
from minzheng.casework.models.publicity import Objection, Publicity
from minzheng.casework.models.recertification import OpinionHearing, ReviewProposal

__all__ = [
    "Application", "Appraisal", "Attachment", "Case", "Decision", "Delegation", "Determination", "HouseholdVisit",
    "Letter", "LetterPrint", "MeansCheck", "NumberSeries", "Objection", "OpinionHearing", "Publication", "Publicity",
    "ReviewProposal", "SpotCheckDraw", "SpotCheckEntry", "Supplement",
]  # fmt: skip
