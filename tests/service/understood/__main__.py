"""How many questions are understood as they should be."""

import sys
from collections import Counter

from tests.service.understood import DEV, rows, wrong

COLUMNS = ("language", "kind", "flags", "groups", "mentioned", "text")

shown = "-v" in sys.argv
names = [name for name in sys.argv[1:] if name != "-v"] or list(DEV)
right: Counter[str] = Counter()
total = 0
for name in names:
    for row in rows(name):
        total += 1
        off = wrong(row)
        right.update(column for column in COLUMNS if column not in off)
        right["all of them"] += not off
        if off and shown:
            print(name, "|", " >> ".join(row.turns))
            for column, have in off.items():
                want = getattr(row, "texts" if column == "text" else column)
                print(f"    {column}: {have}, not {want if isinstance(want, str) else list(want)}")
for column in (*COLUMNS, "all of them"):
    print(f"{column:12} {right[column]:4} of {total} {right[column] / total:.3f}")
