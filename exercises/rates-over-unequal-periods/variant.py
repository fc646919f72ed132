"""Counts over unlike spans: those that the press printed of the case, or those of an invented register."""

from fractions import Fraction

from casebook.exercises import MONTHS, bodies, closed, said, year

LETTERS = "ABCDEFGHIJK"
KINDS = ("long", "first-2", "releases", "last", "matches", "first-1", "people", "after", "ytd", "other", "first-3")
TIMES = {2: "doubled", 3: "tripled", 4: "quadrupled"}
FIGURES = {
    "first-1": "requests-2014-q1",
    "first-2": "requests-2015-q1",
    "first-3": "requests-2016-q1",
    "long": "requests-2014-jan-to-2016-nov",
    "ytd": "requests-2016-jan-nov",
    "last": "requests-2016-sep-nov",
    "after": "requests-2017-apr-jun",
    "releases": "releases-2013-14",
    "matches": "traced-2016-jan-nov",
    "other": "police-requests-2016-jan-nov",
    "people": "people-since-2010",
}


def public(case):
    rows = {kind: case.figure(name) for kind, name in FIGURES.items()}
    spans = {kind: _months(row.period) for kind, row in rows.items() if row.period}
    office, other = case.body("home-office").name, case.body("police").name
    return _values(
        letters=dict(zip(KINDS, LETTERS, strict=True)),
        numbers={kind: int(row.value) for kind, row in rows.items()},
        spans=spans,
        people_span=((2010, 1), (2014, 6)),
        multiple=int(case.figure("requests-growth-hnh").value),
        names=(office, case.body("nhs-digital").name, other),
        people_printed=rows["people"].printed,
        people_label=rows["people"].period_label,
        writer=case.body(case.figure("requests-growth-hnh").speaker).name,
        where={kind: f"{case.source(row.source).short} ({row.grade})" for kind, row in rows.items()},
        notice=(
            "The numbers of this notebook are real: newspapers and trade sites printed them. "
            f"The papers label the months of one count, {rows['last'].printed}, in three ways; "
            "the table has the months that fit best."
        ),
    )


def _months(period):
    return (period.start.year, period.start.month), (period.end.year, period.end.month)


def drawn(draw):
    one = year(draw)
    two, three = one + 1, one + 2
    first, late, end = draw.integer(2, 4), draw.integer(2, 3), draw.integer(9, 11)
    after, began, ended = draw.integer(2, 6), one - draw.integer(3, 5), draw.integer(4, 9)
    spans = {
        "first-1": ((one, 1), (one, first)),
        "first-2": ((two, 1), (two, first)),
        "first-3": ((three, 1), (three, first)),
        "long": ((one, 1), (three, end)),
        "ytd": ((three, 1), (three, end)),
        "last": ((three, end - late + 1), (three, end)),
        "after": ((three + 1, after), (three + 1, after + 2)),
        "releases": ((one - 1, 4), (one, 3)),
        "matches": ((three, 1), (three, end)),
        "other": ((three, 1), (three, end)),
    }
    multiple = draw.choice(list(TIMES))
    numbers = draw.until(
        lambda draw: _numbers(draw, multiple, first, late, end), lambda made: _fits(made, multiple, spans)
    )
    numbers["people"] = 10 * draw.integer(450, 990)
    office, keeper, other = bodies(draw, 3)
    return _values(
        letters=dict(zip(draw.shuffled(KINDS), LETTERS, strict=True)),
        numbers=numbers,
        spans=spans,
        people_span=((began, 1), (one, ended)),
        multiple=multiple,
        names=(office, f"the {keeper}", other),
        people_printed=f"more than {said(numbers['people'])}",
        people_label=f"since {began}",
        writer="Another magazine",
        where=dict.fromkeys(KINDS, f"invented: register of the {keeper}"),
        notice=(
            f"Everything in this notebook is invented: the {office}, which asks, the {keeper}, which keeps a register, "
            f"the {other}, which asks too, and every number."
        ),
    )


