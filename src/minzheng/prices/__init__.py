"""Prices: what daily necessities cost here, the indices, and the subsidy that rising prices start."""
