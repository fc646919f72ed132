"""Counts of requests by outcome, in a long period, in its last months and in some months after; two totals twice."""

from casebook.exercises import MONTHS, Outcomes, bodies, outcomes, printed, said, year

LETTERS = "ABCD"
# The totals as the public file has them, one of each pair odd; a drawn variant has an order of its own.
TOTALS = {
    "whole-odd": "requests-2016-jan-nov-mail",
    "late-odd": "requests-2016-sep-nov-independent",
    "whole-usual": "requests-2016-jan-nov",
    "late-usual": "requests-2016-sep-nov",
}
_REQUESTS = ("requests-{}", "traced-{}", "not-traced-{}")


def public(case):
    def count(name):
        return int(case.quantity(name).bounds.lower)

    def of(period):
        requests, traced, not_traced = (count(name.format(period)) for name in _REQUESTS)
        return Outcomes(requests, traced, not_traced, requests - traced - not_traced)

    traced, refused = case.figure("traced-2016-jan-nov-hnh"), case.figure("refused-share-independent")
    asker, keeper = case.body("home-office").name, case.body("nhs-digital").name

    def where(figure):
        return f"{case.source(figure.source).short} ({figure.grade})"

    notice = (
        "The numbers of this notebook are real. The counts are those of a register of requests for data, as the press "
        "printed them, and the tables name the source of each with its grade of evidence."
    )
    prints = [
        {"print": name, "printed": printed_as, "period": row.period_label, "where": where(row)}
        for name, printed_as, row in (
            ("traced", f"{traced.printed} people", traced),
            ("refused", refused.printed, refused),
        )
    ]
    periods = {
        "whole": "January to November 2016",
        "early": "January to August 2016",
        "late": "September to November 2016",
        "next": "April to June 2017",
    }
    found = {"whole": of("2016-jan-nov"), "late": of("2016-sep-nov"), "next": of("2017-apr-jun")}
    late_total, late_parts = (where(case.figure(f"{what}-2016-sep-nov")) for what in ("requests", "traced"))
    places = {
        "whole": where(case.figure("requests-2016-jan-nov")),
        "late": f"total: {late_total}; outcomes: {late_parts}",
        "next": where(case.figure("requests-2017-apr-jun")),
    }
    totals = {
        name: {"printed": case.figure(figure).words, "number": count(figure), "where": where(case.figure(figure))}
        for name, figure in TOTALS.items()
    }
    usual = case.figure(TOTALS["late-usual"])
    totals["late-usual"] |= {
        "printed": f"{usual.printed} requests",
        "note": f"{usual.period_label}; taken to be these months",
    }
    return _values(notice, f"the {asker}", keeper, periods, found, places, prints, int(refused.value), totals)


