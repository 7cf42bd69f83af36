"""Remedies: reviews, lawsuits, petitions, information requests, complaints; clock, outcome and effect of each."""
