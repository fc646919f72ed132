"""Prints with hedges: the case's own, or those of an invented register."""

from casebook.exercises import bodies, closed, said, year


def public(case):
    figures = {
        "asked": "requests-2016-jan-nov-hnh",
        "found": "traced-2016-jan-nov-hnh",
        "asked-again": "requests-2016-jan-nov-together",
        "found-again": "traced-2016-jan-nov-together",
        "total": "requests-review-total",
        "refused": "refused-share-independent",
        "left-out": "excluded-share-2018",
    }
    counts = {
        "asked": "requests for data",
        "found": "people traced",
        "asked-again": "requests for data",
        "found-again": "people traced",
        "total": "requests for data",
        "refused": "share of requests turned down",
        "left-out": "share of the requests met so far that would fall outside the new limit",
    }
    rows = []
    for name, figure in figures.items():
        row = case.figure(figure)
        rows.append(
            {
                "print": name,
                "counts": counts[name],
                "printed": row.printed.lower(),
                "period": row.period_label,
                "where": f"{case.source(row.source).short} ({row.grade})",
            }
        )
    asked, found = case.figure(figures["asked"]), case.figure(figures["found"])
    words = {
        "notice": (
            "The numbers of this notebook are real: they were printed about the requests that the "
            f"{case.body('home-office').name} made to {case.body('nhs-digital').name}. "
            "The table names the source of each, with its grade of evidence."
        ),
        "what_was_asked": "the requests",
        "supposition": "Suppose, for now, that each person traced stands for one request that found a match.",
        "left_whole": "the requests that had been met by May 2018",
    }
    return _values(
        rows,
        words,
        asked=int(asked.lower),
        found=int(found.upper),
        half=int(asked.reading_upper - asked.lower),
        reading="rounded to the nearest thousand",
        left_out=case.figure(figures["left-out"]).lower,
    )


def drawn(draw):
    step = 10
    asked = step * draw.integer(1_200, 9_800)
    found = step * round(asked * draw.share(0.58, 0.82) / step)
    left_out = draw.integer(6_000, 9_800)
    # The other writer's floors lie under the same true counts.
    asked_again = asked - asked % 1_000
    found_again = (found - 1) // 1_000 * 1_000 - 1_000 * draw.integer(0, 2)
    total = asked + draw.integer(2_000, 9_000)
    office, keeper = bodies(draw, 2)
    first = year(draw)
    over, under = draw.choice(["more than", "over"]), draw.choice(["nearly", "almost"])
    printed = {
        "asked": ("enquiries", f"{over} {said(asked)}", f"{first}"),
        "found": ("entries found", f"{under} {said(found)}", f"{first}"),
        "asked-again": ("enquiries", f"over {said(asked_again)}", f"{first}"),
        "found-again": ("entries found", f"over {said(found_again)}", f"{first}"),
        "total": ("enquiries", said(total), f"{first} and {first + 1}, or a part of them"),
        "refused": ("share of enquiries turned away", f"around {draw.integer(3, 9)} per cent", "not stated"),
        "left-out": (
            "share of the enquiries met so far that would fall outside the new rule",
            f"over {left_out / 100:.2f}%",
            f"as said in {first + 2}",
        ),
    }
    rows = [
        {"print": name, "counts": counts, "printed": words, "period": period, "where": f"invented: {office}"}
        for name, (counts, words, period) in printed.items()
    ]
    words = {
        "notice": (
            f"Everything in this notebook is invented: the {office}, which asks, the {keeper}, which keeps a register, "
            "and every number. The hedges are those that real reports use."
        ),
        "what_was_asked": "the enquiries",
        "supposition": "Suppose, for now, that each entry found stands for one enquiry.",
        "left_whole": "the enquiries that had been met by then",
    }
    half = step * round(asked * draw.share(0.03, 0.07) / step)
    reading = f"no further than {said(half)} from the truth"
    return _values(rows, words, asked=asked, found=found, half=half, reading=reading, left_out=left_out / 100)


def _values(rows, words, asked, found, half, reading, left_out):
    words |= {
        "half": str(half),
        "half_words": said(half),
        "reading_words": reading,
        "share_said": f"{100 * found / asked:.2f}".rstrip("0").rstrip(".") + "%",
    }
    return {
        "words": words,
        "tables": {"prints.csv": rows},
        "asked": asked,
        "found": found,
        "half": half,
        "left_in": round(100 - float(left_out), 2),
    }


def answers(values):
    asked, found, half = values["asked"], values["found"], values["half"]
    return {
        "with-a-ceiling": ["found", "total"],
        "asked-fixed": {"above": asked},
        "found-fixed": {"below": found},
        "share-fixed": {"below": found / asked},
        "share-again": "neither end",
        "not-found-fixed": {"above": asked - found},
        "share-read": {"above": (found - half) / (asked + half), "below": found / asked},
        "left-in": {"below": values["left_in"]},
    }


def mistakes(values):
    asked, found, half, left_in = values["asked"], values["found"], values["half"], values["left_in"]
    right = answers(values)
    share = found / asked
    return {
        "with-a-ceiling": {
            "approximate-as-exact": ["found", "total", "refused"],
            "side-reversed": ["asked", "asked-again", "found-again", "left-out"],
        },
        "asked-fixed": {
            "closed-for-open": closed(right["asked-fixed"]),
            "hedge-dropped": {"from": asked, "to": asked},
            "side-reversed": {"below": asked},
            "reading-for-words": {"above": asked, "below": asked + half},
        },
        "found-fixed": {
            "closed-for-open": closed(right["found-fixed"]),
            "hedge-dropped": {"from": found, "to": found},
            "side-reversed": {"above": found},
            "reading-for-words": {"from": found - half, "below": found},
        },
        "share-fixed": {
            "closed-for-open": {"to": share},
            "hedge-dropped": {"from": share, "to": share},
            "side-reversed": {"above": share},
            "reading-for-words": right["share-read"],
        },
        "share-again": {"hedge-dropped": "both ends", "side-reversed": "the lower end"},
        "not-found-fixed": {
            "closed-for-open": {"from": asked - found},
            "hedge-dropped": {"from": asked - found, "to": asked - found},
            "side-reversed": {"below": asked - found},
        },
        "share-read": {
            "closed-for-open": closed(right["share-read"]),
            "ends-crossed": {"above": (found - half) / asked, "below": found / (asked + half)},
            "words-for-reading": {"below": share},
        },
        "left-in": {
            "closed-for-open": {"to": left_in},
            "hedge-dropped": {"from": left_in, "to": left_in},
            "side-reversed": {"above": left_in},
        },
    }
