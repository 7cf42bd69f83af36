"""The sample county: generated people, real divisions, everything made through the domain functions."""
