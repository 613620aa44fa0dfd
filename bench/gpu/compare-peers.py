#!/usr/bin/env python3
"""Joins rows of bench/run and of peers.py into one table: compare-peers.py OURS.json PEERS.json

One line for each operation, type and shape that both have: the median of each in microseconds, in parentheses its
speed as a share of a copy of as many bytes as its own side measured, and how many times as fast as the fastest peer
Evenkeel is. Then the geometric mean of that for each operation.
"""

import json
import math
import sys


def rows_of(path):
    with open(path, encoding="utf-8") as file:
        return [row for row in json.load(file) if row["op"] != "copy"]


def cell(row):
    if row is None:
        return "-"
    share = "" if row["ofCopy"] is None else f" ({row['ofCopy']:.2f})"
    return f"{row['medianMicros']:.1f}{share}"


def main(ours_path, peers_path):
    ours = [row for row in rows_of(ours_path) if row["provider"] == "evenkeel"]
    peers = {}
    for row in rows_of(peers_path):
        peers.setdefault((row["op"], row["dtype"], row["shape"]), {})[row["provider"]] = row
    joined = [(row, peers.get((row["op"], row["dtype"], row["shape"]), {})) for row in ours]
    joined = [(row, by) for row, by in joined if by]
    if not joined:
        print("nothing to compare: no operation, type and shape is in both files")
        return 1
    names = sorted({name for _, by in joined for name in by})
    layout = "{:19}  {:5} {:12}  {:>16}" + " {:>16}" * len(names) + " {:>9}"
    first, second = joined[0][0], next(iter(joined[0][1].values()))
    print(f"{first['deviceName']}, driver {second['driver'] or first['driver'] or 'unknown'}, {first['date']}")
    print(f"{first['runtime']} at {first['commit'] or 'unknown commit'}; {second['runtime']}")
    print(layout.format("op", "dtype", "shape", "evenkeel µs", *names, "times"))
    logs = {}
    for row, by in joined:
        times = min(peer["medianMicros"] for peer in by.values()) / row["medianMicros"]
        logs.setdefault(row["op"], []).append(math.log(times))
        cells = [cell(by.get(name)) for name in names]
        print(layout.format(row["op"], row["dtype"], row["shape"], cell(row), *cells, f"{times:.2f}"))
    for op, values in logs.items():
        print(f"{op}: {math.exp(sum(values) / len(values)):.2f} times as fast as the fastest peer, by geometric mean")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
