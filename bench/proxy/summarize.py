"""Makes a table of ratios and a JSON file of rounds: summarize.py ROUNDS.tsv SUMMARY.json.

A ratio compares a target with its peer within one round; shown are the median over the rounds and
in brackets the least and the greatest.
"""
import collections
import json
import statistics
import sys


def peer(target):
    """What a target is compared with."""
    if target.startswith("sample_"):
        return "sample_off"
    if target.startswith("daybreak_transaction"):
        return "pgbouncer_transaction"
    if target.startswith("daybreak_session"):
        return "pgbouncer_session"
    return "pgbouncer_session"


def read(path):
    values = collections.defaultdict(dict)
    with open(path) as rounds:
        for line in rounds:
            part, target, number, *pairs = line.rstrip("\n").split("\t")
            for pair in pairs:
                name, value = pair.split("=")
                values[part, name, target][number] = float(value)
    return values


def spread(numbers):
    return statistics.median(numbers), min(numbers), max(numbers)


def summary(values):
    rows = []
    for (part, name, target), mine in values.items():
        # In prepared mode an old PgBouncer's transaction pool cannot run.
        other = values.get((part, name, peer(target))) or values.get((part, name, "pgbouncer_session"), {})
        both = [n for n in mine if other.get(n)]
        row = {"part": part, "measure": name, "target": target, "rounds": list(mine.values())}
        row["median"] = statistics.median(row["rounds"])
        if both and target != peer(target):
            row["ratio"], row["least"], row["greatest"] = spread([mine[n] / other[n] for n in both])
        rows.append(row)
    return rows


def main():
    rows = summary(read(sys.argv[1]))
    with open(sys.argv[2], "w") as out:
        json.dump(rows, out, indent=1)
    print("%-28s %-12s %-24s %12s  %s" % ("part", "measure", "target", "median", "ratio to its peer"))
    for row in rows:
        ratio = ""
        if "ratio" in row:
            ratio = "%.2f (%.2f-%.2f)" % (row["ratio"], row["least"], row["greatest"])
        print("%-28s %-12s %-24s %12.1f  %s" % (row["part"], row["measure"], row["target"], row["median"], ratio))


main()
