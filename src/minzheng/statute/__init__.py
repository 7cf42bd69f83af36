"""Law that all programs share: what a breach of honesty may cost, and within which periods one may object.

Pure Python on dated, packaged data; each row names its source. Nothing here counts working days.
"""
