"""A total with an ambiguous label, and the outside counts against which its readings are tested."""

from fractions import Fraction

from casebook.exercises import MONTHS, bodies, papers, said, year

# The order in which the prints stand in the public file; a drawn variant has an order of its own.
ORDER = ("early-second", "odd", "early-first", "whole", "autumn", "early-third", "latest")
FIGURES = {
    "early-first": "requests-2014-q1",
    "early-second": "requests-2015-q1",
    "early-third": "requests-2016-q1",
    "autumn": "requests-2016-sep-nov",
    "latest": "requests-2016-jan-nov",
    "odd": "requests-2016-jan-nov-mail",
    "whole": "requests-2014-jan-to-2016-nov",
}


def public(case):
    counts = {name: int(case.figure(figure).value) for name, figure in FIGURES.items()}
    first = case.figure(FIGURES["early-first"])
    said_by = {name: case.source(case.figure(figure).source).short for name, figure in FIGURES.items()}
    words = {
        "notice": "The total and the prints are those of the book's case, as its ledger has them. "
        "They count requests of one public body, the Home Office, to another, NHS Digital.",
        "asking": "the Home Office",
        "keeping": "NHS Digital",
        "total_by": case.source(case.figure("requests-review-total").source).short,
    }
    return _values(
        counts,
        total=int(case.figure("requests-review-total").value),
        year=first.period_start.year,
        months=first.period_end.month,
        order=ORDER,
        printed={name: case.figure(figure).words for name, figure in FIGURES.items()},
        said_by=said_by,
        origin={name: f"ledger: {figure}" for name, figure in FIGURES.items()},
        words=words,
    )


def drawn(draw):
    made = draw.until(_counts, _fits)
    asking, keeping = bodies(draw, 2)
    press = papers(draw, 8, first=8)
    order = draw.shuffled(ORDER)
    printed = {name: f"{said(made['counts'][name])} requests" for name in FIGURES}
    printed["odd"] = f"{said(made['counts']['odd'])} people"
    words = {
        "notice": f"The register, the bodies and the papers of this exercise are invented. "
        f"Its prints count requests of the {asking} to the {keeping}.",
        "asking": f"the {asking}",
        "keeping": f"the {keeping}",
        "total_by": press[-1],
    }
    return _values(
        made["counts"],
        total=made["total"],
        year=year(draw),
        months=made["months"],
        order=order,
        printed=printed,
        said_by=dict(zip(FIGURES, press, strict=False)),
        origin={name: f"invented: register of the {keeping}" for name in FIGURES},
        words=words,
    )


def answers(values):
    letters, total, counts = values["letters"], values["total"], values["counts"]
    calendar = counts["whole"] - counts["latest"]
    financial = calendar - counts["early-first"] + counts["early-third"]
    return {
        "usable": [letters[name] for name in ("whole", "latest", "early-first", "early-third")],
        "calendar-years": calendar,
        "financial-years": financial,
        "misfits": _misfits(values, calendar, financial),
        "counted-once": total + counts["latest"] - counts["early-third"],
    }


def mistakes(values):
    letters, total, counts = values["letters"], values["total"], values["counts"]
    right = answers(values)
    calendar, financial = right["calendar-years"], right["financial-years"]
    slip = counts["odd"] - counts["latest"]
    table = right["misfits"]
    readings = {"whole span": counts["whole"], "calendar years": calendar, "financial years": financial}
    return {
        "usable": {
            "odd-print-used": [letters[name] for name in ("whole", "odd", "early-first", "early-third")],
            "piece-of-the-wrong-year": [letters[name] for name in ("whole", "latest", "early-first", "early-second")],
            "inside-count-kept": [*right["usable"], letters["autumn"]],
        },
        "calendar-years": {"odd-print-used": calendar - slip, "later-months-left-in": counts["whole"]},
        "financial-years": {
            "odd-print-used": financial - slip,
            "piece-not-taken-off": calendar + counts["early-third"],
            "piece-of-the-wrong-year": calendar - counts["early-first"] + counts["early-second"],
            "years-moved-the-wrong-way": calendar + counts["early-first"] - counts["early-third"],
        },
        "misfits": {
            "odd-print-used": _misfits(values, calendar - slip, financial - slip),
            "gap-turned-round": {name: {"gap": -row["gap"], "share": -row["share"]} for name, row in table.items()},
            "share-of-the-other-whole": {
                name: {"gap": row["gap"], "share": Fraction(row["gap"], readings[name])} for name, row in table.items()
            },
            "per-cent-for-fraction": {
                name: {"gap": row["gap"], "share": 100 * row["share"]} for name, row in table.items()
            },
        },
        "counted-once": {
            "overlapping-periods-added": total + counts["latest"],
            "piece-of-the-wrong-year": total + counts["latest"] - counts["early-first"],
            "total-put-aside": counts["whole"] - counts["early-first"],
            "odd-print-used": total + counts["odd"] - counts["early-third"],
        },
    }


