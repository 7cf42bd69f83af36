"""Five tones of a status. Each has a shape too, so that a grey print says the same."""

from enum import StrEnum


class Tone(StrEnum):
    """What a status means for the person who reads it."""

    PLAIN = "plain"
    NOW = "now"
    WARN = "warn"
    DONE = "done"
    BAD = "bad"


SHAPES: dict[Tone, str] = {
    Tone.PLAIN: "circle",
    Tone.NOW: "hourglass",
    Tone.WARN: "alert-triangle",
    Tone.DONE: "circle-check",
    Tone.BAD: "ban",
}
