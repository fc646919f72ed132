"""Events known to the day, the week, the month or the year, and two undated texts: the case's own, or invented."""

from datetime import date, timedelta

from casebook.exercises import MONTHS, bodies, year

_EVENTS = {
    "practice-charity": "practice-on-mrn-account",
    "practice-chair": "practice-on-manning-account",
    "signed": "memorandum-signed",
    "in-force": "memorandum-in-force",
    "published": "memorandum-published",
    "counts-out": "figures-released",
    "concerns": "concerns-put-to-review",
    "review": "review-published",
    "filed": "claim-filed",
    "refused": "permission-refused-on-papers",
    "letter": "committee-letter",
    "rejected": "ministers-reject",
    "granted": "permission-granted",
    "on-hold": "claim-on-hold",
    "withdrawn": "withdrawal-confirmed",
}
_ORDERED = ("signed", "in-force", "published", "review", "refused", "letter", "granted")
_PAIRS = (
    ("signed", "published"),
    ("counts-out", "published"),
    ("concerns", "filed"),
    ("concerns", "signed"),
    ("refused", "letter"),
    ("on-hold", "granted"),
    ("on-hold", "withdrawn"),
)
_GAPS = (("signed", "published"), ("refused", "granted"), ("concerns", "filed"), ("on-hold", "withdrawn"))
_DAY = timedelta(days=1)


def public(case):
    events = {}
    rows = []
    for name, known in sorted(_EVENTS.items()):
        row = case.event(known)
        events[name] = (row.date, row.precision, row.bound)
        sources = [case.source(name) for name in case.sources_of(known)]
        agreeing = {told.source for told in case.event_sources if told.event == known and told.agrees == "yes"}
        # The source whose grade is that of the date, so that the table does not lend a date another's grade.
        first = max(sources, key=lambda source: (source.id in agreeing) + 2 * (source.grade == row.grade))
        where = f"inferred from {first.short}" if row.grade == "inferred" else f"{first.short} ({row.grade})"
        rows.append(_row(name, row.title, events[name], where))
    words = {
        "notice": (
            "The events and the two texts of this notebook are real. "
            f"They belong to the dispute over an agreement by which {case.body('nhs-digital').name} "
            f"traced patients for the {case.body('home-office').name}. "
            "The table names a source for each date, with the grade of evidence of the date."
        ),
        "post": f"a post of the claimant, {case.body('migrants-rights-network').name}",
        "article": f"an article of the newspaper {case.body('the-independent').name}",
    }
    days_after, days_before = case.figure("days-rejection-to-ruling"), case.figure("days-review-to-filing")
    clues = {
        "appeal": "An appeal for donations stands above the article and speaks of an election in another country.",
        "stamp": f"The publisher's own page of the article is stamped {case.say('independent-article')}.",
        "days-after": f"The article places the court's permission {days_after.printed} after the rejection.",
        "looks-back": "The post looks back on the launch of the claim.",
        "review-before": f"The post says that the review came out {days_before.printed} before the filing.",
    }
    return _values(events, rows, words, clues, "in the stored copy", days_after=int(days_after.value))


def drawn(draw):
    asker, keeper, paper = bodies(draw, 3)
    events, days_after, days_before = draw.until(_dates, _keeps_the_traps)
    titles = {
        "practice-charity": "Entries are already passed on, on the account of a charity.",
        "practice-chair": "Entries are already passed on, on the account of a former chair.",
        "signed": f"The {asker} and the {keeper} sign an agreement.",
        "in-force": "The agreement takes effect.",
        "published": "The agreement is published.",
        "counts-out": "Counts of the requests come out.",
        "concerns": "Several bodies put their concerns to a review.",
        "review": "The review is published.",
        "filed": "A charity files its claim.",
        "refused": "A judge refuses permission on the papers.",
        "letter": "A committee asks for a halt by letter.",
        "rejected": "The committee's request is turned down.",
        "granted": "Another judge gives permission.",
        "on-hold": "The claim is put on hold.",
        "withdrawn": "The agreement is withdrawn.",
    }
    rows = [
        _row(name, titles[name], events[name], f"invented: chronicle of the {paper}")
        for name in draw.shuffled(sorted(events))
    ]
    words = {
        "notice": (
            f"Everything in this notebook is invented: the {asker}, the {keeper} and their agreement, the {paper}, "
            "which has a newspaper, the charity that goes to court, and every date."
        ),
        "post": "a post of the charity that brought the claim",
        "article": f"an article in the newspaper of the {paper}",
    }
    granted = _day(events["granted"][0])
    many = {1: "a day", 2: "two days", 3: "three days", 4: "four days", 5: "five days", 6: "six days", 7: "seven days"}
    fair = draw.integer(2, 4)
    clues = {
        "appeal": f"An appeal for donations stands above the article and speaks of the fair of {granted.year + fair}.",
        "stamp": f"The publisher's own page of the article is stamped {_said(granted)}.",
        "days-after": f"The article places the court's permission {many[days_after]} after the rejection.",
        "looks-back": "The post looks back on the launch of the claim.",
        "review-before": f"The post says that the review came out {many[days_before]} before the filing.",
    }
    return _values(events, rows, words, clues, "invented: in the stored copy", days_after=days_after)


