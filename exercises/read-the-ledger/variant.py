"""A ledger of prints and retellings, a leaflet's draft, and lists of what was handed over."""

from casebook.exercises import bodies, outcomes, papers, printed, said, year

# Rows that give the register's own counts, and rows that retell them, each with the count that it goes back to.
PRINTS = ("made", "traced", "not-traced", "traced-late", "not-traced-late", "rejected-late")
RETOLD = {
    "core-made": "made",
    "core-traced": "traced",
    "page-made": "made",
    "page-traced": "traced",
    "paper-people": "made",
    "odd": "made",
    "odd-again": "made",
    "handed-over": "made",
}
PEOPLE = ("core-traced", "page-traced", "paper-people", "odd", "odd-again", "handed-over")
FIGURES = {
    "made": "requests-2016-jan-nov",
    "traced": "traced-2016-jan-nov",
    "not-traced": "not-traced-2016-jan-nov",
    "traced-late": "traced-2016-sep-nov",
    "not-traced-late": "not-traced-2016-sep-nov",
    "rejected-late": "rejected-2016-sep-nov",
    "core-made": "requests-2016-jan-nov-hnh",
    "core-traced": "traced-2016-jan-nov-hnh",
    "page-made": "requests-2016-jan-nov-together",
    "page-traced": "traced-2016-jan-nov-together",
    "paper-people": "requests-2016-jan-nov-guardian",
    "odd": "requests-2016-jan-nov-mail",
    "odd-again": "people-2016-jan-nov-cpd",
    "handed-over": "people-handed-over-retelling",
}
# The order of the public ledger's rows; a drawn one has its own.
ORDER = (
    *("handed-over", "traced-late", "page-traced", "made", "odd", "core-made", "not-traced-late"),
    *("paper-people", "not-traced", "core-traced", "rejected-late", "odd-again", "traced", "page-made"),
)
SENTENCES = ("matched", "asked", "by-print", "handed", "found", "year", "official", "confirmed")
STAND = ("matched", "asked", "by-print")
DRAFT_ORDER = ("handed", "matched", "confirmed", "year", "by-print", "found", "asked", "official")
LISTS = ("mrn-blog-2017", "hc-677", "hsj-2017-01", "independent-2018-03")
ITEMS = (
    "name",
    "date of birth",
    "address",
    "gender",
    "area",
    "date of registration",
    "telephone number",
    "employer",
    "place of birth",
    "photograph",
)


def public(case):
    found = {name: case.figure(figure) for name, figure in FIGURES.items()}
    ledger = {
        name: {
            "words": row.words,
            "about": _about(row.part),
            "months_as_said": row.period_label or "not said",
            "speaker": case.body(row.speaker).name,
            "relayed_by": case.body(row.relayed_by).name if row.relayed_by else "",
            "source": case.source(row.source).short,
            "place": row.place,
            "grade": row.grade,
        }
        for name, row in found.items()
    }
    rows = [
        {
            "list": case.source(item.source).short,
            "when": "under" if item.listing == "released-under-memorandum" else "before",
            "item": item.item,
            "as_printed": item.put_as or item.item,
            "grade": item.grade,
            "register": "real: the book's ledger",
        }
        for item in case.items
        if item.listing in ("released-under-memorandum", "released-before-memorandum")
    ]
    held = {
        source: [
            item.item for item in case.items if item.source == source and item.listing == "released-under-memorandum"
        ]
        for source in LISTS
    }
    before = [item.item for item in case.items if item.listing == "released-before-memorandum"]
    items = list(dict.fromkeys(row["item"] for row in rows))
    names = {
        "notice": "The ledger's rows and the lists are those of the book's own case. "
        "The draft of the leaflet was written for this exercise.",
        "leaflet": "written for this exercise",
        "asking": "the Home Office",
        "keeping": "NHS Digital",
        "officers": "Immigration teams",
        "year": str(found["made"].period_start.year),
    }
    counts = {name: int(row.value) for name, row in found.items()}
    return _values(counts, ledger, rows, items, held, before, ORDER, DRAFT_ORDER, "real: the book's ledger", names)


