"""The statute book: one folder per program, found by `catalogue`. Only casework and `minzheng evaluate` open it."""