def drawn(draw):
    last = draw.integer(9, 12)
    first = year(draw)
    after = draw.integer(1, 10)
    periods = {
        "whole": f"January to {MONTHS[last - 1]} {first}",
        "early": f"January to {MONTHS[last - 4]} {first}",
        "late": f"{MONTHS[last - 3]} to {MONTHS[last - 1]} {first}",
        "next": f"{MONTHS[after - 1]} to {MONTHS[after + 1]} {first + 1}",
    }
    early = outcomes(draw, draw.integer(4_000, 48_000), rejected=(0.07, 0.13))
    late_requests = round(early.requests * 3 / (last - 3) * draw.share(0.8, 1.2))
    late = outcomes(draw, late_requests, rejected=(0.026, 0.044))
    following = outcomes(draw, round(late_requests * draw.share(0.5, 0.9)), rejected=(0.08, 0.14))
    whole = Outcomes(
        early.requests + late.requests,
        early.traced + late.traced,
        early.not_traced + late.not_traced,
        early.rejected + late.rejected,
    )
    office, keeper = bodies(draw, 2)
    per_cent = round(100 * late.rejected / late.requests)
    where = f"invented: {keeper}"
    prints = [
        {
            "print": "traced",
            "printed": f"{printed(draw, whole.traced, 'lt', 1000).words} people",
            "period": f"first {last} months of {first}",
            "where": where,
        },
        {"print": "refused", "printed": f"around {per_cent} per cent", "period": "currently", "where": where},
    ]
    notice = (
        f"Everything in this notebook is invented: the {office}, which asks, the {keeper}, which keeps a register and "
        "answers, and every number."
    )
    found = {"whole": whole, "late": late, "next": following}
    places = dict.fromkeys(found, where)
    numbers = {
        "whole-usual": whole.requests,
        "whole-odd": _misprinted(draw, whole.requests, (0.03, 0.09), least=whole.requests - whole.rejected * 4 // 5),
        "late-usual": late.requests,
        "late-odd": _misprinted(draw, late.requests, (0.005, 0.09)),
    }
    totals = {
        name: {
            "printed": f"{said(numbers[name])} {'people' if name == 'whole-odd' else 'requests'}",
            "number": numbers[name],
            "where": where,
        }
        for name in draw.shuffled(list(TOTALS))
    }
    return _values(notice, f"the {office}", f"the {keeper}", periods, found, places, prints, per_cent, totals)


def _misprinted(draw, number, span, least=0):
    """`number` with one digit changed, not the first, by a share of it within `span`, and not below `least`."""
    digits = str(number)
    changed = [
        int(f"{digits[:place]}{digit}{digits[place + 1 :]}") for place in range(1, len(digits)) for digit in range(10)
    ]
    low, high = span
    return draw.choice([one for one in changed if one > least and low * number <= abs(one - number) <= high * number])


def _values(notice, asker, keeper, periods, found, places, prints, per_cent, totals):
    rows = [
        {
            "period": periods[name],
            "requests": one.requests,
            "traced": one.traced,
            "not_traced": one.not_traced,
            "rejected": "" if name == "whole" else one.rejected,
            "where": places[name],
        }
        for name, one in found.items()
    ]
    whole, late, following = found["whole"], found["late"], found["next"]
    early = whole.without(late)
    letters = dict(zip(totals, LETTERS, strict=True))
    notes = {"whole-odd": "states no months; taken to be these, for it has the register's number of matches"}
    printed_totals = [
        {
            "print": letters[name],
            "printed": one["printed"],
            "number": one["number"],
            "period": periods[name.partition("-")[0]],
            "note": one.get("note", notes.get(name, "")),
            "where": one["where"],
        }
        for name, one in totals.items()
    ]
    gap = totals["whole-odd"]["number"] - whole.requests
    words = {
        "notice": notice,
        "asker": asker,
        "keeper": keeper,
        **{f"{name}_period": label for name, label in periods.items()},
        "share_said": f"{said(round(1000 * whole.traced / whole.requests) / 10, 1)}%",
        "late_said": f"{said(round(1000 * late.rejected / late.requests) / 10, 1)}%",
        "next_said": f"{said(round(1000 * following.rejected / following.requests) / 10, 1)}%",
        "odd_letter": letters["whole-odd"],
        "late_total_said": said(late.requests),
        "usual_left_said": said(whole.rejected),
        "odd_left_said": said(whole.rejected + gap),
        "usual_early_said": f"{said(round(1000 * early.rejected / early.requests) / 10, 1)}%",
        "odd_early_said": f"{said(round(1000 * (early.rejected + gap) / (early.requests + gap)) / 10, 1)}%",
    }
    return {
        "words": words,
        "tables": {"counts.csv": rows, "prints.csv": prints, "totals.csv": printed_totals},
        "periods": periods,
        "found": found | {"early": early},
        "per_cent": per_cent,
        "letters": letters,
        "odd": totals["whole-odd"]["number"],
    }


def answers(values):
    found, periods = values["found"], values["periods"]
    whole = found["whole"]
    shares = {name: one.rejected / one.requests for name, one in found.items()}
    middle = values["per_cent"]
    return {
        "what-is-counted": "requests that ended in a match",
        "rejected-in-all": whole.rejected,
        "share-of-requests": whole.traced / whole.requests,
        "share-of-approved": whole.traced / whole.approved,
        "rejected-before": found["early"].rejected,
        "rejected-by-period": {periods[name]: {"rejected_share": shares[name]} for name in ("early", "late", "next")},
        "where-it-fits": [
            periods[name] for name, share in shares.items() if middle - 0.5 <= 100 * share <= middle + 0.5
        ],
        "people-behind": {"from": 1, "to": whole.traced},
        "shown-by-parts": [values["letters"]["late-odd"]],
        "left-for-rejected": values["odd"] - whole.approved,
    }


def mistakes(values):
    found, periods, letters = values["found"], values["periods"], values["letters"]
    whole, late, following = found["whole"], found["late"], found["next"]
    long_row = {periods["whole"]: {"rejected_share": whole.rejected / whole.requests}}
    later_rows = {
        periods["late"]: {"rejected_share": late.rejected / late.requests},
        periods["next"]: {"rejected_share": following.rejected / following.requests},
    }
    return {
        "what-is-counted": {"request-for-person": "people"},
        "rejected-in-all": {"approved-left-out": whole.requests - whole.traced},
        "share-of-requests": {
            "fraction-of-the-approved": whole.traced / whole.approved,
            "per-cent-for-fraction": 100 * whole.traced / whole.requests,
        },
        "share-of-approved": {
            "fraction-of-the-whole": whole.traced / whole.requests,
            "per-cent-for-fraction": 100 * whole.traced / whole.approved,
        },
        "rejected-before": {
            "overlapping-periods-added": whole.rejected + late.rejected,
            "approved-left-out": found["early"].requests - found["early"].traced,
        },
        "rejected-by-period": {"overlapping-periods-compared": long_row | later_rows},
        "where-it-fits": {"approximate-as-exact": []},
        "people-behind": {
            "person-for-each-request": {"from": whole.traced, "to": whole.traced},
            "side-reversed": {"from": whole.traced},
        },
        "shown-by-parts": {
            "difference-for-disproof": [letters["late-odd"], letters["whole-odd"]],
            "parts-unused": [],
            "total-trusted-over-parts": [letters["late-usual"]],
        },
        "left-for-rejected": {
            "other-total-used": whole.rejected,
            "approved-left-out": values["odd"] - whole.traced,
            "gap-for-what-is-left": values["odd"] - whole.requests,
        },
    }
