"""Self-assessment of a unit: a scored sheet fed by live figures, its evidence, its gaps, the county's review."""
