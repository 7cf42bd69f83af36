"""What a change comes to, counted: family by family, or over arrays where there are many. Django never starts here."""
