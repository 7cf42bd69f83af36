"""The tables of the workbench."""

from minzheng.workbench.models.bulk import BulkAct, BulkRow
from minzheng.workbench.models.claim import Claim, Handover
from minzheng.workbench.models.form_count import FormCount
from minzheng.workbench.models.keep import Draft, Presence, SavedView
from minzheng.workbench.models.note import Mention, Note

__all__ = [
    "BulkAct",
    "BulkRow",
    "Claim",
    "Draft",
    "FormCount",
    "Handover",
    "Mention",
    "Note",
    "Presence",
    "SavedView",
]
