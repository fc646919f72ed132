"""A share without a base beside counts with one: the case's own, or those of an invented charity."""

from fractions import Fraction
from math import sqrt

from casebook.exercises import bodies, said, year

_Z = 1.959964
_PATIENTS = ("adults", "afraid", "denied")


def public(case):
    adults, afraid, denied = (int(case.figure(name).value) for name in ("adults-2016", "afraid-2016", "denied-2016"))
    witness, spring = case.figure("deterred-share-dotw"), case.figure("fear-arrest-share-2017")
    charity = case.body("doctors-of-the-world").name
    staff = case.figure("providers-interviewed-2018")
    review = case.figure("deterrence-evidence-review")
    effect = case.say("memorandum-in-force")
    published = case.say("review-published")
    found = {
        "witness": (f"{witness.printed} had stayed away for fear of immigration enforcement", witness),
        "spring": (f"{spring.printed} stay away for fear of arrest", spring),
        "afraid": ("counted as afraid to use the NHS", case.figure("afraid-2016")),
        "denied": ("counted as denied care", case.figure("denied-2016")),
        "interviews": ("saw harm to trust and to care-seeking", staff),
        "death": ("said to have died because fear kept her from a doctor", case.figure("deaths-domestic-worker")),
        "review": (f"found {review.words} people", review),
    }
    periods = {
        "witness": witness.period_label,
        "spring": spring.period_label,
        "afraid": case.figure("afraid-2016").period_label,
        "denied": case.figure("denied-2016").period_label,
        "interviews": f"{staff.period_label}, after the agreement took effect",
        "death": case.say("domestic-worker-death"),
        "review": f"not stated; published on {published}",
    }
    places = {name: f"{case.source(row.source).short} ({row.grade})" for name, (_, row) in found.items()}
    return _values(
        {name: says for name, (says, _) in found.items()},
        periods,
        places,
        {
            "notice": (
                "The numbers and statements of this notebook are real. "
                "They concern people who may have stayed away from the National Health Service, the NHS, and an "
                f"agreement under which {case.body('nhs-digital').name} traced patients for the "
                f"{case.body('home-office').name}. "
                "The tables name the source of each, with its grade of evidence. "
                "Only the draft below is made up, as what a hasty reader might write."
            ),
            "charity": charity,
            "draft": f"Because of the agreement, {witness.number} migrants do not dare to see a doctor.",
            "effect": effect,
            "floor": witness.printed,
            "count_year": case.figure("afraid-2016").period_label,
            "everybody": "everybody in the country without leave to stay",
            "fear": "for fear of immigration enforcement",
            "service": "the NHS",
        },
        adults=adults,
        afraid=afraid,
        denied=denied,
        staff=int(staff.value),
        floor=Fraction(witness.lower) / 100,
    )


def drawn(draw):
    first, one_in, adults, afraid, denied = draw.until(_counts, _keeps_the_traps)
    charity, keeper, asker = bodies(draw, 3)
    staff = draw.integer(9, 19)
    hedge = draw.choice(["more than", "over"])
    said_by = {
        "witness": f"{hedge} 1 in {one_in} had stayed away for fear of inspection",
        "spring": f"1 in {one_in} stay away for fear of being fetched",
        "afraid": f"counted as afraid to use the {keeper}",
        "denied": f"counted as turned away by the {keeper}",
        "interviews": "saw harm to trust and fewer people coming",
        "death": "said to have lost everything because fear kept him from the desk",
        "review": "found no evidence that the passing on of details kept away people",
    }
    periods = {
        "witness": "before the agreement",
        "spring": f"to spring {first}",
        "afraid": f"{first - 1}",
        "denied": f"{first - 1}",
        "interviews": f"{first + 1}, after the agreement took effect",
        "death": f"{draw.integer(3, 27)} March {first + 1} or before",
        "review": f"not stated; published on {draw.integer(3, 27)} November {first}",
    }
    return _values(
        said_by,
        periods,
        {name: f"invented: {charity}, paper {number}" for number, name in enumerate(said_by, start=1)},
        {
            "notice": (
                f"Everything in this notebook is invented: the {charity}, which runs a free clinic; the {keeper}, "
                f"which keeps a register of those who use it; the {asker}, which may ask it for their details under "
                "an agreement; and every number."
            ),
            "charity": f"the {charity}",
            "draft": f"Because of the agreement, 1 in {one_in} lodgers do not dare to use the {keeper}.",
            "effect": f"1 January {first}",
            "floor": f"{hedge} 1 in {one_in}",
            "count_year": f"{first - 1}",
            "everybody": "every lodger in the country",
            "fear": "for fear of inspection",
            "service": f"the {keeper}",
        },
        adults=adults,
        afraid=afraid,
        denied=denied,
        staff=staff,
        floor=Fraction(1, one_in),
    )


