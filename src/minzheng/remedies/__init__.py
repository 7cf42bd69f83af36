"""Remedies: reviews, lawsuits, petitions, information requests, complaints — each with its clock, outcome and effect."""
