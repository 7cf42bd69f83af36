"""Reads of casework for the rooms above. Everything runs inside a declared area."""

from minzheng.casework.queries.clock import Counted, deadlines
from minzheng.casework.queries.in_force import InForce, decisions_in_force

__all__ = ["Counted", "InForce", "deadlines", "decisions_in_force"]
