"""Marking what students hand in: each notebook run alone in a sandbox, its answers judged outside it.

intake -> reading -> fitting -> (kernels: the sandbox) -> marking -> results -> gradebook, tables, feedback, report.
"""