def _dates(draw):
    """Dates in which the same pairs stay open and the same ends stay unknown, with other gaps and another order."""
    signed = date(year(draw), 1, 1) + timedelta(draw.integer(0, 364))
    month_end = _last(signed)
    in_force = month_end + timedelta(draw.integer(5, 150))
    published = month_end + timedelta(draw.integer(5, 150))
    review = max(in_force, published) + timedelta(draw.integer(120, 420))
    days_before, days_after = draw.integer(2, 7), draw.integer(1, 6)
    filed = review + timedelta(days_before)
    monday = filed + timedelta(draw.integer(40, 160))
    monday -= timedelta(monday.weekday())
    letter = monday + timedelta(draw.choice([draw.integer(-12, -1), draw.integer(7, 16)]))
    rejected = max(monday, letter) + timedelta(draw.integer(12, 70))
    granted = rejected + timedelta(days_after)
    on_hold = _last(granted) + timedelta(draw.integer(1, 80))
    withdrawn = _last(on_hold) + timedelta(draw.integer(40, 300))
    chair = signed.year - draw.integer(9, 14)
    events = {
        "practice-charity": (f"{chair + draw.integer(2, 5)}", "year", "by"),
        "practice-chair": (f"{chair}", "year", "by"),
        "signed": (f"{signed:%Y-%m}", "month", "on"),
        "in-force": (f"{in_force}", "day", "on"),
        "published": (f"{published}", "day", "on"),
        "counts-out": (f"{published.year}", "year", "on"),
        "concerns": (f"{review}", "day", "by"),
        "review": (f"{review}", "day", "on"),
        "filed": (f"{filed}", "day", "on"),
        "refused": (f"{monday}", "week", "on"),
        "letter": (f"{letter}", "day", "on"),
        "rejected": (f"{rejected}", "day", "on"),
        "granted": (f"{granted}", "day", "on"),
        "on-hold": (f"{on_hold:%Y-%m}", "month", "from"),
        "withdrawn": (f"{withdrawn}", "day", "on"),
    }
    return events, days_after, days_before


def _keeps_the_traps(made):
    events, _, _ = made
    published = _day(events["published"][0])
    return published != _day(events["in-force"][0]) and 2 <= published.month <= 11


def _day(text):
    return date.fromisoformat(text)


