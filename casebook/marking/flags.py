"""Why a person should look at a submission: the kinds of reasons, as the report groups them."""

from __future__ import annotations

# In the order of the report: what could not be marked comes first.
KINDS = {
    "unmarked": "could not be marked, which is this program's fault and not theirs",
    "malformed": "could not be read",
    "wrong-exercise": "belongs to another exercise, variant or course",
    "crashed": "ended its kernel",
    "timed-out": "ran longer than is allowed",
    "too-much": "used or wrote more than is allowed",
    "tampering": "tampering is suspected",
    "repaired": "its cells were put back into order",
    "renamed": "its student's name was changed to be told apart",
    "refused-value": "an answer is of a kind that cannot be read",
}
