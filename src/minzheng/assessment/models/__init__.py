"""Tables of self-assessment."""

from minzheng.assessment.models.assessment import Assessment, Closing, Submission
from minzheng.assessment.models.record import Evidence, FrozenFigure, ItemAnswer, ItemReview

__all__ = ["Assessment", "Closing", "Evidence", "FrozenFigure", "ItemAnswer", "ItemReview", "Submission"]
