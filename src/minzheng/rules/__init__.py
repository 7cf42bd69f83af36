"""The engine: the law as plain scalar functions, dated figures by place, one family evaluated with a trace.

Pure Python; knows no database and no program. A program's folder is read by `load`, checked by `check`, ordered by
`plan`, run for one family by `interpret`.
"""
