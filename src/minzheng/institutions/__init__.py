"""Places with beds: who lives there, who cares for them, and what is kept for them in trust."""
