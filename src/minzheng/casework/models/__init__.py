"""Tables of casework, one module per station."""

from minzheng.casework.models.application import Application, Supplement
from minzheng.casework.models.appraisal import Appraisal
from minzheng.casework.models.case import Case, NumberSeries
from minzheng.casework.models.case_fact import CaseFact
from minzheng.casework.models.change_report import ChangeReport
from minzheng.casework.models.close_relative import CloseRelative
from minzheng.casework.models.county_check import Delegation, SpotCheckDraw, SpotCheckEntry
from minzheng.casework.models.decision import Decision, Letter, LetterPrint, Publication
from minzheng.casework.models.determination import Determination
from minzheng.casework.models.expired_rule import ExpiredRuleRuling
from minzheng.casework.models.household_visit import Attachment, HouseholdVisit
from minzheng.casework.models.job_offer import JobOffer
from minzheng.casework.models.local_figure import LocalFigure
from minzheng.casework.models.means_check import MeansCheck
from minzheng.casework.models.outside_benefit import OutsideBenefit
from minzheng.casework.models.paper import CasePaper
from minzheng.casework.models.publicity import Objection, Publicity
from minzheng.casework.models.recertification import EndRequest, HearingNotice, OpinionHearing, ReviewProposal
from minzheng.casework.models.review import PeriodicReview

__all__ = [
    "Application", "Appraisal", "Attachment", "Case", "CaseFact", "CasePaper", "ChangeReport", "CloseRelative",
    "Decision",
    "Delegation", "Determination", "EndRequest", "ExpiredRuleRuling", "HearingNotice", "HouseholdVisit", "JobOffer",
    "Letter", "LetterPrint", "LocalFigure", "MeansCheck", "NumberSeries", "Objection", "OpinionHearing",
    "OutsideBenefit", "PeriodicReview", "Publication", "Publicity", "ReviewProposal", "SpotCheckDraw", "SpotCheckEntry",
    "Supplement",
]  # fmt: skip
