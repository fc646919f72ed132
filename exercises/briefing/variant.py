"""Reports that disagree: the case's own of 2017 and 2018, or those of an invented dispute of the same build."""

from fractions import Fraction

from casebook.exercises import MONTHS, bodies, closed, outcomes, said, year

COUNTS = {
    "spring-asked": ("spring", "requests"),
    "spring-released": ("spring", "requests that led to a release"),
    "spring-no-match": ("spring", "requests without a match"),
    "spring-rejected": ("spring", "requests rejected"),
    "agencies-asked": ("agencies", "requests of all agencies, this one among them"),
    "agencies-rejected": ("agencies", "requests of all agencies that were rejected"),
    "year": ("year", "requests answered"),
    "people": ("people", "people whose details were released"),
    "winter-made": ("winter-ministers", "requests made"),
    "winter-approved": ("winter-relay", "requests approved"),
    "left-out": ("minister", "share of the requests met so far that would fall outside the new limit"),
}


def public(case):
    figures = {
        "spring-asked": "requests-2017-apr-jun",
        "spring-released": "traced-2017-apr-jun",
        "spring-no-match": "not-traced-2017-apr-jun",
        "spring-rejected": "rejected-2017-apr-jun",
        "agencies-asked": "law-enforcement-requests-2017-apr-jun",
        "agencies-rejected": "law-enforcement-rejected-2017-apr-jun",
        "year": "answered-2017",
        "people": "patients-shared-2017",
        "winter-made": "requests-made-2017-nov-to-2018-jan",
        "winter-approved": "requests-approved-2017-nov-to-2018-jan",
        "left-out": "excluded-share-2018",
    }
    values = {name: case.figure(figure).value for name, figure in figures.items()}
    periods = {name: case.figure(figure).period_label for name, figure in figures.items()}
    periods["winter-made"] = f"{periods['winter-made']}, taken as {periods['winter-approved']}"
    where = {name: case.source(case.figure(figure).source).short for name, figure in figures.items()}
    office, agency = case.body("home-office").name, case.body("nhs-digital").name
    charity = case.body("migrants-rights-network").name
    reports = [
        ("spring", "numbers", "a trade paper, from the agency's register", "ukauthority-2017"),
        ("agencies", "numbers", "the same page of the same paper", "ukauthority-2017"),
        ("year", "numbers", "a charity that campaigned against the sharing", "dotw-2018-05"),
        ("people", "numbers", "a political news site", "politicshome-2018-05"),
        ("winter-ministers", "numbers", "a newspaper, on a letter by ministers", "guardian-2018-02-28"),
        ("winter-relay", "numbers", "an information service, on the same months", "upd-2018-03"),
        ("minister", "numbers", "a minister, in Parliament", "hansard-2018-05-09"),
        ("reasons-office", "reasons", "a paper for doctors, on the government's side", "pulse-2017-01"),
        ("reasons-charity", "reasons", f"{charity}, the claimant", "mrn-blog-2017"),
        ("reasons-committee", "reasons", "a committee of MPs, in a letter", "hc-677-letter"),
        (
            "reasons-ministers",
            "reasons",
            "a newspaper, on the ministers' answer to the committee",
            "independent-2018-03",
        ),
        ("reasons-agency", "reasons", "an information service, on the agency's answer", "upd-2018-03"),
        ("change-minister", "change", "an immigration news site, quoting the minister", "ein-2018-05"),
        ("change-agency", "change", "the agency itself", "nhs-digital-2018-05"),
        ("change-newspaper", "change", "a newspaper", "guardian-2018-05"),
        ("change-site", "change", "a political news site", "politicshome-2018-05"),
        ("change-plan", "change", "the agency's own plan, five months later", "nhs-digital-revision-plan-2018-10"),
        ("cause-lawyers", "cause", "the claimant's lawyers", "liberty-2018-11"),
        ("cause-supporters", "cause", "another charity", "city-of-sanctuary-2018-11"),
        ("cause-agency", "cause", "a trade paper, on the agency's reason", "digital-health-2018-11"),
        ("cause-portal", "cause", "an immigration news site", "ein-2018-11"),
        ("cause-politics", "cause", "a law firm's note", "gherson-2018"),
    ]
    says = _says(case.figure(figures["left-out"]).printed) | {
        "reasons-office": "Sharing keeps people who have no right to services from using them at the taxpayer's cost. "
        "Requests come only after other reasonable ways have been tried, and each can be refused.",
        "reasons-charity": "The data are confidential, whatever they are called. Patients do not know of the sharing. "
        "People who fear enforcement stay away from care.",
        "reasons-committee": "Offenders must be looked for, and the data are useful. That does not outweigh the "
        "serious harm that sharing does. The sharing should stop while the agreement is looked at again.",
        "reasons-ministers": "Contact details lie at the less private end. A user of a tax-funded service cannot "
        "reasonably expect them to be kept from officials who act within their powers.",
        "reasons-agency": "The balance is not a simple one. Very limited data go out, about people already known to "
        "enforcement and lost to it.",
        "cause-portal": "Tells of the end as the claimant's lawyers tell of it.",
        "cause-politics": "The new Home Secretary paused the sharing of data by tax, benefits and driving bodies for "
        "a time. Does not speak of this agreement.",
    }
    words = {
        "notice": (
            f"The reports in this notebook are real, and put in the book's own words. They concern the requests of the "
            f"{office} to {agency} for the addresses of patients, and an agreement between them that was changed in "
            "May 2018 and withdrawn in November 2018. The table names the source of each."
        ),
        "asker": f"the {office}",
        "keeper": agency,
        "the_year": "2017",
        "spring_months": periods["spring-asked"],
        "winter_months": periods["winter-approved"],
    }
    return _values(
        words,
        {name: case.figure(figure).printed for name, figure in figures.items()},
        periods,
        where,
        [(name, about, writer, says[name], case.source(source).short) for name, about, writer, source in reports],
        values,
    )


