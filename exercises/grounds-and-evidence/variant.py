"""Arguments, evidence and speakers: the case's own, or those of an invented dispute of the same build."""

from fractions import Fraction

from casebook.exercises import bodies, closed, interval_of, said, year

# The arguments in the order of the options, by the grounds of the evidence that put them.
THEMES = {
    "privacy": ["privacy-summarised", "privacy-pleaded"],
    "confidence": ["public-interest-summarised"],
    "fear": ["fear-of-care-summarised"],
    "discrimination": ["discrimination-summarised", "direct-discrimination-pleaded", "indirect-discrimination-pleaded"],
    "data": ["data-rights-summarised", "data-protection-pleaded"],
    "duty": ["equality-duty-pleaded"],
    "secrecy": ["secrecy-summarised"],
}
PLEADED = ["privacy", "discrimination", "data", "duty"]
GROUNDS = ["privacy", "discrimination", "discrimination", "duty", "data"]
ORDER = ["First", "Second", "Third", "Fourth", "Fifth"]
PAPERS = (
    *("The Evening Lantern", "The Pond Gazette", "Harbour Bell", "The Tuesday Letter", "Kite Field News"),
    *("The Umbrella Post", "Gatekeepers' Monthly", "The Lamp and Ladder", "Orchard Echo", "The Paper Boat"),
)


def public(case):
    names = {
        "privacy": "privacy",
        "confidence": "confidence",
        "fear": "fear of using care",
        "discrimination": "discrimination",
        "data": "data protection",
        "duty": "equality duty",
        "secrecy": "secrecy",
    }
    theme_of = {ground: theme for theme, grounds in THEMES.items() for ground in grounds}
    rows, told = [], []
    for listing in case.ground_listings:
        theme = theme_of[listing.ground]
        source = case.source(listing.source).short
        rows.append({"argument": names[theme], "source": source, "place": listing.place, "how it is put": listing.note})
        if case.grounds[listing.ground].form == "summarised":
            told.append((theme, source))
    rows.sort(key=lambda row: (row["source"], row["place"]))
    charity, clinic = case.body("migrants-rights-network").name, case.body("doctors-of-the-world").name
    agency, office = case.body("nhs-digital").name, case.body("home-office").name
    evidence = {
        "statement": (
            f"{clinic}, in a witness statement for the claim",
            f"{case.say('deterred-share-dotw')} of its patients had stayed away from the NHS for fear of immigration "
            "enforcement, even before the agreement",
            "mrn-blog-2017",
        ),
        "count": (
            "a study in a journal, one of whose authors worked for the same charity",
            case.fill(
                "of {adults-2016} adults whom the charity's clinic saw in 2016, {afraid-2016} were afraid to use "
                "the NHS and {denied-2016} had been denied care"
            ),
            "weller-2019",
        ),
        "interviews": (
            "a study in a journal",
            case.fill("of {providers-interviewed-2018} people interviewed, nearly all health workers, staff saw harm")
            + " to trust and to care-seeking",
            "papageorgiou-2020",
        ),
        "death": (
            "a witness before a committee of MPs, as a newspaper reports",
            "a domestic worker reportedly died because fear that her immigration status would be passed on kept her "
            "from a doctor",
            "independent-2018-03",
        ),
        "review": (
            f"{agency}, in a review of its own service, as the claimant reports",
            "no evidence was found that the sharing of data kept migrants from the NHS",
            "mrn-blog-2017",
        ),
    }
    speakers = {
        "newspaper": ("reports on the dispute", "the law required the agency to hand data over", "guardian-2017-01"),
        "journal": ("reports on the dispute", "the agency must hand data over", "bmj-2017-02"),
        "agency": (
            "had to defend the sharing; could have said that Parliament left it no choice",
            "the decision whether to go on was its own",
            "hc-677-letter",
        ),
        "committee-chair": (
            "opposed the sharing; could have said that the agency had no power to share",
            "the Act of 2012 allowed the sharing, and professional codes stood against it",
            "hansard-2018-05-09",
        ),
        "former-head": (
            "once chaired the agency; doubted its powers and the oversight of the sharing",
            "the agreement compels the agency to hand details over",
            "ukauthority-2017-02",
        ),
        "statute": (
            "the Health and Social Care Act 2012 as first passed; which power the sharing rested on is not known",
            "a direction by ministers cannot force the agency to use certain of its powers to pass data on",
            "hsca-2012-s262",
        ),
    }
    words = {
        **names,
        "notice": (
            "The lists, the evidence and the words of the speakers in this notebook are real, put in the book's own "
            "words, with the source of each. The one request in part 6 is made up."
        ),
        "asker": f"the {office}",
        "keeper": agency,
        "claimant": charity,
        "law": "immigration law",
        "control": "immigration control",
        "people": "patients",
        "service": "the health service",
        "counted": "the adults whom the clinic saw",
        "committee": "a committee of MPs",
        "known_of": (
            "The agreement had been on a public website since "
            f"{case.say('memorandum-published')}; by the claimant's account, patients did not know of it."
        ),
    }
    return _values(
        words,
        rows,
        told,
        [
            {"piece": piece, "who says it": who, "what it says": says, "where": case.source(source).short}
            for piece, (who, says, source) in evidence.items()
        ],
        [
            {"speaker": speaker, "seat": seat, "says": says, "where": case.source(source).short}
            for speaker, (seat, says, source) in speakers.items()
        ],
        counted=int(case.figure("adults-2016").value),
        afraid=int(case.figure("afraid-2016").value),
        denied=int(case.figure("denied-2016").value),
        stated=interval_of(case.quantity("deterred-share-dotw").bounds)["above"],
    )


