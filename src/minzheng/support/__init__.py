"""The room of support at home: visits to those whom decisions support at home, and whether the money reaches them."""