def _numbers(draw, multiple, first, late, end):
    """Counts of a register that rises: fast from one year's first months to the next year's, unevenly within a year."""
    base = draw.integer(210, 520)
    rises = {
        "first-1": Fraction(1),
        "first-2": draw.share(1.3, 1.3 + 0.25 * (multiple - 1)),
        "first-3": multiple + draw.share(0.1, 0.35),
        "last": multiple + draw.share(0.05, 0.3),
        "middle": multiple - draw.share(0.02, 0.2),
    }
    lengths = {"first-1": first, "first-2": first, "first-3": first, "last": late, "middle": end - first - late}
    made = {kind: round(base * rise * lengths[kind]) + draw.integer(-9, 9) for kind, rise in rises.items()}
    made["ytd"] = made["first-3"] + made.pop("middle") + made["last"]
    rest = round(base * (12 - first) * (draw.share(1.0, 1.25) + rises["first-2"] * draw.share(1.05, 1.25)))
    made["long"] = made["first-1"] + made["first-2"] + rest + made["ytd"]
    made["after"] = round(made["ytd"] / end * 3 * draw.share(0.55, 0.85))
    made["releases"] = round(base * 12 * draw.share(0.5, 0.8))
    made["matches"] = round(made["ytd"] * draw.share(0.55, 0.78))
    made["other"] = draw.integer(150, 990)
    return made


def _fits(numbers, multiple, spans):
    return _borne_out(numbers, spans, multiple) == ["first-to-first", "first-to-last"]


def _values(letters, numbers, spans, people_span, multiple, names, people_printed, people_label, writer, where, notice):
    office, keeper, other = names
    counts = {
        "matches": "requests that found a match",
        "releases": "releases of details",
        "people": "people whose records were reached",
    }
    rows = []
    for kind, letter in sorted(letters.items(), key=lambda pair: pair[1]):
        ends = spans.get(kind)
        rows.append(
            {
                "print": letter,
                "of": other if kind == "other" else office,
                "counts": counts.get(kind, "requests"),
                "printed": people_printed if kind == "people" else said(numbers[kind]),
                "first_month": "{}-{:02}".format(*ends[0]) if ends else "",
                "last_month": "{}-{:02}".format(*ends[1]) if ends else "",
                "label": _label(ends) if ends else people_label,
                "where": where[kind],
            }
        )
    (one, _), (_, first) = spans["first-1"]
    end, late = spans["ytd"][1][1], spans["last"][0][1]
    growth = Fraction(numbers["first-3"], numbers["first-1"])
    values = {
        "letters": letters,
        "numbers": numbers,
        "spans": spans,
        "people_months": _length(people_span),
        "multiple": multiple,
        "first": first,
        "end": end,
        "late": late,
        "tables": {"prints.csv": rows},
    }
    values["words"] = {
        "notice": notice,
        "writer": writer,
        "office": office,
        "keeper": keeper,
        "other": other,
        "year_one": str(one),
        "year_two": str(one + 1),
        "year_three": str(one + 2),
        "first_words": f"{MONTHS[0]} to {MONTHS[first - 1]}",
        "last_words": f"{MONTHS[late - 1]} to {MONTHS[end - 1]}",
        "end_words": f"{MONTHS[0]} to {MONTHS[end - 1]}",
        "end_month": MONTHS[end - 1],
        "first_month_out": MONTHS[first],
        "middle_words": f"{MONTHS[first]} to {MONTHS[late - 2]}",
        "releases_words": _label(spans["releases"]),
        "people_words": _label(people_span),
        "multiplied": TIMES[multiple],
        "times": str(multiple),
        "first_months": str(first),
        "end_months": str(end),
        "people_months": str(_length(people_span)),
        "middle_months": str(late - first - 1),
        "growth_said": f"{float(growth):.2f}",
        "middle_said": said(round(_middle(values))),
        "long_said": said(round(Fraction(numbers["long"], _length(spans["long"])))),
        "last_said": said(round(Fraction(numbers["last"], end - late + 1))),
    }
    rest = answers(values)["rest-of-first-year"]
    values["words"] |= {
        "rest_low": said(int(rest["from"])),
        "rest_high": said(int(rest["to"]) + 1),
        "first_said": said(round(_rate(numbers, spans, "first-1"))),
    }
    values["words"] |= {f"print_{kind.replace('-', '_')}": letter for kind, letter in letters.items()}
    return values


def _label(ends):
    (year_one, month_one), (year_two, month_two) = ends
    start = MONTHS[month_one - 1] if year_one == year_two else f"{MONTHS[month_one - 1]} {year_one}"
    return f"{start} to {MONTHS[month_two - 1]} {year_two}"


def _length(ends):
    (year_one, month_one), (year_two, month_two) = ends
    return 12 * (year_two - year_one) + month_two - month_one + 1


def _rate(numbers, spans, kind):
    return Fraction(numbers[kind], _length(spans[kind]))


def _middle(values):
    numbers = values["numbers"]
    return Fraction(numbers["ytd"] - numbers["first-3"] - numbers["last"], values["late"] - values["first"] - 1)