def _misfits(values, calendar, financial):
    total = values["total"]
    readings = {"whole span": values["counts"]["whole"], "calendar years": calendar, "financial years": financial}
    return {name: {"gap": count - total, "share": Fraction(count - total, total)} for name, count in readings.items()}


def _values(counts, *, total, year, months, order, printed, said_by, origin, words):
    """Words and tables from the counts: `year` is the first of three, `months` are those before a financial year."""
    spans = {
        "early-first": (year, 1, months),
        "early-second": (year + 1, 1, months),
        "early-third": (year + 2, 1, months),
        "autumn": (year + 2, 9, 11),
        "latest": (year + 2, 1, 11),
    }
    labels = {name: (f"{of}-{low:02}", f"{of}-{high:02}") for name, (of, low, high) in spans.items()}
    labels |= {"whole": (f"{year}-01", f"{year + 2}-11"), "odd": ("not stated", "not stated")}
    notes = {
        "odd": f"gives no months; its number of matches is that of the papers which write of {year + 2}",
        "latest": "other papers of the time print the same number",
        "whole": "added up by the paper from the register",
    }
    letters = dict(zip(order, "ABCDEFG", strict=True))
    rows = [
        {
            "print": letters[name],
            "printed_by": said_by[name],
            "words": printed[name],
            "number": counts[name],
            "first_month": labels[name][0],
            "last_month": labels[name][1],
            "note": notes.get(name, ""),
            "register": origin[name],
        }
        for name in order
    ]
    calendar = counts["whole"] - counts["latest"]
    financial = calendar - counts["early-first"] + counts["early-third"]
    slip = counts["odd"] - counts["latest"]
    filled = {
        "total": str(total),
        "total_said": said(total),
        "label": f"{year}-{year + 2}",
        "first_year": str(year),
        "middle_year": str(year + 1),
        "last_year": str(year + 2),
        "starts": MONTHS[months],
        "ends": MONTHS[months - 1],
        "starts_label": f"{year}-{months + 1:02}",
        "piece_ends": f"{months:02}",
        "odd_said": said(counts["odd"]),
        "latest_said": said(counts["latest"]),
        "whole_gap_said": said(abs(counts["whole"] - total)),
        "calendar_said": said(calendar),
        "financial_said": said(financial),
        "financial_gap_said": said(abs(financial - total)),
        "financial_share_said": f"{_per_cent(abs(financial - total), total)}%",
        "calendar_share_said": f"{_per_cent(abs(calendar - total), total)}%",
        "odd_share_said": f"{_per_cent(abs(financial - slip - total), total)}%",
    }
    return {
        "words": words | filled,
        "tables": {"prints.csv": rows},
        "counts": counts,
        "total": total,
        "letters": letters,
    }


def _per_cent(part, whole):
    return said(Fraction(100 * part, whole), 1)


def _counts(draw):
    """Counts that rise from year to year, and a total that two financial years nearly reach."""
    months = draw.choice((3, 6, 9))
    first = draw.integer(3_000, 26_000)
    second = int(first * draw.share(1.2, 1.6))
    latest = int(second * draw.share(1.1, 1.5))
    counts = {
        "early-first": int(first * Fraction(months, 12) * draw.share(0.78, 0.95)),
        "early-second": int(second * Fraction(months, 12) * draw.share(0.78, 0.95)),
        "early-third": int(latest * Fraction(months, 11) * draw.share(0.9, 1.02)),
        "autumn": int(latest * Fraction(3, 11) * draw.share(0.95, 1.04)),
        "latest": latest,
        "whole": first + second + latest,
    }
    financial = first + second - counts["early-first"] + counts["early-third"]
    gap = draw.choice((1, -1)) * draw.integer(financial * 3 // 1000, financial * 12 // 1000)
    # One digit of the latest count is misprinted: the second from the left.
    place = 10 ** (len(str(latest)) - 2)
    more = draw.integer(2, 6)
    counts["odd"] = latest + more * place
    no_carry = latest // place % 10 + more <= 9
    return {"counts": counts, "total": financial + gap, "months": months, "gap": gap, "no_carry": no_carry}


def _fits(made):
    counts, total = made["counts"], made["total"]
    calendar = counts["whole"] - counts["latest"]
    slip = counts["odd"] - counts["latest"]
    return (
        made["no_carry"]
        and made["gap"] != 0
        and abs(total - calendar) >= total * 0.08
        and abs(slip + made["gap"]) >= total * 0.03
    )
