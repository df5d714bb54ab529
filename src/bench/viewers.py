#!/usr/bin/env python3
"""Benchmark of viewers: one producer, many viewers on two gateways, some of which do not read for a while.

usage: viewers.py [--image FOLDER] [--rounds N] [--viewers N] [--frozen N] [--only full,live] [--megabytes N] [--json FILE]

Each round is three processes in turn, looked at by all viewers, by all but the frozen ones, and by all with some frozen
from before the first byte until the others have the last; then those read on and must get everything.

  full   48 MB as fast as the process can print, which is less than its log keeps: viewers live off the log
  live   1 MB/s for 20 s, which the machine can carry to everybody as it comes

Every viewer digests what it gets, and one compares each byte with what was printed. Delays are from the worker's clock
(timeMs of view/output) to the arrival, for each event of each viewer that is not frozen. Memory is resident, in MB, and
its peak while viewers read. Needs Linux, gcc, Python 3, and a quiet machine.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cluster import Cluster, allow_files  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ALL = {'full', 'live'}
LIVE_KILOBYTES, LIVE_SECONDS = 1000, 20
SETTINGS = {'console': 'true', 'processes.retentionMs': 600_000}
SAMPLE_SECONDS = 0.1


def cpu_seconds(pid):
    with open(f'/proc/{pid}/stat') as file:
        fields = file.read().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


class Watcher:
    """Resident memory of all nodes while something goes on: what it was, its peak, what it is."""

    def __init__(self, cluster):
        self.cluster, self.ended = cluster, threading.Event()
        self.first = self.peak = cluster.rss_kb()
        self.cpu = self.cpu_now()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def cpu_now(self):
        return {name: cpu_seconds(node.pid) for name, node in self.cluster.nodes.items()}

    def run(self):
        while not self.ended.wait(SAMPLE_SECONDS):
            self.sample()

    def sample(self):
        now = self.cluster.rss_kb()
        self.peak = {name: max(size, self.peak[name]) for name, size in now.items()}
        return now

    def end(self):
        self.ended.set()
        self.thread.join()
        last = self.sample()
        spent = self.cpu_now()
        return {'before_MB': megabytes(self.first), 'peak_MB': megabytes(self.peak), 'after_MB': megabytes(last),
                'cpu_s': {name: spent[name] - self.cpu[name] for name in spent}}


def megabytes(sizes):
    return {name: size / 1024 for name, size in sizes.items()}


def plan(viewers, frozen, rounds):
    """The first process warms everything up and is not counted. The order turns, so that no kind is always first."""
    kinds = [f'{viewers}:0', f'{viewers - frozen}:0', f'{viewers}:{frozen}']
    return [f'{viewers}:{frozen}'] + [kinds[(i + turn) % 3] for turn in range(rounds) for i in range(3)]


def run(program, cluster, megabytes_printed, rate, rounds):
    command = [program, ','.join(cluster.urls), str(megabytes_printed), str(rate), *rounds]
    rows, watcher = [], None
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as load:
        for line in load.stdout:
            row = json.loads(line)
            if row.get('phase') == 'flow':
                watcher = Watcher(cluster)
            elif row.get('phase') == 'thaw':
                flow = watcher.end()
                watcher = Watcher(cluster)
            elif row.get('phase') == 'over':
                thaw = watcher.end()
            elif 'viewers' in row:
                rows.append({**row, 'flow': flow, 'thaw': thaw})
                show(rows[-1])
    if load.returncode or len(rows) != len(rounds):
        sys.exit('the load generator failed')
    for row in rows:
        check(row)
    return rows


def check(row):
    reading = row['viewers'] - row['frozen']
    if (row['whole'], row['early'], row['thawed_whole']) != (reading, 0, row['frozen']):
        sys.exit(f'somebody has not got everything: {row}')


def show(row):
    sizes = ' '.join(f'{name} {before:.0f}/{row["flow"]["peak_MB"][name]:.0f}/{row["thaw"]["after_MB"][name]:.0f}'
                     for name, before in row['flow']['before_MB'].items())
    cpu = ' '.join(f'{name} {spent:.1f}' for name, spent in row['flow']['cpu_s'].items())
    print(f'{row["viewers"]:4} viewers, {row["frozen"]:2} frozen: all have it after {row["first_ms"]:.0f} to '
          f'{row["last_ms"]:.0f} ms, p50 {row["p50_ms"]:.0f} p99 {row["p99_ms"]:.0f} max {row["max_ms"]:.0f} ms, owner '
          f'{row["owner_ms"]:.0f} ms, thawed {row["thaw_ms"]:.0f} ms, {row["events"]} events, CPU s {cpu}, '
          f'MB before/peak/after {sizes}', file=sys.stderr, flush=True)


def table(name, rows):
    counted = rows[1:]
    kinds = {}
    for row in counted:
        kinds.setdefault((row['viewers'], row['frozen']), []).append(row)
    columns = sorted(kinds, key=lambda kind: (kind[1], -kind[0]))

    def line(what, figure):
        values = [statistics.median(figure(row) for row in kinds[kind]) for kind in columns]
        print(f'{what:34}' + ''.join(f'{value:14.1f}' for value in values)
              + ''.join(f'{values[-1] / value if value else float("nan"):10.2f}' for value in values[:-1]))

    print(f'{name + ", median of " + str(len(counted) // 3):34}' + ''.join(f'{f"{v}, {f} frozen":>14}' for v, f in columns)
          + ''.join(f'{f"/{v}":>10}' for v, _ in columns[:-1]))
    line('delay p50, ms', lambda row: row['p50_ms'])
    line('delay p99, ms', lambda row: row['p99_ms'])
    line('delay max, ms', lambda row: row['max_ms'])
    line('the owner has all after, ms', lambda row: row['owner_ms'])
    line('the first viewer has all after, ms', lambda row: row['first_ms'])
    line('the last one, ms', lambda row: row['last_ms'])
    line('to all viewers, MB/s', lambda row: row['bytes'] * (row['viewers'] - row['frozen']) / row['last_ms'] / 1e3)
    line('the thawed have all after, ms', lambda row: row['thaw_ms'])
    for node in counted[0]['flow']['cpu_s']:
        line(f'{node}: CPU, s', lambda row: row['flow']['cpu_s'][node])
        line(f'{node}: before, MB', lambda row: row['flow']['before_MB'][node])
        line(f'{node}: peak, MB', lambda row: max(row['flow']['peak_MB'][node], row['thaw']['peak_MB'][node]))
    first, last = counted[0]['flow']['before_MB'], counted[-1]['thaw']['after_MB']
    print('from the first counted process to the last, MB: '
          + ', '.join(f'{node} {first[node]:.0f} to {last[node]:.0f}' for node in first), flush=True)


def main():
    argv, options = sys.argv[1:], {
        '--image': os.path.join(HERE, '..', 'target', 'execbus'), '--rounds': '3', '--viewers': '200', '--frozen': '10',
        '--only': '', '--megabytes': '48', '--json': ''}
    while argv:
        if argv[0] not in options or len(argv) < 2:
            sys.exit(__doc__)
        options[argv[0]] = argv[1]
        argv = argv[2:]
    only = set(options['--only'].split(',')) if options['--only'] else ALL
    image = os.path.abspath(options['--image'])
    if not only <= ALL or not os.access(os.path.join(image, 'bin', 'execbus'), os.X_OK):
        sys.exit(__doc__)
    viewers, frozen = int(options['--viewers']), int(options['--frozen'])
    allow_files(viewers + 1000)
    rounds = plan(viewers, frozen, int(options['--rounds']))
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, 'viewload')
        subprocess.run(['gcc', '-O2', '-o', program, os.path.join(HERE, 'viewload.c')], check=True)
        for name, amount, rate in (('full', int(options['--megabytes']), 0),
                                   ('live', LIVE_KILOBYTES * LIVE_SECONDS // 1000, LIVE_KILOBYTES)):
            if name in only:
                started = time.time()
                cluster = Cluster(image, 2, 1, SETTINGS.items())
                try:
                    out[name] = run(program, cluster, amount, rate, rounds)
                finally:
                    cluster.stop()
                table(name, out[name])
                print(f'{time.time() - started:.0f} s', file=sys.stderr)
    if options['--json']:
        with open(options['--json'], 'w') as file:
            json.dump(out, file, indent=1)


if __name__ == '__main__':
    main()