def _said(day):
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _last(day):
    """The last day of its month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - _DAY


def _row(name, title, known, where):
    on, precision, bound = known
    return {"event": name, "what": title, "date": on, "precision": precision, "bound": bound, "where": where}


def _values(events, rows, words, clues, copied, days_after):
    clues |= {"refusal-silent": "The post asks for support, and says nothing of the refusal on the papers."}
    stands = {"appeal": ("article", "around the text"), "stamp": ("article", "outside the text")}
    found = [
        {
            "clue": name,
            "text": stands.get(name, ("article" if name == "days-after" else "post", ""))[0],
            "stands": stands.get(name, ("", "in the text"))[1],
            "says": clues[name],
            "where": copied if name != "stamp" else copied.replace("in the stored copy", "on the publisher's site"),
        }
        for name in sorted(clues)
    ]
    spans = {name: _span(*known) for name, known in events.items()}
    words |= {
        "early_year": events["practice-chair"][0],
        "late_year": events["practice-charity"][0],
        "filed_said": _said(spans["filed"][0]),
        "granted_said": _said(spans["granted"][0]),
        "rejected_said": _said(spans["rejected"][0]),
        "refused_from": _said(spans["refused"][0]),
        "refused_to": _said(spans["refused"][1]),
        "signed_said": f"{MONTHS[spans['signed'][0].month - 1]} {spans['signed'][0].year}",
    }
    dates = "invented: as in events.csv" if copied.startswith("invented") else "as in events.csv"
    gaps = [{"gap": f"{one} to {other}", "first": one, "second": other, "dates": dates} for one, other in _GAPS]
    tables = {"events.csv": rows, "clues.csv": found, "gaps.csv": gaps}
    return {"words": words, "tables": tables, "events": events, "days_after": days_after}


def _first_day(on):
    return _day(on + "-01-01"[len(on) - 4 :])


def _last_day(on, precision):
    first = _first_day(on)
    ends = {"day": first, "week": first + 6 * _DAY, "month": _last(first), "year": first.replace(month=12, day=31)}
    return ends[precision]


def _span(on, precision, bound):
    """The first and the last day on which it can have been; None where nothing fixes one."""
    first, last = _first_day(on), _last_day(on, precision)
    return (None if bound == "by" else first, None if bound == "from" else last)


def _span_of_date(on, precision, bound):
    """The same, by somebody who does not read 'or before' and 'or later'."""
    return _span(on, precision, "on")


def _span_of_first_day(on, precision, bound):
    """The same, by somebody who takes every period for its first day."""
    first = _first_day(on)
    return (None if bound == "by" else first, None if bound == "from" else first)


def _span_of_last_day(on, precision, bound):
    """The same, by somebody who takes every period for its last day."""
    last = _last_day(on, precision)
    return (None if bound == "by" else last, None if bound == "from" else last)


def _column(values, read, which):
    place = ("earliest", "latest").index(which)
    return {name: {which: _text(read(*known)[place])} for name, known in values["events"].items()}


def _text(day):
    return None if day is None else day.isoformat()


def _open_pairs(values, read):
    spans = {name: read(*known) for name, known in values["events"].items()}
    return [
        f"{first} and {second}"
        for first, second in _PAIRS
        if not (_before(spans[first], spans[second]) or _before(spans[second], spans[first]))
    ]


def _before(one, other):
    return one[1] is not None and other[0] is not None and one[1] < other[0]


def _gaps(values, read, crossed=True, more=0):
    table = {}
    for first, second in _GAPS:
        one, other = read(*values["events"][first]), read(*values["events"][second])
        least, most = _days(one[crossed], other[0], more), _days(one[not crossed], other[1], more)
        table[f"{first} to {second}"] = {"least": least, "most": most}
    return table


def _days(first, second, more):
    return None if first is None or second is None else (second - first).days + more


def _dated(values, article, post_from, post_to):
    return {
        "article": {"earliest": _text(article), "latest": _text(article)},
        "post": {"earliest": _text(post_from), "latest": _text(post_to)},
    }


def answers(values):
    spans = {name: _span(*known) for name, known in values["events"].items()}
    filed, refused, granted = spans["filed"], spans["refused"], spans["granted"]
    assert spans["rejected"][0] + values["days_after"] * _DAY == granted[0], "the article's words and its stamp agree"
    return {
        "earliest-days": _column(values, _span, "earliest"),
        "latest-days": _column(values, _span, "latest"),
        "in-order": sorted(_ORDERED, key=lambda name: spans[name]),
        "order-open": _open_pairs(values, _span),
        "beginning": f"it was under way by the end of {values['events']['practice-chair'][0]}",
        "gaps-in-days": _gaps(values, _span),
        "not-to-be-used": ["appeal"],
        "texts-dated": _dated(values, granted[0], filed[0], refused[1]),
        "weaker-end": "the latest day of the post",
    }


def mistakes(values):
    spans = {name: _span(*known) for name, known in values["events"].items()}
    filed, refused, granted, rejected = (spans[name] for name in ("filed", "refused", "granted", "rejected"))
    early, late = (values["events"][name][0] for name in ("practice-chair", "practice-charity"))
    return {
        "earliest-days": {
            "bound-as-date": _column(values, _span_of_date, "earliest"),
            "period-as-last-day": _column(values, _span_of_last_day, "earliest"),
        },
        "latest-days": {
            "bound-as-date": _column(values, _span_of_date, "latest"),
            "period-as-first-day": _column(values, _span_of_first_day, "latest"),
        },
        "order-open": {
            "bound-as-date": _open_pairs(values, _span_of_date),
            "period-as-first-day": _open_pairs(values, _span_of_first_day),
        },
        "beginning": {
            "earliest-account-as-start": f"it began in {early}",
            "bound-as-date": f"it began in {late}",
            "later-bound-as-error": "one of the two accounts must be wrong",
        },
        "gaps-in-days": {
            "bound-as-date": _gaps(values, _span_of_date),
            "period-as-first-day": _gaps(values, _span_of_first_day),
            "alike-ends-joined": _gaps(values, _span, crossed=False),
            "both-days-counted": _gaps(values, _span, more=1),
        },
        "not-to-be-used": {
            "silence-thrown-out": ["appeal", "refusal-silent"],
            "outside-thrown-out": ["appeal", "stamp"],
        },
        "texts-dated": {
            "anchor-as-text": _dated(values, rejected[0], filed[0], refused[1]),
            "period-as-first-day": _dated(values, granted[0], filed[0], refused[0]),
            "silence-unused": _dated(values, granted[0], filed[0], None),
        },
        "weaker-end": {"silence-as-proof": "the earliest day of the post"},
    }
