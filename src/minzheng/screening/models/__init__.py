"""Snapshots of a population, screens over them, what was found, visits that follow."""

from minzheng.screening.models.screen import Finding, Screen
from minzheng.screening.models.snapshot import Snapshot
from minzheng.screening.models.visit import GapVisit

__all__ = ["Finding", "GapVisit", "Screen", "Snapshot"]