def drawn(draw):
    asker, keeper, claimant = bodies(draw, 3)
    first = year(draw)
    start = draw.integer(2, 6)
    spring_months = f"{MONTHS[start - 1]} to {MONTHS[start + 1]} {first}"
    winter_months = f"November {first} to January {first + 1}"
    spring = outcomes(draw, draw.integer(1_100, 2_600), traced=(0.66, 0.76), rejected=(0.08, 0.13))
    # The winter's count lies below the spring's, and what it stands for if it is of those approved lies above.
    refused = Fraction(spring.rejected, spring.requests)
    winter = round(spring.requests * (1 - refused * draw.share(0.4, 0.7)))
    rest = round(3 * spring.requests * draw.share(1.13, 1.25))
    whole = spring.requests + rest
    people = round(Fraction(whole) * draw.share(0.42, 0.5) / 1000) * 1000
    over = draw.choice(["over", "more than"])
    left_out = draw.integer(84, 96)
    others = draw.integer(300, 700)
    values = {
        "spring-asked": spring.requests,
        "spring-released": spring.traced,
        "spring-no-match": spring.not_traced,
        "spring-rejected": spring.rejected,
        "agencies-asked": spring.requests + others,
        "agencies-rejected": spring.rejected + round(others * draw.share(0.16, 0.24)),
        "year": whole,
        "people": people,
        "winter-made": winter,
        "winter-approved": winter,
        "left-out": left_out,
    }
    printed = {name: said(value) for name, value in values.items()}
    printed["people"] = f"{draw.choice(['some', 'about', 'around'])} {said(people)}"
    printed["left-out"] = f"{over} {left_out}%"
    periods = dict.fromkeys(COUNTS, spring_months) | {
        "year": str(first),
        "people": f"last year, as said in May {first + 1}",
        "winter-made": f"the last three months, taken as {winter_months}",
        "winter-approved": winter_months,
        "left-out": f"requests met so far, as said in May {first + 1}",
    }
    reports = [
        ("spring", "numbers", "a trade paper, from the agency's register"),
        ("agencies", "numbers", "the same page of the same paper"),
        ("year", "numbers", "a society that campaigned against the sharing"),
        ("people", "numbers", "a political news sheet"),
        ("winter-ministers", "numbers", "a newspaper, on a letter by ministers"),
        ("winter-relay", "numbers", "an information service, on the same months"),
        ("minister", "numbers", "a minister, in the assembly"),
        ("reasons-office", "reasons", f"a trade paper, on the side of the {asker}"),
        ("reasons-charity", "reasons", f"the {claimant}, the claimant"),
        ("reasons-committee", "reasons", "a committee of the assembly, in a letter"),
        ("reasons-ministers", "reasons", "a newspaper, on the ministers' answer to the committee"),
        ("reasons-agency", "reasons", "an information service, on the agency's answer"),
        ("change-minister", "change", "a news sheet, quoting the minister"),
        ("change-agency", "change", "the agency itself"),
        ("change-newspaper", "change", "a newspaper"),
        ("change-site", "change", "a political news sheet"),
        ("change-plan", "change", "the agency's own plan, five months later"),
        ("cause-lawyers", "cause", "the claimant's lawyers"),
        ("cause-supporters", "cause", "another society"),
        ("cause-agency", "cause", "a trade paper, on the agency's reason"),
        ("cause-portal", "cause", "a news sheet"),
        ("cause-politics", "cause", "a lawyer's note"),
    ]
    says = _says(printed["left-out"]) | {
        "reasons-office": "Sharing keeps people from using the counters at the cost of those who pay for them. "
        "Requests come only after letters to the old address, and each can be refused.",
        "reasons-charity": "An address given at a counter is given in confidence. Callers do not know of the sharing. "
        "Those who fear inspectors stay away.",
        "reasons-committee": "Those who break the rules must be looked for, and the addresses are useful. That does "
        "not outweigh the harm. The sharing should stop while the agreement is looked at again.",
        "reasons-ministers": "An address is not a secret. A caller at a counter that others pay for cannot expect it "
        "to be kept from inspectors who act within their powers.",
        "reasons-agency": "The balance is not a simple one. Only an address goes out, and only about people whom the "
        "inspectors already know and have lost.",
        "cause-portal": "Tells of the end as the claimant's lawyers tell of it.",
        "cause-politics": "A new minister paused the sharing of addresses by three other bodies for a time. Does not "
        "speak of this agreement.",
    }
    words = {
        "notice": (
            f"Everything in this notebook is invented: the {asker}, which asks for addresses, the {keeper}, which "
            f"keeps them and answers, the {claimant}, which went to court, every report and every number. "
            f"The agreement between the two was changed in May {first + 1} and withdrawn in November {first + 1}."
        ),
        "asker": f"the {asker}",
        "keeper": f"the {keeper}",
        "the_year": str(first),
        "spring_months": spring_months,
        "winter_months": winter_months,
    }
    return _values(
        words,
        printed,
        periods,
        dict.fromkeys(COUNTS, "invented"),
        [(name, about, writer, says[name], "invented") for name, about, writer in reports],
        values,
    )


