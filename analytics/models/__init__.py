"""What is computed."""

from analytics.models.endpoint import EndpointDefinition
from analytics.models.export import Export
from analytics.models.plan import AnalysisPlan
from analytics.models.run import AnalysisRun, AnalysisState

__all__ = ["AnalysisPlan", "AnalysisRun", "AnalysisState", "EndpointDefinition", "Export"]
