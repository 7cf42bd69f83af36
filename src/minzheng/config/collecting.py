"""How seldom Python looks for rings of dead objects."""

import gc


def collect_seldom() -> None:
    """Leave alone what was imported, and let many objects come together before looking through them.

    A page, and still more a list of a hundred thousand payments, makes objects that all live until its end; to walk
    through them again and again frees nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