def _says(left_out):
    """What the reports say in every variant; the numbers of the first seven stand in a table of their own."""
    return {
        "spring": "What became of this asker's requests in the spring. See counts.csv.",
        "agencies": "What became of the requests of all agencies in the same months. See counts.csv.",
        "year": "The requests answered in the year. Does not say whether rejected ones are in it. See counts.csv.",
        "people": "The people whose details were released last year. See counts.csv.",
        "winter-ministers": "Requests made in the winter. The letter itself is not at hand. See counts.csv.",
        "winter-relay": "Requests approved in the winter. The letter itself is not at hand. See counts.csv.",
        "minister": f"The new limit would shut out {left_out} of the requests met so far. An estimate. See counts.csv.",
        "change-minister": "The agreement is amended at once, and a new text will follow.",
        "change-agency": "From now on only requests that meet the narrower test are handled; the text will be amended.",
        "change-newspaper": "The agreement is suspended at once.",
        "change-site": "The agreement ends at once.",
        "change-plan": "All requests are being held in a queue until a new text is agreed. Since when is not said.",
        "cause-lawyers": "The agreement was narrowed under the pressure of the claim, and scrapped after it.",
        "cause-supporters": "Campaigns and the committee brought the end about, as well as the claim.",
        "cause-agency": "A narrower request on a different legal basis called for a different agreement, so the old "
        "one was closed.",
    }


