"""Reading prices, indices and months."""
