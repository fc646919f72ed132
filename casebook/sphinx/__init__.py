"""The Sphinx extension: roles that print evidence, pages written from it, a build that refuses what it does not carry.

Order of events in a build:
1. `config-inited`: the execution cache is keyed to the evidence and the machinery; cells lose the network.
2. `builder-inited`: the case is loaded; a fault in a table ends the build here.
3. `env-before-read-docs`: every page is checked as text, before any cell runs.
4. reading: roles and directives leave references to rows, and {rests} a place for its mark; `doctree-read` makes the
   output of a quiz's cell a place for it. Once all is read, marks and quizzes are put in as the builder can show them;
   `doctree-resolved` turns references in raw HTML into links.
5. `html-page-context`: what would reach for another host, or fail in the console, is taken out of the page.
6. `build-finished`: the files of the exercises are written beside the pages of a website.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.config import Config

from casebook import __version__
from casebook.sphinx import (
    argued,
    back_index,
    corrections,
    execution,
    exercises,
    explorers,
    hygiene,
    marks,
    overviews,
    quiz,
    reasoning,
    reference,
    rests,
    state,
)
from casebook.sphinx.domain import CaseDomain
from casebook.sphinx.roles import ROLES


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    app.add_domain(CaseDomain)
    for name, role in (ROLES | rests.ROLES).items():
        app.add_role(name, role)
    for part in (reference, quiz, back_index, corrections, argued, overviews, exercises):
        directives: Mapping[str, type[Directive]] = part.DIRECTIVES
        for name, directive in directives.items():
            app.add_directive(name, directive)
    app.add_node(argued.argued_node, **argued.VISITORS)
    app.add_node(rests.rests_node)
    app.add_post_transform(rests.PutMarksIn)
    app.add_post_transform(reasoning.SayReasoning)
    app.add_node(back_index.index_node)
    app.add_post_transform(back_index.PutIn)
    app.add_node(quiz.quiz_node)
    app.add_node(quiz.progress_node)
    app.add_post_transform(quiz.PutIn)
    app.add_node(exercises.files_node)
    app.add_post_transform(exercises.PutIn)
    # Before the notebook reader takes over its settings, which it does at `builder-inited`.
    app.connect("config-inited", execution.key_cache_to_evidence)
    app.connect("config-inited", execution.run_cells_offline)
    app.connect("config-inited", execution.tell_kernels_of_the_build)
    app.connect("config-inited", execution.give_kernels_a_clean_home)
    app.connect("config-inited", hygiene.add_templates)
    app.connect("config-inited", allow_parallel_reading)
    app.connect("builder-inited", state.load_case)
    app.connect("env-get-outdated", state.outdated_by_evidence)
    app.connect("env-before-read-docs", state.refuse_unsound_pages)
    app.connect("doctree-read", quiz.make_places)
    app.connect("env-updated", back_index.rewrite)
    app.connect("doctree-resolved", explorers.keep_first_states)
    app.connect("doctree-resolved", marks.link_raw_marks)
    app.connect("doctree-resolved", marks.refuse_bare_images)
    app.connect("html-page-context", quiz.load_static_files)
    app.connect("html-page-context", explorers.load_static_files)
    # After the theme and its companions have put their scripts in.
    app.connect("html-page-context", hygiene.clean_page, priority=900)
    app.connect("builder-inited", hygiene.add_static_files)
    app.connect("builder-inited", quiz.add_static_files)
    app.connect("builder-inited", explorers.add_static_files)
    app.connect("build-finished", exercises.write_files)
    return {"version": __version__, "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}


def allow_parallel_reading(app: Sphinx, config: Config) -> None:
    """Vouch for two companions that say nothing of parallel reading.

    One numbers parts, and here none are numbered; the other changes documents for LaTeX only, which is read serially.
    """
    for name in ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex"):
        companion = app.extensions.get(name)
        if companion is not None and companion.parallel_read_safe is None:
            companion.parallel_read_safe = True