def drawn(draw):
    made = draw.until(_counts, _fits)
    counts, words = made["counts"], made["words"]
    asking, keeping, campaign, charity = bodies(draw, 4)
    press = papers(draw, 8, first=12)
    when = year(draw)
    eleven, late = f"{when}, to November", f"September to November {when}"
    months = {
        **dict.fromkeys(("made", "traced", "not-traced"), eleven),
        **dict.fromkeys(("traced-late", "not-traced-late", "rejected-late"), late),
        **dict.fromkeys(("core-made", "core-traced"), f"first 11 months of {when}"),
        **dict.fromkeys(("page-made", "page-traced", "odd-again"), str(when)),
        "paper-people": "in the past year",
        **dict.fromkeys(("odd", "handed-over"), "not said"),
    }
    sources = {
        **dict.fromkeys(("made", "traced", "not-traced"), press[0]),
        **dict.fromkeys(("traced-late", "not-traced-late", "rejected-late"), press[1]),
        **dict.fromkeys(("core-made", "core-traced"), f"article of the {campaign}"),
        **dict.fromkeys(("page-made", "page-traced"), f"page of the {charity}"),
        "paper-people": press[2],
        "odd": press[3],
        "odd-again": press[4],
        "handed-over": press[5],
    }
    grades = dict.fromkeys(FIGURES, "press") | {"odd-again": "mirror", "handed-over": "mirror"}
    grades |= {"core-made": "core", "core-traced": "core"}
    ledger = {
        name: {
            "words": words[name],
            "about": "traced" if name == "handed-over" else _KINDS[RETOLD.get(name, name)],
            "months_as_said": months[name],
            "speaker": keeping if name in PRINTS else sources[name],
            "relayed_by": press[0 if name in PRINTS[:3] else 1] if name in PRINTS else "",
            "source": f"{sources[name]}, {when + 1}",
            "place": "opening part read" if grades[name] != "core" else f"paragraph {draw.integer(4, 12)}",
            "grade": grades[name],
        }
        for name in FIGURES
    }
    items = draw.sample(ITEMS, 7)
    kept, also_kept, new, common, twin, other_twin, rare = items
    lists = draw.shuffled(
        [
            [kept, also_kept, new, common, twin],
            [kept, also_kept, new, common, other_twin],
            [kept, also_kept, new, twin, rare, other_twin],
            [kept, also_kept, new],
        ]
    )
    earlier = [kept, also_kept, twin]
    listers = (f"list of the {keeping}", *press[5:])
    held = {name: draw.shuffled(one) for name, one in zip(listers, lists, strict=True)}
    held_before = {f"older list of the {keeping}": earlier, f"older report, {press[2]}": draw.shuffled(earlier)}
    official = (listers[0], f"older list of the {keeping}")
    origin = f"invented: register of the {keeping}"
    rows = [
        {
            "list": name,
            "when": period,
            "item": item,
            "as_printed": f"last known {item}" if item == new and name == listers[1] else item,
            "grade": "official" if name in official else "press",
            "register": origin,
        }
        for period, all_of in (("before", held_before), ("under", held))
        for name, one in all_of.items()
        for item in one
    ]
    names = {
        "notice": f"The register, the bodies, the papers and the people of this exercise are invented. "
        f"The {asking} asks the {keeping} for details of people.",
        "leaflet": "invented: draft of a leaflet",
        "asking": f"the {asking}",
        "keeping": f"the {keeping}",
        "officers": f"Officers of the {asking}",
        "year": str(when),
    }
    order, draft_order = draw.shuffled(ORDER), draw.shuffled(SENTENCES)
    return _values(counts, ledger, rows, draw.shuffled(items), held, earlier, order, draft_order, origin, names)


def answers(values):
    counts, codes, held = values["counts"], values["codes"], values["held"]
    every = set.intersection(*(set(one) for one in held.values()))
    one, other = _twins(held)
    return {
        "may-stand": [values["letters"][name] for name in STAND],
        "origins": {
            codes[name]: {"origin": codes[origin], "shift": counts[name] - counts[origin]}
            for name, origin in RETOLD.items()
        },
        "people-for-requests": [codes[name] for name in PEOPLE],
        "rejected": counts["made"] - counts["traced"] - counts["not-traced"],
        "new-under": sorted(every - set(values["before"])),
        "twins-differ": sorted(set(one) ^ set(other)),
    }


