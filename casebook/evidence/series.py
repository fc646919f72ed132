"""What the marks of a chart can stand for, as pages name it; the charts give each its look."""

from __future__ import annotations

SERIES = ("whole", "found", "not-found", "refused", "main-body", "other-body")
