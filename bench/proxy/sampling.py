"""Measures what sampling costs: sampling.py PORT PID CONFIG SAMPLE MODE CLIENTS PAIRS SCALE.

One pgbench runs all the time. Every two seconds the proxy's sampling is switched by reload between
off and SAMPLE, in the order off on, on off, off on, ... Only the last second of each slice counts:
transactions from pgbench's log, processor time of the proxy's threads from the scheduler. Prints
lines for rounds.tsv, a pair of slices being a round.
"""
import glob
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

SLICE_SECONDS = 2


def reload(pid, config, sample):
    with open(config) as old:
        text = re.sub(r"sample: \{mode: \w+\}", "sample: {mode: %s}" % sample, old.read())
    with open(config + ".new", "w") as new:
        new.write(text)
    os.replace(config + ".new", config)
    os.kill(pid, signal.SIGHUP)


def loop_nanos(pid):
    """Time on a processor of the threads that serve clients."""
    total = 0
    for task in glob.glob("/proc/%d/task/*" % pid):
        with open(task + "/comm") as name:
            if name.read().startswith("proxy-loop"):
                with open(task + "/schedstat") as stat:
                    total += int(stat.read().split()[0])
    return total


def until(moment):
    time.sleep(max(0, moment - time.time()))


def watch(pid, config, sample, pairs):
    """Switches to and fro; gives the second that counts and its processor time for each slice."""
    slices = []
    start = int(time.time()) + 2
    for number in range(2 * pairs):
        pair = number // 2
        now = (sample, "off")[(number + pair) % 2 == 0]
        begin = start + SLICE_SECONDS * number
        until(begin)
        reload(pid, config, now)
        until(begin + SLICE_SECONDS - 1)
        before = loop_nanos(pid)
        until(begin + SLICE_SECONDS)
        slices.append((pair, now, begin + SLICE_SECONDS - 1, loop_nanos(pid) - before))
    reload(pid, config, "off")
    return slices


def transactions(directory):
    counts = {}
    for path in glob.glob(directory + "/log.*"):
        with open(path) as log:
            for line in log:
                second, count = line.split()[:2]
                counts[int(second)] = counts.get(int(second), 0) + int(count)
    return counts


def main():
    port, pid, config, sample, mode, clients, pairs, scale = sys.argv[1:9]
    with tempfile.TemporaryDirectory() as directory:
        pgbench = subprocess.Popen(
            ["pgbench", "-n", "-S", "-s", scale, "-M", mode, "-c", clients, "-j", "2", "-p", port]
            + ["-T", str(SLICE_SECONDS * 2 * int(pairs) + 5)]
            + ["-l", "--aggregate-interval=1", "--log-prefix=%s/log" % directory, "bench"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        slices = watch(int(pid), config, sample, int(pairs))
        if pgbench.wait() != 0:
            raise SystemExit("pgbench failed")
        counts = transactions(directory)
    for pair, now, second, nanos in slices:
        count = counts[second]
        part = "sample %s %s %s" % (sample, mode, clients)
        target = "sample_off" if now == "off" else "sample_on"
        print("%s\t%s\t%d\tper_second=%d\tcpu_us=%.3f" % (part, target, pair, count, nanos / 1e3 / count))


main()