def drawn(draw):
    asker, keeper, claimant = bodies(draw, 3)
    first = year(draw)
    names = {
        "privacy": draw.choice(["privacy", "private life", "private life and home"]),
        "confidence": draw.choice(["confidence", "trust between counter and caller", "public interest"]),
        "fear": draw.choice(["fear of calling", "fear of the counter", "callers kept away"]),
        "discrimination": draw.choice(["discrimination", "unequal treatment", "unlike rules for like people"]),
        "data": draw.choice(["data protection", "rules for personal data", "data principles"]),
        "duty": draw.choice(["equality duty", "duty to think of equality", "regard for equality"]),
        "secrecy": draw.choice(["secrecy", "want of consultation", "no public notice"]),
    }
    papers = draw.sample(PAPERS, draw.integer(7, 9))
    rows, told = [], []

    def put(theme, source, place, how):
        rows.append({"argument": names[theme], "source": source, "place": place, "how it is put": f"invented: {how}"})

    blog, *others = papers
    for theme in ["privacy", "confidence", "fear", "discrimination", "data"]:
        put(theme, blog, "paragraph 2", "in the overview for readers, before the grounds")
        told.append((theme, blog))
    for order, theme in zip(ORDER, GROUNDS, strict=True):
        put(theme, blog, "paragraph 5", f"{order} of five grounds; permission on all.")
    for place, source in enumerate(others):
        listed = draw.sample(["privacy", "confidence", "discrimination", "data"], draw.integer(1, 4)) + ["fear"]
        for theme in sorted(listed, key=list(THEMES).index):
            put(theme, source, "paragraph 7", "one item of a list of arguments")
            told.append((theme, source))
        # Every second source says something twice, and one tells of secrecy as background only.
        if place % 2 == 0:
            put(listed[0], source, "paragraph 3", "in running text, before the list")
        if place < draw.integer(1, 3):
            put("secrecy", source, "paragraph 1", "background, not an item of the list")
            put("secrecy", source, "paragraph 9", "background again, at the end")
            told.append(("secrecy", source))
    counted = draw.integer(1_100, 9_800)
    afraid = round(counted * draw.share(0.05, 0.09))
    denied = round(counted * draw.share(0.095, 0.14))
    one_in = draw.integer(6, 9)
    over = draw.choice(["more than", "over"])
    evidence = {
        "statement": (
            f"the {claimant}, in a witness statement for the claim",
            f"{over} 1 in {one_in} of its callers had stayed away for fear of inspectors, even before the agreement",
        ),
        "count": (
            f"a study in a journal, one of whose authors worked for the {claimant}",
            f"of {said(counted)} callers seen in {first - 1}, {said(afraid)} were afraid to use the counters and "
            f"{said(denied)} had been turned away from them",
        ),
        "interviews": (
            "a study in a journal",
            f"of {draw.integer(9, 24)} people interviewed, nearly all clerks, staff saw harm to callers' trust",
        ),
        "death": (
            "a witness before a committee",
            "a caller reportedly died because fear that an address would be passed on kept the caller from help",
        ),
        "review": (
            f"the {keeper}, in a review of its own service, as the claimant reports",
            "no evidence was found that the sharing of addresses kept callers away",
        ),
    }
    speakers = {
        "newspaper": ("reports on the dispute", "the law required the agency to hand addresses over"),
        "journal": ("reports on the dispute", "the agency must hand addresses over"),
        "agency": (
            "had to defend the sharing; could have said that the law left it no choice",
            "the decision whether to go on was its own",
        ),
        "committee-chair": (
            "opposed the sharing; could have said that the agency had no power to share",
            "the law allowed the sharing, and the clerks' own codes stood against it",
        ),
        "former-head": (
            "once led the agency; doubted its powers and the oversight of the sharing",
            "the agreement compels the agency to hand addresses over",
        ),
        "statute": (
            "the law as first passed; which power the sharing rested on is not known",
            "a minister's direction cannot force the agency to use certain of its powers to pass addresses on",
        ),
    }
    words = {
        **names,
        "notice": (
            f"The dispute in this notebook is invented: the {asker}, which asks for addresses, the {keeper}, which "
            f"keeps them and answers, the {claimant}, which went to court, every newspaper and every number. "
            "The test of proportionality in part 6 and the decided case in part 7 are real."
        ),
        "asker": f"the {asker}",
        "keeper": f"the {keeper}",
        "claimant": f"the {claimant}",
        "law": "the rules on staying",
        "control": "the control of who stays",
        "people": "callers",
        "service": "the counters",
        "counted": "the callers seen",
        "committee": "a committee",
        "known_of": (
            f"The agreement had hung in the hall of the {keeper} since {first - 1}; by the claimant's account, "
            "callers did not know of it."
        ),
    }
    return _values(
        words,
        draw.shuffled(rows),
        told,
        [
            {"piece": piece, "who says it": who, "what it says": says, "where": "invented"}
            for piece, (who, says) in evidence.items()
        ],
        [
            {"speaker": speaker, "seat": seat, "says": says, "where": "invented"}
            for speaker, (seat, says) in speakers.items()
        ],
        counted=counted,
        afraid=afraid,
        denied=denied,
        stated=Fraction(100, one_in),
    )


