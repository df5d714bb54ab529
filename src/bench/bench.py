#!/usr/bin/env python3
"""Side-by-side benchmark of exec-server implementations: same generator, same machine, variants interleaved.

usage: bench.py [--rounds N] [--only boot,lat,thru,hold,idle] [--json FILE] NAME=COMMAND [NAME=COMMAND ...]

COMMAND starts a server and prints its ws:// URL as the first line on stdout. The first name is compared with each
other one (ratio of the medians). '@q' behind a name turns on TCP_QUICKACK in the generator, which takes the stalls of
a server without TCP_NODELAY out of its figures: the fair column for such a server. Every server is warmed up for the same
time before it is measured, longer than a virtual machine takes to compile what is used. Needs Linux and gcc. Figures:
  boot_ms            process start to first line on stdout
  rss_idle_MB        after boot, nothing connected
  rpc_p50_us         bare request round trip
  start_p50_us       process/start of /bin/true until process/closed, one at a time (p99 beside it)
  start64_per_s      the same, 64 connections, one outstanding each;  start64_cpu_us: server CPU per process
  pipelined_per_s    one connection, 64 outstanding
  tty_start_p50_us   the same on a PTY, one at a time
  echo_pipe/tty_*    process/write to process/output on cat, one at a time
  thru1_MBps         one process printing 200 MiB, until closed;  thru16_MBps: 16 processes of 40 MiB, 16 connections
  thru1_cpu_ms_MiB   server CPU per MiB
  rss_busy_MB        after the throughput runs
  hold1000_MB        resident memory with 1,000 live `sleep`s on 10 connections minus before; threads with it
  idle1000_MB        resident memory with 1,000 idle connections minus before
"""

import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

GENERATOR_SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'loadgen.c')
ALL = {'boot', 'lat', 'thru', 'hold', 'idle'}
WARM_UP = (('rpc', 3000, 10), ('start', 2, 100, 4), ('echo', 2000, 'pipe'), ('echo', 500, 'tty'), ('thru', 1, 200),
           ('thru', 4, 40, 2))
WARM_UP_SECONDS = 25


class Server:
    """A server in a process group of its own."""

    def __init__(self, command):
        started = time.time()
        self.process = subprocess.Popen(shlex.split(command), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True, start_new_session=True)
        self.url = self.process.stdout.readline().strip()
        self.boot_ms = (time.time() - started) * 1000
        if not self.url.startswith('ws://'):
            self.stop()
            sys.exit(f'no ws:// URL on the first line of: {command}')
        self.pid = self.listener()

    def listener(self):
        """The process that listens (a launcher may sit above it): the largest one of the group."""
        best, size = self.process.pid, -1
        for name in filter(str.isdigit, os.listdir('/proc')):
            try:
                if os.getpgid(int(name)) == self.process.pid and rss_kb(int(name)) > size:
                    best, size = int(name), rss_kb(int(name))
            except OSError:
                pass
        return best

    def stop(self):
        for signal in (15, 9):
            try:
                os.killpg(self.process.pid, signal)
                self.process.wait(5)
                break
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass


def rss_kb(pid):
    with open(f'/proc/{pid}/status') as status:
        return next((int(line.split()[1]) for line in status if line.startswith('VmRSS')), 0)


