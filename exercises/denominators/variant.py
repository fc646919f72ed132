"""Shares and the counts behind some of them: those that were printed of the case, or those of an invented register."""

from fractions import Fraction

from casebook.exercises import MONTHS, bodies, outcomes, said, split, year

HALF = Fraction(1, 200)  # half of one per cent, which rounding to whole per cent can hide
TIMES = {2: "doubled", 3: "tripled", 4: "quadrupled"}


def public(case):
    def count(name):
        return int(case.figure(name).value)

    def where(name):
        row = case.figure(name)
        return f"{case.source(row.source).short} ({row.grade})"

    office, police, agency = (case.body(name).name for name in ("home-office", "police", "national-crime-agency"))
    long, late, after = "2016-jan-nov", "2016-sep-nov", "2017-apr-jun"
    review, refused = case.figure("home-office-share-review"), case.figure("refused-share-independent")
    return _values(
        counts={
            "long": tuple(count(f"{part}-{long}") for part in ("requests", "traced", "not-traced")),
            "late": tuple(count(f"{part}-{late}") for part in ("requests", "traced", "not-traced", "rejected")),
            "next": tuple(count(f"{part}-{after}") for part in ("requests", "traced", "not-traced", "rejected")),
        },
        others=[
            (police, count(f"police-requests-{long}"), count(f"police-traced-{long}")),
            (agency, count(f"nca-requests-{long}"), count(f"nca-traced-{long}")),
        ],
        agencies=count(f"law-enforcement-requests-{after}"),
        releases=(count("releases-2013-14"), count("releases-2013-14-all")),
        review=(int(review.value), count("requests-review-total")),
        refused=int(refused.value),
        found=int(case.quantity("requests-2015-16-if-yearly-tripling").bounds.lower),
        multiple=count("requests-growth-hnh"),
        months={
            "long": "January to November 2016",
            "early": "January to August 2016",
            "late": "September to November 2016",
            "next": "April to June 2017",
            "releases": "April 2013 to March 2014",
            "refused": "currently, as said in March 2018",
            "first": "2014-15",
            "second": "2015-16",
        },
        office=office,
        keeper=case.body("nhs-digital").name,
        where={
            "long": where(f"requests-{long}"),
            # The paper that prints the outcomes has another total, which its own parts show to be a slip.
            "late": f"total: {where(f'requests-{late}')}; outcomes: {where(f'rejected-{late}')}",
            "next": where(f"requests-{after}"),
            "releases": where("releases-2013-14"),
            "review": where("home-office-share-review"),
            "refused": where("refused-share-independent"),
        },
        notice=(
            "The numbers of this notebook are real: newspapers, trade sites and a charity printed them. "
            f"The papers label the months of one count, {case.figure(f'requests-{late}').printed}, in three ways; "
            "the table has the months that fit best."
        ),
    )


def drawn(draw):
    first_year = year(draw)
    this = first_year + 2
    end = draw.integer(9, 11)
    start = end - draw.integer(1, 2)
    refused, multiple = draw.integer(2, 5), draw.choice(list(TIMES))
    heavy = (refused / 100 + 0.04, refused / 100 + 0.07)
    whole = outcomes(draw, draw.integer(5_200, 9_900), traced=(0.6, 0.76), rejected=heavy)
    after = outcomes(draw, draw.integer(1_100, 2_400), traced=(0.62, 0.76), rejected=heavy)
    late = outcomes(
        draw,
        round(whole.requests * draw.share(0.24, 0.3)),
        traced=(0.62, 0.74),
        rejected=((refused - 0.35) / 100, (refused + 0.35) / 100),
    )
    # The office's shares lie so near to the share traced that their rounded prints are easily taken for one another.
    traced = Fraction(whole.traced, whole.requests)
    others = round(whole.requests / (traced + draw.share(0.003, 0.012))) - whole.requests
    few, many = split(draw, others, [1, 6])
    agencies = round(after.requests / (Fraction(round(100 * traced), 100) + draw.share(-0.004, 0.004)))
    all_releases = draw.integer(2_100, 4_800)
    review, total = draw.integer(38, 54), 2 * draw.integer(3_100, 6_900)
    office, keeper, other, third = bodies(draw, 4)
    return _values(
        counts={
            "long": (whole.requests, whole.traced, whole.not_traced),
            "late": (late.requests, late.traced, late.not_traced, late.rejected),
            "next": (after.requests, after.traced, after.not_traced, after.rejected),
        },
        others=[(other, few, round(few * draw.share(0.15, 0.3))), (third, many, round(many * draw.share(0.15, 0.3)))],
        agencies=agencies,
        releases=(round(all_releases * (traced - draw.share(0.01, 0.03))), all_releases),
        review=(review, total),
        refused=refused,
        found=round(total * draw.share(0.54, 0.8)),
        multiple=multiple,
        months={
            "long": f"January to {MONTHS[end - 1]} {this}",
            "early": f"January to {MONTHS[start - 2]} {this}",
            "late": f"{MONTHS[start - 1]} to {MONTHS[end - 1]} {this}",
            "next": f"April to June {this + 1}",
            "releases": f"April {first_year - 1} to March {first_year}",
            "refused": f"currently, as said in {this + 2}",
            "first": f"{first_year}-{(first_year + 1) % 100:02}",
            "second": f"{first_year + 1}-{this % 100:02}",
        },
        office=office,
        keeper=f"the {keeper}",
        where=dict.fromkeys(
            ("long", "late", "next", "releases", "review", "refused"), f"invented: prints about the {keeper}"
        ),
        notice=(
            f"Everything in this notebook is invented: the {office}, the {other} and the {third}, which ask, "
            f"the {keeper}, which keeps a register, and every number."
        ),
    )