def _counts(draw):
    one_in = draw.integer(6, 13)
    adults = draw.integer(1_203, 2_597)
    # Those turned away are about as many as the statement says stayed away, which is how the two get mixed up.
    afraid = round(adults * draw.share(0.60, 0.84) / one_in)
    denied = round(adults * draw.share(1.01, 1.08) / one_in)
    return year(draw), one_in, adults, afraid, denied


def _keeps_the_traps(counts):
    _, one_in, adults, afraid, _ = counts
    is_rounded_down = 0 < 2 * (adults % one_in) < one_in
    return is_rounded_down and _wilson(afraid, adults)[1] < 1 / one_in - 0.002


def _values(says, periods, places, words, adults, afraid, denied, staff, floor):
    kinds = {
        "witness": ("witness statement", "one charity's patients"),
        "spring": ("quoted statement", "one charity's patients"),
        "afraid": ("count of a clinic", "adult patients of the same charity"),
        "denied": ("count of a clinic", "adult patients of the same charity"),
        "interviews": ("interviews", "people interviewed, nearly all of them staff"),
        "death": ("testimony", "one person"),
        "review": ("review", "not stated"),
    }
    counts = {"afraid": (afraid, adults), "denied": (denied, adults), "interviews": ("", staff), "death": (1, "")}
    rows = []
    for name, (kind, whom) in kinds.items():
        count, base = counts.get(name, ("", ""))
        rows.append(
            {
                "statement": name,
                "kind": kind,
                "says": says[name],
                "of_whom": whom,
                "count": count,
                "base": base,
                "period": periods[name],
                "where": places[name],
            }
        )
    who = {
        "adults": (adults, f"adult patients at the clinic of {words['charity']}, {words['count_year']}"),
        "afraid": (afraid, f"those of them {says['afraid']}"),
        "denied": (denied, f"those of them {says['denied']}"),
        "staff": (staff, "the people interviewed"),
        "another-year": ("", "the charity's patients of another year"),
        "everybody": ("", words["everybody"]),
    }
    uncounted = "invented: no count found" if places["afraid"].startswith("invented") else "no count found"
    wholes = []
    for name, (people, what) in who.items():
        counted = places["interviews" if name == "staff" else "afraid"]
        wholes.append({"whole": name, "people": people, "who": what, "where": uncounted if people == "" else counted})
    low, high = _wilson(afraid, adults)
    words |= {
        "afraid": said(afraid),
        "adults": said(adults),
        "floor_number": _as_code(floor),
        "share_said": _per_cent(afraid / adults),
        "low_said": _per_cent(low),
        "high_said": _per_cent(high),
        "denied_said": _per_cent(denied / adults),
        "floor_said": _per_cent(float(floor)),
        "least_said": said(int(adults * floor) + 1),
    }
    return {
        "words": words,
        "tables": {"statements.csv": rows, "wholes.csv": wholes},
        "adults": adults,
        "afraid": afraid,
        "denied": denied,
        "staff": staff,
        "floor": floor,
    }