def mistakes(values):
    counts, codes, held, letters = values["counts"], values["codes"], values["held"], values["letters"]
    right = answers(values)
    table = right["origins"]
    stopped = {
        codes[name]: {"origin": codes["core-made"], "shift": counts[name] - counts["core-made"]}
        for name in ("paper-people", "handed-over")
    }
    unseen = {codes[name]: {"origin": codes["made"], "shift": 0} for name in ("odd", "odd-again")}
    believed = {codes["handed-over"]: {"origin": codes["traced"], "shift": counts["handed-over"] - counts["traced"]}}
    copied = {codes["odd-again"]: {"origin": codes["odd"], "shift": 0}}
    every = set.intersection(*(set(one) for one in held.values()))
    some = set().union(*(set(one) for one in held.values()))
    hedged = ("core-made", "core-traced", "page-made", "page-traced", "paper-people", "handed-over")
    return {
        "may-stand": {
            "request-for-person": [*right["may-stand"], letters["handed"]],
            "match-for-a-find": [*right["may-stand"], letters["found"]],
            "eleven-months-for-a-year": [*right["may-stand"], letters["year"]],
            "press-for-official": [*right["may-stand"], letters["official"]],
            "repeat-for-confirmation": [*right["may-stand"], letters["confirmed"]],
        },
        "origins": {
            "stopped-at-a-retelling": table | stopped,
            "repeat-for-origin": table | copied,
            "label-for-origin": table | believed,
            "digit-overlooked": table | unseen,
            "shift-turned-round": {name: row | {"shift": -row["shift"]} for name, row in table.items()},
        },
        "people-for-requests": {
            "noun-in-other-words": [codes[name] for name in PEOPLE if name != "odd"],
            "hedge-for-noun": [codes[name] for name in hedged],
        },
        "rejected": {
            "odd-print-used": counts["odd"] - counts["traced"] - counts["not-traced"],
            "approved-left-out": counts["made"] - counts["traced"],
            "hedge-dropped": counts["core-made"] - counts["core-traced"] - counts["not-traced"],
            "quarter-for-the-whole": counts["rejected-late"],
        },
        "new-under": {
            "some-list-for-every-list": sorted(some - set(values["before"])),
            "kept-for-new": sorted(every),
        },
        "twins-differ": {
            "equal-length-for-equal-contents": [],
            "all-lists-for-two": sorted(some - every),
        },
    }


_KINDS = {
    "made": "made",
    "traced": "traced",
    "traced-late": "traced",
    "not-traced": "not traced",
    "not-traced-late": "not traced",
    "rejected-late": "rejected",
}


def _about(part):
    """What a row's number is about, from the part of the requests that the evidence gives."""
    last = part.split("/")[-1].replace("-", " ")
    return last if last in _KINDS.values() else "made"


def _twins(held):
    """The two lists of equal length: in every variant there is one such pair."""
    ((one, other),) = [
        (a, b) for place, a in enumerate(held.values()) for b in list(held.values())[place + 1 :] if len(a) == len(b)
    ]
    return one, other


def _values(counts, ledger, rows, items, held, before, order, draft_order, origin, names):
    codes = {name: f"L{place:02}" for place, name in enumerate(order, start=1)}
    letters = dict(zip(draft_order, "ABCDEFGH", strict=True))
    table = [
        {
            "row": codes[name],
            "words": ledger[name]["words"],
            "number": counts[name],
            **{column: cell for column, cell in ledger[name].items() if column != "words"},
            "register": origin,
        }
        for name in order
    ]
    draft = _draft(counts, ledger, names)
    made, traced, not_traced = (counts[name] for name in ("made", "traced", "not-traced"))
    filled = {f"item_{place}": item for place, item in enumerate(items, start=1)}
    filled |= {
        "made_said": said(made),
        "traced_said": said(traced),
        "not_traced_said": said(not_traced),
        "rejected_said": said(made - traced - not_traced),
        "traced_row": codes["traced"],
        "made_row": codes["made"],
        "core_row": codes["core-traced"],
        "keeper": ledger["made"]["speaker"],
        "odd_noun": ledger["odd"]["words"].split()[-1],
        "core_words": ledger["core-traced"]["words"],
        "print_source": ledger["traced"]["source"],
        "print_by": ledger["traced"]["relayed_by"],
        "core_source": ledger["core-traced"]["source"],
    }
    return {
        "words": names | filled,
        "tables": {
            "ledger.csv": table,
            "draft.csv": [
                {"letter": letters[name], "sentence": draft[name], "where": names["leaflet"]} for name in draft_order
            ],
            "lists.csv": rows,
        },
        "counts": counts,
        "codes": codes,
        "letters": letters,
        "held": held,
        "before": before,
    }