class Generator:
    """Runs the load generator against one server."""

    def __init__(self, program, server, quick):
        self.base = [program, '-u', server.url.rstrip('/') + '/', '-p', str(server.pid), *(['-q'] if quick else [])]

    def run(self, *args):
        done = subprocess.run(self.base + [str(a) for a in args], capture_output=True, text=True, timeout=300)
        rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{')]
        if done.returncode or not rows:
            print('  !', *args, done.stderr.strip()[:200], file=sys.stderr)
        return rows or [{}]


def measure(server, program, quick, only):
    run = Generator(program, server, quick).run
    out = {}
    if 'boot' in only:
        time.sleep(1)
        out['boot_ms'] = server.boot_ms
        out['rss_idle_MB'] = rss_kb(server.pid) / 1024
    if only & {'lat', 'thru'}:
        warm_up(run, quick)
    if 'lat' in only:
        latencies(out, run, quick)
    if 'thru' in only:
        throughput(out, run)
        out['rss_busy_MB'] = rss_kb(server.pid) / 1024
    for mode, args in (('hold', ('hold', 10, 1000)), ('idle', ('idle', 1000))):
        if mode in only:
            memory = [row for row in run(*args) if 'mem' in row]
            if len(memory) > 1:
                out[f'{mode}1000_MB'] = (memory[1]['rss_kb'] - memory[0]['rss_kb']) / 1024
                out[f'{mode}1000_threads'] = memory[1]['threads'] - memory[0]['threads']
    return out


def warm_up(run, quick):
    end = time.time() + WARM_UP_SECONDS
    while time.time() < end:
        for mode, *args in WARM_UP:
            # Without quick acknowledgements one round of a stalling server would take minutes.
            long = quick or mode == 'thru'
            run(mode, *(a if long or isinstance(a, str) else min(a, 100) for a in args))


def latencies(out, run, quick):
    out['rpc_p50_us'] = run('rpc', 3000, 300)[0].get('p50_us')
    row = run('start', 1, 300, 1, 20)[0]
    out['start_p50_us'], out['start_p99_us'] = row.get('p50_us'), row.get('p99_us')
    row = run('start', 64, 1500, 1, 100)[0]
    out['start64_per_s'], out['start64_cpu_us'] = row.get('ops_s'), row.get('srv_cpu_us_op')
    out['pipelined_per_s'] = run('start', 1, 1000, 64, 64)[0].get('ops_s')
    out['tty_start_p50_us'] = run('start', 1, 200, 1, 10, 'tty')[0].get('p50_us')
    for kind in ('pipe', 'tty'):
        row = run('echo', 1500 if quick else 100, kind, 16, 10)[0]
        out[f'echo_{kind}_p50_us'], out[f'echo_{kind}_p99_us'] = row.get('p50_us'), row.get('p99_us')


def throughput(out, run):
    runs = [run('thru', 1, 200)[0] for _ in range(3)]
    out['thru1_MBps'] = statistics.median(row.get('MBps', 0) for row in runs)
    out['thru1_cpu_ms_MiB'] = statistics.median(row.get('srv_cpu_ms_per_MiB', 0) for row in runs)
    out['thru16_MBps'] = statistics.median(run('thru', 16, 40, 16)[0].get('MBps', 0) for _ in range(3))


def medians(rows):
    keys = {key: None for row in rows for key in row}
    found = {key: [row[key] for row in rows if row.get(key) is not None] for key in keys}
    return {key: statistics.median(values) for key, values in found.items() if values}


def show(median, rounds):
    first, *others = median
    print(f'{"median of " + str(rounds):20}' + ''.join(f'{name:>14}' for name in median)
          + ''.join(f'{"/" + name:>14}' for name in others))
    for key, value in median[first].items():
        row = f'{key:20}' + ''.join(f'{median[name].get(key, float("nan")):14.4g}' for name in median)
        print(row + ''.join(f'{value / median[name][key]:14.2f}' if median[name].get(key) else f'{"-":>14}'
                            for name in others))


def main():
    argv, rounds, only, path = sys.argv[1:], 3, ALL, None
    while argv and argv[0].startswith('--'):
        option, value = argv[0], argv[1] if len(argv) > 1 else ''
        if option == '--rounds':
            rounds = int(value)
        elif option == '--only':
            only = set(value.split(','))
        elif option == '--json':
            path = value
        else:
            sys.exit(__doc__)
        argv = argv[2:]
    if not argv or not only <= ALL or not all('=' in arg for arg in argv):
        sys.exit(__doc__)
    variants = dict(arg.split('=', 1) for arg in argv)
    runs = {name: [] for name in variants}
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, 'loadgen')
        subprocess.run(['gcc', '-O2', '-o', program, GENERATOR_SOURCE], check=True)
        for number in range(1, rounds + 1):
            for name, command in variants.items():
                server = Server(command)
                try:
                    runs[name].append(measure(server, program, name.endswith('@q'), only))
                finally:
                    server.stop()
                print(f'round {number} {name}: '
                      + ' '.join(f'{k}={v:.4g}' for k, v in runs[name][-1].items() if v is not None),
                      file=sys.stderr, flush=True)
    median = {name: medians(rows) for name, rows in runs.items()}
    show(median, rounds)
    if path:
        with open(path, 'w') as file:
            json.dump({'medians': median, 'runs': runs}, file, indent=1)


if __name__ == "__main__":
    main()