def _values(
    counts, others, agencies, releases, review, refused, found, multiple, months, office, keeper, where, notice
):
    share, total = review
    names = ("requests", "traced", "not_traced", "rejected")
    rows = []
    for period, given in counts.items():
        cells = dict(zip(names, [*given, ""], strict=False))
        rows.append({"of": office, "period": period, "months": months[period], **cells, "where": where[period]})
    for other, asked, matched in others:
        cells = dict(zip(names, (asked, matched, "", ""), strict=True))
        rows.append({"of": other, "period": "long", "months": months["long"], **cells, "where": where["long"]})
    shares = [
        ("office-review", f"{share}%", f"of all data requests in {months['second']}, those of the {office}", "review"),
        ("refused", f"around {refused} per cent", "of requests, those turned down", "refused"),
        (
            "office-next",
            f"{said(counts['next'][0])} of {said(agencies)}",
            f"of the requests of the law-enforcement bodies reported on, those of the {office}",
            "next",
        ),
        (
            "office-releases",
            f"{said(releases[0])} of {said(releases[1])}",
            f"of the releases to all law-enforcement bodies, those to the {office}",
            "releases",
        ),
    ]
    printed = [
        {
            "share": name,
            "printed": words,
            "what": what,
            "months": months.get(place, months["second"]),
            "where": where[place],
        }
        for name, words, what, place in shares
    ]
    values = {
        "counts": counts,
        "others": [asked for _, asked, _ in others],
        "releases": releases,
        "share": Fraction(share, 100),
        "total": total,
        "found": found,
        "tables": {"register.csv": rows, "shares.csv": printed},
    }
    right = answers(values)
    low, high = right["whole-range"]["from"], right["whole-range"]["to"]
    asking = right["by-question"]["asking"]["share"]
    values["words"] = {
        "notice": notice,
        "office": office,
        "keeper": keeper,
        "long_words": months["long"],
        "early_words": months["early"],
        "late_words": months["late"],
        "next_words": months["next"],
        "first_words": months["first"],
        "second_words": months["second"],
        "review_said": f"{share}%",
        "review_number": str(share),
        "refused_said": f"{refused}%",
        "refused_number": str(refused),
        "traced_said": f"{round(100 * asking)}%",
        "total_said": said(total),
        "total": str(total),
        "found_said": said(found),
        "found": str(found),
        "multiplied": TIMES[multiple],
        "late_share": f"{100 * float(right['turned-away']['late']['share']):.1f}%",
        "long_share": f"{100 * float(right['turned-away']['long']['share']):.1f}%",
        "next_share": f"{100 * float(right['turned-away']['next']['share']):.1f}%",
        "looking_said": f"{100 * float(right['by-question']['looking']['share']):.1f}%",
        "asking_said": f"{100 * float(asking):.1f}%",
        "low_said": said(int(low)),
        "high_said": said(int(high) + 1),
        "short_cut_said": said(round(low)),
        "width_said": said(round(right["widths"]["share-rounded"]["width"])),
        "next_office_said": f"{100 * counts['next'][0] / agencies:.1f}%",
        "long_office_said": f"{100 * float(right['office-share']):.1f}%",
    }
    return values


