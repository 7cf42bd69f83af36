"""Tables of remedies."""

from minzheng.remedies.models.file import RemedyFile, RemedyStep, SuspensionOrder

__all__ = ["RemedyFile", "RemedyStep", "SuspensionOrder"]
