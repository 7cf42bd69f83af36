"""Rules over whole populations: who must be looked at again, who qualifies and gets nothing, what a line would cost."""