def _draft(counts, ledger, names):
    """The sentences of the leaflet: three that rows bear out, and five that each go one step too far."""
    made, traced, year = said(counts["made"]), said(counts["traced"]), names["year"]
    keeping, first = names["keeping"], names["keeping"][0].upper() + names["keeping"][1:]
    return {
        "matched": f"Of {made} requests in the first eleven months of {year}, {traced} found a match.",
        "asked": f"In the first eleven months of {year} there were over {said(counts['core-made'])} requests.",
        "by-print": f"{said(counts['not-traced'])} requests were approved and found no match, "
        f"as {ledger['not-traced']['relayed_by']} prints it from the register.",
        "handed": f"{first} handed over the records of more than {said(counts['handed-over'])} people.",
        "found": f"{names['officers']} found {traced} people in the first eleven months of {year}.",
        "year": f"In the whole of {year} there were {made} requests.",
        "official": f"That there were {made} requests was read on an official page of {keeping}.",
        "confirmed": f"That it was {said(counts['odd'])} is confirmed, since two reports print the same number.",
    }


def _counts(draw):
    """Counts of eleven months and of their last three, and retellings of them with true hedges and one false digit."""
    requests = draw.integer(4_000, 60_000)
    whole = outcomes(draw, requests)
    late = outcomes(draw, int(requests * draw.share(0.24, 0.3)), rejected=(0.02, 0.045))
    step = 500 if requests < 20_000 else 2_000
    fine = step // 5
    place = 10 ** (len(str(requests)) - 2)
    more = draw.integer(2, 6)
    odd = requests + more * place
    low, high = printed(draw, requests, "gt", step), printed(draw, whole.traced, "lt", step)
    rough = printed(draw, whole.traced, "gt", 2 * step)
    close = printed(draw, requests, "gt", fine)
    counts = {
        "made": requests,
        "traced": whole.traced,
        "not-traced": whole.not_traced,
        "traced-late": late.traced,
        "not-traced-late": late.not_traced,
        "rejected-late": late.rejected,
        "core-made": low.number,
        "core-traced": high.number,
        "page-made": low.number,
        "page-traced": rough.number,
        "paper-people": close.number,
        "odd": odd,
        "odd-again": odd,
        "handed-over": low.number,
    }
    words = {
        "made": f"{said(requests)} requests",
        "traced": f"{said(whole.traced)} were approved and traced",
        "not-traced": f"a further {said(whole.not_traced)} requests approved",
        "traced-late": f"{said(late.traced)} requests were traced",
        "not-traced-late": f"in {said(late.not_traced)} there was no trace",
        "rejected-late": f"{said(late.rejected)} requests were turned down",
        "core-made": f"{low.words} requests for details",
        "core-traced": f"{high.words} people being traced",
        "page-made": f"{draw.choice(('over', 'more than'))} {said(low.number)}",
        "page-traced": f"{rough.words} people",
        "paper-people": f"{close.words} people",
        "odd": f"{said(odd)} {draw.choice(('residents', 'tenants', 'members'))}",
        "odd-again": f"{said(odd)} people's details",
        "handed-over": f"{draw.choice(('over', 'more than'))} {said(low.number)} people",
    }
    no_carry = requests // place % 10 + more <= 9
    return {"counts": counts, "words": words, "no_carry": no_carry}


def _fits(made):
    counts = made["counts"]
    rejected = counts["made"] - counts["traced"] - counts["not-traced"]
    nearest = {name: min(PRINTS[:3], key=lambda print_: abs(counts[print_] - counts[name])) for name in RETOLD}
    return (
        made["no_carry"]
        and nearest == RETOLD
        and counts["handed-over"] > counts["traced"]
        and counts["core-made"] != counts["paper-people"]
        and rejected > counts["rejected-late"]
        and counts["traced"] - counts["traced-late"] > 0
        and counts["page-traced"] > counts["traced-late"]
    )
