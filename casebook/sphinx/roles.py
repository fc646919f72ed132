"""Roles that print a figure, a derivation, an event, a source or a body from the data, as a link to its row."""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxRole

from casebook.evidence import Case
from casebook.pages.check import ROLE_KINDS, role_target
from casebook.pages.words import words_of_role
from casebook.sphinx.domain import CaseDomain, row_reference
from casebook.sphinx.state import state_of


class EvidenceRole(SphinxRole):
    """{name}`id`: the words of a row of the evidence, linked to where the row is listed.

    The page check has refused unknown ids before any role runs.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        case = state_of(self.env.app).case
        kind = ROLE_KINDS[self.name]
        name, _ = role_target(self.name, self.text)
        if self.name == "working":
            return [nodes.inline("", case.working(name), classes=["cb-working"])], []
        words = words_of_role(case, self.name, self.text)
        reference = row_reference(kind, name, self.env.docname, nodes.Text(words), title=about(case, kind, name))
        reference.append(for_ear_only(spoken(case, kind, name)))
        marked = nodes.inline("", "", reference, ids=first_uses(self.env, [name]))
        letter = grade_letter(case, kind, name)
        if letter:
            marked.append(nodes.raw("", f'<span class="cb-grade" aria-hidden="true">{letter}</span>', format="html"))
        return [marked], []


def first_uses(env: BuildEnvironment, names: list[str]) -> list[str]:
    """Anchors for those of the rows that the page being read has not marked yet; rows lead back to them."""
    domain = env.get_domain("case")
    assert isinstance(domain, CaseDomain)
    marked = domain.marked.setdefault(env.docname, set())
    new = [name for name in dict.fromkeys(names) if name not in marked]
    marked.update(new)
    return [f"use-{name}" for name in new]


def about(case: Case, kind: str, name: str) -> str:
    """One line about a row, for the tooltip of its mark."""
    if kind == "figure":
        figure = case.figure(name)
        place = f", {figure.place}" if figure.place else ""
        return f"Printed: “{figure.words}” ({case.source(figure.source).short}{place}; {figure.grade})"
    if kind == "derivation":
        return f"Worked out: {case.working(name)}. {case.fill(case.derivation(name).meaning)}"
    if kind == "event":
        return case.event(name).title
    if kind == "source":
        source = case.source(name)
        return f"{source.title} ({source.publisher}; {source.grade})"
    if kind == "body":
        return case.body(name).role
    if kind == "claim":
        makers = ", ".join(_claimants(case, name)) or "nobody named"
        return f"Claim of {makers}: {case.fill(case.claims[name].statement)}"
    if kind == "ground":
        return f"Ground, {case.grounds[name].form}: {case.grounds[name].statement}"
    return ""


def _claimants(case: Case, name: str) -> list[str]:
    makers = [side.body for side in case.claim_sides if side.claim == name and side.stance == "makes"]
    return [case.body(maker).short for maker in dict.fromkeys(makers)]


def spoken(case: Case, kind: str, name: str) -> str:
    """What a listener hears after the words of a mark: who says it, and how well it is attested."""
    if kind == "figure":
        figure = case.figure(name)
        grade = "" if figure.grade == "core" else f"; {figure.grade}"
        return f" (source: {case.source(figure.source).short}{grade})"
    if kind == "derivation":
        return " (worked out)"
    if kind == "claim":
        makers = _claimants(case, name)
        return f" (claim of {', '.join(makers)})" if makers else " (claim)"
    if kind == "event" and case.event(name).grade != "core":
        return f" ({case.event(name).grade})"
    return ""


def grade_letter(case: Case, kind: str, name: str) -> str:
    """The raised letter that marks evidence from outside the core sources: its grade's first letter."""
    if kind not in ("figure", "event"):
        return ""
    grade = case.figure(name).grade if kind == "figure" else case.event(name).grade
    return "" if grade == "core" else grade[0]


def for_ear_only(text: str) -> nodes.Node:
    """Text for screen readers only. Raw, since no other builder has a use for it."""
    return nodes.raw("", f'<span class="cb-spoken">{escape(text)}</span>' if text else "", format="html")


ROLES = {name: EvidenceRole() for name in ROLE_KINDS}
