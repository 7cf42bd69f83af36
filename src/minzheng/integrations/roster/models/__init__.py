from minzheng.integrations.roster.models.batch import ImportBatch
from minzheng.integrations.roster.models.file import ImportFile
from minzheng.integrations.roster.models.problem import ImportProblem
from minzheng.integrations.roster.models.row import ImportRow

__all__ = ["ImportBatch", "ImportFile", "ImportProblem", "ImportRow"]
