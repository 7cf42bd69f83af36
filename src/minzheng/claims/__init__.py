"""Bills of hospitals, what assistance pays of them, and who is insured: the tables of what is reckoned by the claim."""
