"""Reading payment."""
