"""The rules over many families: one pass over columns, generated from the same plan as one case (design.md section 4).

`layout` says what is read and written, `generate` writes the loop as text, `compiled` makes machine code of it where
the extra `[scale]` is installed; without it the same text runs as plain Python.
"""