def _borne_out(numbers, spans, multiple):
    """The comparisons of requests with requests whose later rate is `multiple` times the earlier one or more."""
    two_years = Fraction(numbers["long"] - numbers["ytd"], 24)
    pairs = {
        "first-to-first": (_rate(numbers, spans, "first-1"), _rate(numbers, spans, "first-3")),
        "next-to-first": (_rate(numbers, spans, "first-2"), _rate(numbers, spans, "first-3")),
        "first-to-last": (_rate(numbers, spans, "first-1"), _rate(numbers, spans, "last")),
        "two-years-to-one": (two_years, _rate(numbers, spans, "ytd")),
    }
    return [name for name, (before, later) in pairs.items() if later >= multiple * before]


def answers(values):
    numbers, spans, letters = values["numbers"], values["spans"], values["letters"]
    requests = ("first-1", "first-2", "first-3", "long", "ytd", "last", "after")
    multiple, first, end = values["multiple"], values["first"], values["end"]
    least, most = Fraction(numbers["ytd"], multiple), Fraction(numbers["ytd"] * 12, end * multiple)
    return {
        "usable": sorted(letters[kind] for kind in requests),
        "monthly-rates": {letters[kind]: {"rate": _rate(numbers, spans, kind)} for kind in spans},
        "middle-rate": _middle(values),
        "borne-out": _borne_out(numbers, spans, multiple),
        "rest-of-first-year": {
            "from": (least - numbers["first-1"]) / (12 - first),
            "to": (most - numbers["first-1"]) / (12 - first),
        },
        "people-pace": {"above": Fraction(numbers["people"], values["people_months"])},
        "what-the-pace-tells": "nothing about those months",
    }


def mistakes(values):
    numbers, spans, letters = values["numbers"], values["spans"], values["letters"]
    right = answers(values)
    first, multiple = values["first"], values["multiple"]
    low, high = right["rest-of-first-year"]["from"], right["rest-of-first-year"]["to"]
    pace = right["people-pace"]["above"]
    years = -(-values["people_months"] // 12)

    def rates(length):
        return {letters[kind]: {"rate": Fraction(numbers[kind], length(ends))} for kind, ends in spans.items()}

    return {
        "usable": {
            "release-for-request": sorted([*right["usable"], letters["releases"]]),
            "part-for-all": sorted([*right["usable"], letters["matches"]]),
            "other-body-counted": sorted([*right["usable"], letters["other"]]),
            "unit-ignored": sorted(letter for kind, letter in letters.items() if kind not in ("people", "other")),
            "span-ignored": sorted([*right["usable"], letters["people"]]),
        },
        "monthly-rates": {
            "count-for-rate": rates(lambda ends: 1),
            "months-one-short": rates(lambda ends: _length(ends) - 1),
            "part-year-for-year": rates(lambda ends: 12 * (ends[1][0] - ends[0][0] + 1)),
        },
        "middle-rate": {
            "average-of-rates": (_rate(numbers, spans, "first-3") + _rate(numbers, spans, "last")) / 2,
            "rate-of-the-longer-span": _rate(numbers, spans, "ytd"),
            "span-left-in": Fraction(numbers["ytd"] - numbers["first-3"], values["end"] - first),
            "overlapping-periods-added": Fraction(numbers["ytd"] + numbers["first-3"] + numbers["last"], values["end"]),
            "count-for-rate": numbers["ytd"] - numbers["first-3"] - numbers["last"],
        },
        "borne-out": {"unit-ignored": [*right["borne-out"], "releases-to-requests"]},
        "rest-of-first-year": {
            "part-year-for-year": {"from": low, "to": low},
            "span-left-in": {
                "from": Fraction(numbers["ytd"], 12 * multiple),
                "to": Fraction(numbers["ytd"], values["end"] * multiple),
            },
            "open-for-closed": {"above": low, "below": high},
            "count-for-rate": {"from": low * (12 - first), "to": high * (12 - first)},
        },
        "people-pace": {
            "closed-for-open": closed(right["people-pace"]),
            "hedge-dropped": {"from": pace, "to": pace},
            "side-reversed": {"below": pace},
            "part-year-for-year": {"above": Fraction(numbers["people"], 12 * years)},
            "count-for-rate": {"above": numbers["people"]},
        },
        "what-the-pace-tells": {
            "average-for-a-limit": "at least twelve times the pace",
            "hedge-dropped": "just twelve times the pace",
        },
    }
