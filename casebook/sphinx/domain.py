"""References to rows of the evidence and to the places that use them, resolved when every page is known."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode


class CaseDomain(Domain):
    """Where each kind of row is listed (`homes`: kind to page) and which pages hold a mark for which id (`marked`).

    `released` holds, for each page with exercises, the files of each by its slug.
    """

    name = "case"
    label = "Case"
    data_version = 2
    initial_data: dict[str, dict[str, Any]] = {"homes": {}, "marked": {}, "released": {}}

    @property
    def homes(self) -> dict[str, str]:
        homes: dict[str, str] = self.data["homes"]
        return homes

    @property
    def marked(self) -> dict[str, set[str]]:
        marked: dict[str, set[str]] = self.data["marked"]
        return marked

    @property
    def released(self) -> dict[str, dict[str, dict[str, bytes]]]:
        released: dict[str, dict[str, dict[str, bytes]]] = self.data["released"]
        return released

    def clear_doc(self, docname: str) -> None:
        for kind in [kind for kind, home in self.homes.items() if home == docname]:
            del self.homes[kind]
        self.marked.pop(docname, None)
        self.released.pop(docname, None)

    def merge_domaindata(self, docnames: list[str], otherdata: dict[str, Any]) -> None:
        self.homes.update({kind: home for kind, home in otherdata["homes"].items() if home in docnames})
        self.marked.update({name: ids for name, ids in otherdata["marked"].items() if name in docnames})
        self.released.update({name: files for name, files in otherdata["released"].items() if name in docnames})

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        if typ == "use":
            anchor = f"use-{node['row']}" if node["row"] in self.marked.get(target, ()) else ""
            title = env.titles[target].astext() if target in env.titles else target
            return make_refnode(builder, fromdocname, target, anchor, nodes.Text(title))
        if typ == "question":
            # Only a website's page has an anchor for each question; elsewhere the page must do.
            anchor = f"question-{target}" if builder.format == "html" and builder.name != "epub" else ""
            return make_refnode(builder, fromdocname, node["page"], anchor, list(node.children))
        home = self.homes.get(typ)
        if home is None:
            return None
        reference = make_refnode(
            builder, fromdocname, home, f"{typ}-{target}", [child.deepcopy() for child in node.children]
        )
        reference["classes"] += node["classes"]
        if node.get("reftitle"):
            reference["reftitle"] = node["reftitle"]
        return reference

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.Element]]:
        """Nothing: a row is always named by its kind."""
        return []


def row_reference(kind: str, name: str, docname: str, *children: nodes.Node, title: str = "") -> pending_xref:
    """A reference to the row `name`, listed on the page of its `kind`."""
    reference = pending_xref(
        "", *children, refdomain="case", reftype=kind, reftarget=name, refdoc=docname, refwarn=True
    )
    reference["classes"] += ["cb-mark", f"cb-mark-{kind}"]
    if title:
        reference["reftitle"] = title
    return reference


def use_reference(page: str, row: str, docname: str) -> pending_xref:
    """A reference back from the row to the first place on `page` that uses it."""
    reference = pending_xref(
        "", nodes.Text(page), refdomain="case", reftype="use", reftarget=page, refdoc=docname, refwarn=True
    )
    reference["row"] = row
    return reference


def question_reference(page: str, name: str, words: str, docname: str) -> pending_xref:
    """A reference to the question `name` in the quiz of `page`."""
    reference = pending_xref(
        "", nodes.Text(words), refdomain="case", reftype="question", reftarget=name, refdoc=docname, refwarn=True
    )
    reference["page"] = page
    return reference
