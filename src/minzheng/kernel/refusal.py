"""What a person asked for and the system may not do, said in Chinese."""


class Refused(Exception):
    """An expected refusal. `str()` is the message officials read: what is wrong, where, why, what to do next.

    Doors (screens, command line, API) catch exactly this class; anything else is a defect and surfaces as one.
    """
