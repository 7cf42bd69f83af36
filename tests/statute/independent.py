"""The lawful range reckoned a second time, from the wording of the clauses and without the table."""

import datetime as dt

DAY = dt.date


def multiples(matter, area, wrong, grave, on):
    """Return (must, low, high) in multiples of what was obtained, or None if no fine is provided that day."""
    falsehood = wrong == "falsehood"
    if matter == "pension":
        return None
    if matter == "disaster_goods":
        return (False, 0, 2) if on >= DAY(2026, 7, 1) and falsehood else None
    if matter == "medical_fund" and on >= DAY(2021, 5, 1):
        return (True, 2, 5) if falsehood else None
    if on < DAY(2014, 5, 1):
        urban_dibao = matter == "minimum_living" and area == "urban" and on >= DAY(1999, 10, 1)
        return (True, 1, 3) if urban_dibao and grave else None
    if not falsehood:
        return None
    return (False, 1, 3) if on < DAY(2026, 7, 1) else (False, 0, 2)


def admits(found, obtained, fine):
    """Say whether one day's law admits the fine."""
    if found is None:
        return fine == 0
    must, low, high = found
    if fine == 0:
        return not must
    return low * obtained <= fine <= high * obtained


def lawful(*, matter, area, wrong, grave, obtained, act_on, decided_on, fine):
    """Say whether the fine is lawful: the act's law unless the decision's is lighter, since 2021-07-15."""
    old, new = (multiples(matter, area, wrong, grave, day) for day in (act_on, decided_on))
    if old is None:
        return fine == 0
    if decided_on < DAY(2021, 7, 15) or not lighter(new, old):
        return admits(old, obtained, fine)
    return admits(new, obtained, fine)


def lighter(new, old):
    if new is None:
        return True
    if new[2] != old[2]:
        return new[2] < old[2]
    floors = [low if must else 0 for must, low, _high in (new, old)]
    return floors[0] < floors[1] or (floors[0] == floors[1] and new[1] < old[1])