def _values(words, rows, told, evidence, speakers, counted, afraid, denied, stated):
    one_in = round(100 / stated)
    words = words | {
        "Asker": words["asker"][0].upper() + words["asker"][1:],
        "Claimant": words["claimant"][0].upper() + words["claimant"][1:],
        "one_in": str(one_in),
        "afraid_said": f"{100 * afraid / counted:.1f}%",
        "afraid_people": said(afraid),
        "counted_people": said(counted),
        "stated_people": said(int(counted / one_in)),
    }
    return {
        "words": words,
        "tables": {"mentions.csv": rows, "evidence.csv": evidence, "speakers.csv": speakers},
        "rows": rows,
        "told": told,
        "counted": counted,
        "afraid": afraid,
        "denied": denied,
        "one_in": one_in,
    }


def answers(values):
    words, counted = values["words"], values["counted"]
    told = {theme: {source for one, source in values["told"] if one == theme} for theme in THEMES}
    return {
        "put-to-the-court": [words[theme] for theme in PLEADED],
        "told-to-readers": {words[theme]: {"sources": len(sources)} for theme, sources in told.items()},
        "gives-a-rate": "count",
        "shows-a-change": "none of them",
        "share-afraid": values["afraid"] / counted,
        "stated-of-counted": {"above": counted / values["one_in"]},
        "against-interest": ["agency", "committee-chair"],
    }


def mistakes(values):
    words, counted = values["words"], values["counted"]
    afraid, denied, one_in = values["afraid"], values["denied"], values["one_in"]
    right = answers(values)
    named = [row["argument"] for row in values["rows"]]
    sources = {theme: {row["source"] for row in values["rows"] if row["argument"] == words[theme]} for theme in THEMES}
    return {
        "put-to-the-court": {
            "overview-for-pleading": [words[theme] for theme in list(THEMES)[:5]],
            "background-for-ground": [words[theme] for theme in THEMES],
        },
        "told-to-readers": {
            "mention-for-source": {words[theme]: {"sources": named.count(words[theme])} for theme in THEMES},
            "pleading-for-summary": {words[theme]: {"sources": len(sources[theme])} for theme in THEMES},
            "absent-for-nought": {label: row for label, row in right["told-to-readers"].items() if row["sources"]},
        },
        "gives-a-rate": {
            "share-without-base": "statement",
            "perception-for-count": "interviews",
            "case-for-rate": "death",
            "none-found-for-nought": "review",
        },
        "shows-a-change": {
            "share-without-base": "statement",
            "one-year-for-a-change": "count",
            "perception-for-count": "interviews",
            "case-for-rate": "death",
        },
        "share-afraid": {
            "denied-for-afraid": denied / counted,
            "overlapping-groups-added": (afraid + denied) / counted,
            "outside-for-whole": afraid / (counted - afraid),
        },
        "stated-of-counted": {
            "closed-for-open": closed(right["stated-of-counted"]),
            "hedge-dropped": {"from": counted / one_in, "to": counted / one_in},
            "side-reversed": {"below": counted / one_in},
            "part-for-whole": {"above": afraid / one_in},
        },
        "against-interest": {
            "press-for-party": ["newspaper", "journal"],
            "everyone-against-interest": ["newspaper", "journal", "agency", "committee-chair"],
        },
    }
