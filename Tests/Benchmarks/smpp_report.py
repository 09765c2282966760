# SPDX-License-Identifier: Apache-2.0
"""Tables of the SMPP benchmark: each cell gathers the runs of one figure."""

from report import cell


def table(head, rows):
    """A Markdown table; the cells of a row are texts."""
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def figure(values, places=0, unit=""):
    """Median, smallest and greatest of the runs; – when there is none."""
    values = [value for value in values if value is not None]
    return cell(values, places) + unit if values else "–"


def quantile(values, share):
    """The value below which a share of all lies, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]
