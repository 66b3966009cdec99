# SPDX-License-Identifier: Apache-2.0
"""The benchmark's results as a table and as a document."""

import statistics

from rounds import WAITING, cpu_per_1000, per_second


def ratio(above, below, what):
    """The median of the rounds' ratios, as both were measured side by side in each; or None."""
    pairs = list(zip(above.values(what), below.values(what)))
    return statistics.median(a / b for a, b in pairs) if pairs else None


def comparisons(rows, cold, waiting, limits):
    """[{"name","value","target","floor","at_least"}]: what has a target, or bounds one. A value that
    could not be measured is None."""
    at = {row.name: row for row in rows}
    plugin, curl, node = (at[f"{name} C=64"] for name in ("plugin", "libcurl", "node-zendesk"))
    starts = {name: statistics.median(values) if values else None for name, values in cold.items()}

    def compare(name, value, target, floor=None, at_least=False):
        return {"name": name, "value": value, "target": target, "floor": floor, "at_least": at_least}

    return [
        compare("throughput, plugin / libcurl, C=64", ratio(plugin, curl, per_second), 0.80, 0.70, True),
        compare("CPU per ticket, plugin / libcurl, C=64", ratio(plugin, curl, cpu_per_1000), 1.35, 1.50),
        compare("throughput, plugin / node-zendesk, C=64", ratio(plugin, node, per_second), 12, None, True),
        compare("CPU per ticket, node-zendesk / plugin, C=64", ratio(node, plugin, cpu_per_1000), 12, None, True),
        # What no client that uses libcurl can exceed.
        compare("throughput, libcurl / node-zendesk, C=64", ratio(curl, node, per_second), None),
        compare("CPU per ticket, node-zendesk / libcurl, C=64", ratio(node, curl, cpu_per_1000), None),
        compare("cold start, plugin / libcurl", starts["plugin"] / starts["libcurl"], 1.5),
        compare(f"MB for {WAITING} waiting tasks", (waiting["waiting_kb"] - waiting["before_kb"]) / 1024, 40),
        compare("API calls per 1000 tickets in jobs", 1000 * limits["in_jobs"]["api_calls"] / limits["tickets"], 40),
        compare("minutes for all tickets in jobs", limits["in_jobs"]["seconds"] / 60, 2),
        compare("429s, one by one", limits["one_by_one"]["rate_limited"], 0),
    ]


def meets(comparison, limit):
    """Does the value keep to the comparison's "target" or "floor"? What was not measured does not."""
    value, bound = comparison["value"], comparison[limit]
    if value is None or bound is None:
        return bound is None
    return value >= bound if comparison["at_least"] else value <= bound


def total(parts):
    return None if parts is None else sum(parts.values())


def document(rows, cold, waiting, instructions, limits, settings):
    return {
        **settings,
        "rows": [
            {
                "name": row.name, "client": row.client.name, "concurrency": row.concurrency,
                "latency_ms": row.latency_ms, "tickets": row.tickets,
                "tickets_per_second": row.median(per_second),
                "cpu_seconds_per_1000": row.median(cpu_per_1000),
                "peak_rss_kb": row.median(lambda run: run["peak_rss_kb"]),
                "connections": row.median(lambda run: run["connections"]),
                "requests": row.median(lambda run: run["requests"]),
                "missing": row.client.reason or None,
            }
            for row in rows
        ],
        "cold_start_ms": {name: statistics.median(values) if values else None for name, values in cold.items()},
        "waiting_tasks": {key: waiting[key] for key in ("tickets", "before_kb", "waiting_kb")},
        "instructions_per_ticket": {name: total(parts) for name, parts in instructions.items()},
        "instructions_by_part": instructions,
        "limits": limits,
        "comparisons": comparisons(rows, cold, waiting, limits),
    }  # fmt: skip


def number(value, digits):
    return "-" if value is None else f"{value:,.{digits}f}"


def parts_table(instructions):
    """Where the instructions of a ticket go, the most of them first."""
    if None in instructions.values():
        return
    yield ""
    yield f"{'instructions per ticket by part':44}" + "".join(f"{name:>12}" for name in instructions)
    by_part = {part: [parts.get(part, 0) for parts in instructions.values()]
               for part in {part for parts in instructions.values() for part in parts}}  # fmt: skip
    for part, counts in sorted(by_part.items(), key=lambda item: -item[1][0]):
        yield f"  {part:42}" + "".join(f"{number(count, 0):>12}" for count in counts)


def table(result):
    """The lines to print."""
    yield (f"{'':28}{'tickets/s':>11}{'CPU s per 1000':>16}{'peak MB':>9}{'connections':>13}{'API calls':>11}")
    for row in result["rows"]:
        if row["missing"]:
            yield f"{row['name']:28}  {row['missing']}"
            continue
        memory = row["peak_rss_kb"] / 1024
        yield (f"{row['name']:28}{number(row['tickets_per_second'], 0):>11}"
               f"{number(row['cpu_seconds_per_1000'], 3):>16}{number(memory, 1):>9}"
               f"{number(row['connections'], 0):>13}{number(row['requests'], 0):>11}")  # fmt: skip
    yield ""
    for name, value in result["cold_start_ms"].items():
        yield f"{'cold start, ' + name:44}{number(value, 1):>10} ms"
    for name, value in result["instructions_per_ticket"].items():
        yield f"{'instructions per ticket, ' + name:44}{number(value, 0):>10}"
    if None in result["instructions_per_ticket"].values():
        yield "  valgrind is not installed, so instructions were not counted: run sdk/setup --bench"
    yield from parts_table(result["instructions_by_part"])
    limits = result["limits"]
    yield ""
    yield f"{limits['tickets']:,} tickets under {limits['limit']} requests a minute"
    for name, way in (("in jobs", "in_jobs"), ("one by one, in simulated time", "one_by_one")):
        run = limits[way]
        yield (f"  {name:42}{number(run['api_calls'], 0):>10} API calls, {run['seconds'] / 60:.1f} minutes, "
               f"{run['rate_limited']} times 429")  # fmt: skip
    yield ""
    yield f"{'':44}{'measured':>10}{'target':>10}{'floor':>8}"
    for one in result["comparisons"]:
        sign = "≥" if one["at_least"] else "≤"
        floor = "" if one["floor"] is None else f"{sign} {one['floor']:.2f}"
        verdict = "not measured" if one["value"] is None else "" if meets(one, "target") else "missed"
        target = "" if one["target"] is None else f"{sign} {one['target']:g}"
        yield (f"{one['name']:44}{number(one['value'], 2):>10}{target:>10}"
               f"{floor:>8}  {verdict}").rstrip()  # fmt: skip