def _as_code(floor):
    return f"{floor.numerator} / {floor.denominator}"


def _per_cent(share):
    return f"{100 * share:.1f}%"


def _wilson(part, whole, z=_Z):
    """The two shares p from which the counted share lies z of p's own standard errors away: roots of a quadratic."""
    counted = part / whole
    a, b, c = 1 + z * z / whole, -(2 * counted + z * z / whole), counted * counted
    root = sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def _ends(pair):
    return {"from": pair[0], "to": pair[1]}


def _least(values, people):
    """The least whole number above the share of so many people."""
    return int(people * values["floor"]) + 1


def _table(values, make):
    table = {name: {"least": make(values[name])} for name in _PATIENTS}
    return table | {name: {"least": None} for name in ("staff", "another-year", "everybody")}


def answers(values):
    adults, afraid = values["adults"], values["afraid"]
    chance, _, _, differ, _ = _FOLLOWS
    return {
        "with-an-interval": ["afraid", "denied"],
        "too-early": ["witness", "afraid", "denied"],
        "share-afraid": Fraction(afraid, adults),
        "interval-afraid": _ends(_wilson(afraid, adults)),
        "gap": float(values["floor"]) - _wilson(afraid, adults)[1],
        "what-follows": [chance, differ],
        "least-people": _table(values, lambda people: _least(values, people)),
        "interviews-show": "what those who were asked had seen",
        "review-shows": "that nothing was found, in a search whose reach is not known here",
    }


_FOLLOWS = (
    "if the patients were a random sample, chance alone hardly explains the gap",
    "the witness statement is false",
    "the share among people outside the clinic lies in the interval",
    "the two shares may differ in year, group or question",
    "people too afraid to come are allowed for",
)


def mistakes(values):
    adults, afraid, denied, floor = values["adults"], values["afraid"], values["denied"], values["floor"]
    chance, false, outside, differ, allowed = _FOLLOWS
    share = afraid / adults
    error = sqrt(share * (1 - share) / adults)
    low, high = _wilson(afraid, adults)
    staffed = _table(values, lambda people: _least(values, people))
    staffed["staff"] = {"least": _least(values, values["staff"])}
    return {
        "with-an-interval": {
            "share-without-base": ["witness", "spring", "afraid", "denied"],
            "base-without-count": ["afraid", "denied", "interviews"],
            "count-without-base": ["afraid", "denied", "death"],
        },
        "too-early": {
            "straddling-period-as-before": ["witness", "spring", "afraid", "denied"],
            "or-before-as-before": ["witness", "afraid", "denied", "death"],
        },
        "share-afraid": {
            "other-group-counted": Fraction(denied, adults),
            "part-against-rest": Fraction(afraid, adults - afraid),
            "overlapping-groups-added": Fraction(afraid + denied, adults),
        },
        "interval-afraid": {
            "other-group-counted": _ends(_wilson(denied, adults)),
            "plain-interval-for-wilson": {"from": share - _Z * error, "to": share + _Z * error},
            "one-standard-error": _ends(_wilson(afraid, adults, z=1)),
        },
        "gap": {
            "share-for-its-interval": float(floor) - share,
            "wrong-end-of-interval": float(floor) - low,
            "plain-interval-for-wilson": float(floor) - share - _Z * error,
        },
        "what-follows": {
            "other-measure-as-refutation": [chance, false],
            "clinic-for-everybody": [chance, outside, differ],
            "chance-as-only-doubt": [chance, differ, allowed],
        },
        "least-people": {
            "people-rounded": _table(values, lambda people: round(people * floor)),
            "people-in-parts": _table(values, lambda people: people * floor),
            "share-of-other-people": staffed,
        },
        "interviews-show": {
            "perception-as-measure": "how many people stayed away",
            "perception-as-cause": "that the agreement kept people away",
        },
        "review-shows": {
            "no-evidence-as-none": "that nobody stayed away",
            "gap-filled-with-effect": "that people stayed away unseen",
        },
    }
