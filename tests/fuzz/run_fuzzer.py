# SPDX-License-Identifier: Apache-2.0
"""Runs a fuzzer from good files on, and fails when it finds something or looks at nothing.

usage: run_fuzzer.py SEEDS FUZZER SUBJECT SECONDS MANIFEST_FOLDER
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

LEAST_RUNS = 30  # a machine that is busy may be slow, but not so slow


def main(seeds, fuzzer, subject, seconds, manifests):
    # What is found stays there, to be tried again: FUZZER FILE.
    findings = Path(fuzzer).parent / "findings"
    findings.mkdir(exist_ok=True)
    # In memory: a disk that keeps its promises allows a hundred files a second.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir=memory) as folder:
        subprocess.run([seeds, subject, folder], check=True, stdout=subprocess.DEVNULL)
        if subject == "manifest":
            for path in Path(manifests).glob("**/*.json"):
                Path(folder, path.name).write_bytes((b"\0" if path.name == "plugin.json" else b"\1") + path.read_bytes())
        end = subprocess.run(
            [fuzzer, f"-max_total_time={seconds}", "-seed=1", "-timeout=20", "-rss_limit_mb=2048", "-max_len=32768",
             "-print_final_stats=1", f"-artifact_prefix={findings}/{subject}-", folder],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
            env={"TMPDIR": folder, "PATH": "/usr/bin:/bin"}, check=False)  # fmt: skip
    runs = re.search(r"stat::number_of_executed_units:\s*(\d+)", end.stdout)
    covered = re.findall(r" cov: (\d+) ", end.stdout)
    if end.returncode != 0 or runs is None or int(runs[1]) < LEAST_RUNS or not covered:
        print(end.stdout[-8000:])
        sys.exit(f"{subject}: ended with {end.returncode}")
    print(f"{subject}: {runs[1]} files in {seconds} s, {covered[-1]} places of the code reached")


if __name__ == "__main__":
    main(*sys.argv[1:])