def _values(words, printed, periods, where, reports, values):
    asked, released, rejected = (int(values[f"spring-{one}"]) for one in ("asked", "released", "rejected"))
    whole, winter, people, left_out = (int(values[one]) for one in ("year", "winter-made", "people", "left-out"))
    made = winter * asked / (asked - rejected)
    words = words | {
        "year_printed": said(whole),
        "spring_printed": said(asked),
        "released_printed": said(released),
        "winter_printed": said(winter),
        "people_printed": printed["people"],
        "left_printed": printed["left-out"],
        "spring_pace": f"{asked / 3:.0f}",
        "rest_pace": f"{(whole - asked) / 9:.0f}",
        "made_pace": f"{winter / 3:.0f}",
        "approved_pace": f"{made / 3:.0f}",
        "found_said": f"{100 * released / asked:.0f}%",
        "people_low": f"{100 * (people - 500) / whole:.0f}%",
        "people_high": f"{100 * (people + 500) / whole:.0f}%",
        # The largest whole number below the end, which the words leave out.
        "left_said": said((released * (100 - left_out) - 1) // 100),
    }
    counts = [
        {
            "print": name,
            "report": report,
            "counts": counted,
            "printed": printed[name],
            "period": periods[name],
            "where": where[name],
        }
        for name, (report, counted) in COUNTS.items()
    ]
    rows = [
        {"report": name, "about": about, "writer": writer, "says": says, "where": source}
        for name, about, writer, says, source in reports
    ]
    return {
        "words": words,
        "tables": {"counts.csv": counts, "reports.csv": rows},
        "asked": asked,
        "released": released,
        "rejected": rejected,
        "approved": asked - rejected,
        "all_asked": int(values["agencies-asked"]),
        "all_rejected": int(values["agencies-rejected"]),
        "whole": whole,
        "winter": winter,
        "people": people,
        "left_out": left_out,
    }


def answers(values):
    asked, whole, winter = values["asked"], values["whole"], values["winter"]
    made = Fraction(winter) * asked / values["approved"]
    return {
        "made-if-approved": made,
        "pace": _pace(Fraction(asked, 3), Fraction(whole - asked, 9), Fraction(winter, 3), made / 3),
        "either-way": "below the rest of the year",
        "spring-found": Fraction(values["released"], asked),
        "people-for-requests": {
            "from": Fraction(values["people"] - 500, whole),
            "to": Fraction(values["people"] + 500, whole),
        },
        "left-of-spring": {"below": Fraction(values["released"] * (100 - values["left_out"]), 100)},
        "the-word": "narrowed",
        "own-accounts": ["cause-lawyers", "cause-supporters", "cause-agency"],
    }


def mistakes(values):
    asked, whole, winter, people = (values[name] for name in ("asked", "whole", "winter", "people"))
    released, rejected, left_out = (values[name] for name in ("released", "rejected", "left_out"))
    right = answers(values)
    made = right["made-if-approved"]
    spring, rest = Fraction(asked, 3), Fraction(whole - asked, 9)
    every_agency = Fraction(winter * values["all_asked"], values["all_asked"] - values["all_rejected"])
    left = Fraction(released * (100 - left_out), 100)
    return {
        "made-if-approved": {
            "approved-as-made": winter,
            "rise-on-the-wrong-base": winter * (1 + Fraction(rejected, asked)),
            "agencies-for-one": every_agency,
        },
        "pace": {
            "whole-year-for-the-rest": _pace(spring, Fraction(whole, 12), Fraction(winter, 3), made / 3),
            "wrong-number-of-months": _pace(spring, Fraction(whole - asked, 12), Fraction(winter, 3), made / 3),
            "undivided-by-months": _pace(asked, whole - asked, winter, made),
            "rise-on-the-wrong-base": _pace(
                spring, rest, Fraction(winter, 3), winter * (1 + Fraction(rejected, asked)) / 3
            ),
            "agencies-for-one": _pace(Fraction(values["all_asked"], 3), rest, Fraction(winter, 3), every_agency / 3),
        },
        "either-way": {"approved-as-made": "below the spring", "made-as-approved": "above the spring"},
        "spring-found": {
            "fraction-of-the-approved": Fraction(released, values["approved"]),
            "agencies-for-one": Fraction(released, values["all_asked"]),
        },
        "people-for-requests": {
            "approximate-as-exact": {"from": Fraction(people, whole), "to": Fraction(people, whole)},
            "part-for-whole": {
                "from": Fraction(people - 500, whole - asked),
                "to": Fraction(people + 500, whole - asked),
            },
        },
        "left-of-spring": {
            "closed-for-open": closed(right["left-of-spring"]),
            "hedge-dropped": {"from": left, "to": left},
            "side-reversed": {"above": left},
            "requests-for-releases": {"below": Fraction(asked * (100 - left_out), 100)},
        },
        "the-word": {"headline-for-decision": "ended", "part-stopped-for-all": "suspended"},
        "own-accounts": {
            "repeat-for-witness": ["cause-lawyers", "cause-supporters", "cause-agency", "cause-portal"],
            "parties-only": ["cause-lawyers", "cause-agency"],
        },
    }


def _pace(spring, rest, made, approved):
    rows = {"spring": spring, "rest of the year": rest, "winter if made": made, "winter if approved": approved}
    return {period: {"per_month": number} for period, number in rows.items()}