def answers(values):
    counts, total, share, found = values["counts"], values["total"], values["share"], values["found"]
    requests, traced, not_traced = counts["long"]
    approved = traced + not_traced
    rejected = requests - approved
    early = Fraction(rejected - counts["late"][3], requests - counts["late"][0])
    return {
        "by-question": {
            "asking": {"whole": requests, "share": Fraction(traced, requests)},
            "looking": {"whole": approved, "share": Fraction(traced, approved)},
            "in-vain": {"whole": approved, "share": Fraction(not_traced, approved)},
            "turned-away": {"whole": requests, "share": Fraction(rejected, requests)},
        },
        "office-share": Fraction(requests, requests + sum(values["others"])),
        "side-by-side": ["office-long", "office-next"],
        "turned-away": {
            "long": {"share": Fraction(rejected, requests)},
            "early": {"share": early},
            "late": {"share": Fraction(counts["late"][3], counts["late"][0])},
            "next": {"share": Fraction(counts["next"][3], counts["next"][0])},
        },
        "whole-range": {"from": total / share / 2, "to": total / share},
        "floor-rests-on": ["no-fall", "same-requests", "years-covered"],
        "ceiling-rests-on": ["same-requests", "years-covered"],
        "widths": {
            "count-unknown": {"width": total / share / 2},
            "share-rounded": {"width": found / (share - HALF) - found / (share + HALF)},
        },
    }


def mistakes(values):
    counts, total, share, found = values["counts"], values["total"], values["share"], values["found"]
    right = answers(values)
    requests, traced, not_traced = counts["long"]
    approved = traced + not_traced
    rejected = requests - approved
    asked = right["by-question"]
    gone = right["turned-away"]
    width = right["widths"]

    def of(part, whole):
        return {"whole": whole, "share": Fraction(part, whole)}

    def in_per_cent(table):
        return {row: {**cells, "share": 100 * cells["share"]} for row, cells in table.items()}

    return {
        "by-question": {
            "fraction-of-the-whole": {**asked, "looking": of(traced, requests), "in-vain": of(not_traced, requests)},
            "fraction-of-the-approved": {
                **asked,
                "asking": of(traced, approved),
                "turned-away": of(rejected, approved),
            },
            "rejected-of-the-approved": {**asked, "turned-away": of(rejected, approved)},
            "approved-left-out": {**asked, "turned-away": of(requests - traced, requests)},
            "failed-for-refused": {**asked, "in-vain": of(requests - traced, requests)},
            "per-cent-for-fraction": in_per_cent(asked),
        },
        "office-share": {
            "share-of-another-thing": Fraction(traced, requests),
            "part-left-out-of-the-whole": Fraction(requests, sum(values["others"])),
            "release-for-request": Fraction(*values["releases"]),
            "per-cent-for-fraction": 100 * right["office-share"],
        },
        "side-by-side": {
            "share-of-another-thing": ["office-long", "office-next", "traced-long"],
            "release-for-request": ["office-long", "office-next", "office-releases"],
            "unlike-wholes": ["office-long", "office-next", "office-review"],
            "unit-ignored": ["office-long", "office-next", "office-releases", "office-review"],
        },
        "turned-away": {
            "rejected-of-the-approved": {
                "long": {"share": Fraction(rejected, approved)},
                "early": {
                    "share": Fraction(rejected - counts["late"][3], approved - counts["late"][1] - counts["late"][2])
                },
                "late": {"share": Fraction(counts["late"][3], counts["late"][1] + counts["late"][2])},
                "next": {"share": Fraction(counts["next"][3], counts["next"][1] + counts["next"][2])},
            },
            "whole-not-reduced": {**gone, "early": {"share": Fraction(rejected - counts["late"][3], requests)}},
            "span-left-in": {**gone, "early": gone["long"]},
            "shares-subtracted": {**gone, "early": {"share": gone["long"]["share"] - gone["late"]["share"]}},
            "per-cent-for-fraction": in_per_cent(gone),
        },
        "whole-range": {
            "part-of-the-part": {"from": total * share / 2, "to": total * share},
            "years-taken-as-equal": {"from": total / share / 2, "to": total / share / 2},
            "two-years-for-one": {"from": total / share, "to": total / share},
            "share-of-the-others": {"from": total / (1 - share) / 2, "to": total / (1 - share)},
            "part-given-for-whole": {"from": Fraction(total, 2), "to": total},
            "open-for-closed": {"above": total / share / 2, "below": total / share},
            "reading-for-words": {"from": total / (share + HALF) / 2, "to": total / (share - HALF)},
        },
        "floor-rests-on": {
            "short-cut-for-the-range": ["equal-years", "same-requests", "years-covered"],
            "supposition-not-needed": ["multiplied", "no-fall", "same-requests", "years-covered"],
            "same-count-unsaid": ["no-fall", "years-covered"],
        },
        "ceiling-rests-on": {
            "supposition-not-needed": ["no-fall", "same-requests", "years-covered"],
            "same-count-unsaid": ["years-covered"],
        },
        "widths": {
            "half-the-rounding": {**width, "share-rounded": {"width": found / (share - HALF) - found / share}},
            "part-of-the-part": {
                "count-unknown": {"width": total * share / 2},
                "share-rounded": {"width": found * 2 * HALF},
            },
            "part-given-for-whole": {**width, "count-unknown": {"width": Fraction(total, 2)}},
        },
    }
