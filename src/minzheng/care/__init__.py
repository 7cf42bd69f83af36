"""Linked help: referrals to other offices with their answers, skills training, jobs and what becomes of them."""
