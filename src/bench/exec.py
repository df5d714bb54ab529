#!/usr/bin/env python3
"""What unified exec costs over process/start and notifications: same client, same server, both interleaved.

usage: exec.py [--rounds N] [--starts N] [--keys N] [--megabytes N] [--json FILE] COMMAND

COMMAND starts a server and prints its ws:// URL as the first line on stdout. Figures, raw and exec:
  start_p50_us  `/bin/sh -c /bin/true`, one at a time: from process/start to process/closed, from exec/command to its
                result; p99 beside it. 500 of them
  output_ms     64 MiB of zeroes through a pipe: until process/closed with every byte counted by the server, until the
                result of exec/command, which has the beginning and the end. deltas_mib: what was told meanwhile of them
  echo_p50_us   a line for a terminal, to its echo: from process/write to process/output, from exec/writeStdin to
                exec/outputDelta. 40 of them
  late_p50_us   exec/writeStdin only: its result, later than the 350 ms it has to wait
Needs Linux and Python 3.
"""

import base64
import json
import os
import statistics
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import Server  # noqa: E402
from files import MIB, Client, median_and_worst  # noqa: E402

WARM = 100
# The shortest wait for output, and the pause of the server after a write.
YIELD_MS = 250
WAIT = (YIELD_MS + 100) / 1e3


class Raw:
    NAME = 'raw'

    def __init__(self, url):
        self.client = Client(url)
        self.number = 0

    def params(self, script, **more):
        self.number += 1
        return {'processId': f'p{self.number}', 'argv': ['/bin/sh', '-c', script], 'cwd': 'file:///tmp',
                'env': {'PATH': '/usr/bin:/bin'}, 'tty': False, 'arg0': None, **more}

    def start(self, script='/bin/true'):
        frame = self.client.frame({'id': 0, 'method': 'process/start', 'params': self.params(script)})
        started = time.perf_counter()
        self.client.socket.sendall(frame)
        while b'"process/closed"' not in self.client.receive():
            pass
        return time.perf_counter() - started

    def output(self, count):
        params = self.params(f'head -c {count} /dev/zero', digest=True)
        started = time.perf_counter()
        self.client.send({'id': 0, 'method': 'process/start', 'params': params})
        while b'"process/closed"' not in (message := self.client.receive()):
            pass
        spent = time.perf_counter() - started
        told = json.loads(message)['params']['streams']['stdout']['bytes']
        if told != count:
            raise RuntimeError(f'{told} bytes of {count} came')
        return {'output_ms': spent * 1e3}

    def printed(self):
        while b'"process/output"' not in (message := self.client.receive()):
            pass
        return len(base64.b64decode(json.loads(message)['params']['chunk']))

    def echoes(self, count):
        params = self.params('cat', tty=True)
        self.client.call('process/start', params)
        times = []
        for number in range(count):
            line = f'line {number}\n'
            frame = self.client.frame({'id': 0, 'method': 'process/write', 'params': {
                'processId': params['processId'], 'writeId': f'w{number}',
                'chunk': base64.b64encode(line.encode()).decode()}})
            started = time.perf_counter()
            self.client.socket.sendall(frame)
            taken = self.printed()
            times.append(time.perf_counter() - started)
            # The echo, and then the line itself, which has to be out of the way.
            while taken < 2 * (len(line) + 1):
                taken += self.printed()
        self.client.call('process/terminate', {'processId': params['processId']})
        return {'echo': times}


class Exec:
    NAME = 'exec'

    def __init__(self, url):
        self.client = Client(url)

    @staticmethod
    def command(cmd, **more):
        return {'cmd': cmd, 'workdir': '/tmp', 'shell': '/bin/sh', 'login': False, 'yieldTimeMs': 30_000, **more}

    def start(self, script='/bin/true'):
        self.client.last += 1
        frame = self.client.frame({'id': self.client.last, 'method': 'exec/command', 'params': self.command(script)})
        started = time.perf_counter()
        self.client.socket.sendall(frame)
        while b'"result"' not in (message := self.client.receive()):
            if b'"error"' in message:
                raise RuntimeError(message)
        spent = time.perf_counter() - started
        if json.loads(message)['result']['exitCode'] != 0:
            raise RuntimeError(message)
        return spent

    def output(self, count, tries=5):
        told = 0
        started = time.perf_counter()
        number = self.client.request('exec/command', self.command(f'head -c {count} /dev/zero'))
        while b'"result"' not in (message := self.client.receive()):
            if (begun := message.find(b'"chunk":"')) >= 0:
                told += (message.index(b'"', begun + 9) - begun - 9) * 3 // 4
        spent = time.perf_counter() - started
        result = json.loads(message)['result']
        if json.loads(message)['id'] != number:
            raise RuntimeError(message)
        while b'"exec/ended"' not in self.client.receive():
            pass
        if result['originalTokenCount'] * 4 < count:
            # After the exit an answer waits 50 ms at most: on a busy machine the last output can come later.
            if tries == 1:
                raise RuntimeError('not everything was counted')
            return self.output(count, tries - 1)
        return {'output_ms': spent * 1e3, 'deltas_mib': told / MIB}

    def echoes(self, count):
        running = self.client.call('exec/command', self.command('cat', tty=True, yieldTimeMs=YIELD_MS))['sessionId']
        times, late = [], []
        for number in range(count):
            frame = self.client.frame({'id': -1, 'method': 'exec/writeStdin', 'params': {
                'sessionId': running, 'chars': f'line {number}\n', 'yieldTimeMs': YIELD_MS}})
            started = time.perf_counter()
            self.client.socket.sendall(frame)
            while b'"exec/outputDelta"' not in self.client.receive():
                pass
            times.append(time.perf_counter() - started)
            while b'"result"' not in self.client.receive():
                pass
            late.append(time.perf_counter() - started - WAIT)
        self.client.call('exec/terminate', {'sessionId': running})
        return {'echo': times, 'late': late}


def measure(command, starts, keys, megabytes):
    out = {}
    server = Server(command)
    try:
        ways = [Raw(server.url), Exec(server.url)]
        for way in ways:
            for _ in range(WARM):
                way.start()
            way.output(megabytes * MIB // 4)
        times = {way.NAME: [] for way in ways}
        for _ in range(starts):
            for way in ways:
                times[way.NAME].append(way.start())
        for name, each in times.items():
            median, worst = median_and_worst(each)
            out['start_p50_us', name], out['start_p99_us', name] = median * 1e6, worst * 1e6
        for way in ways:
            for figure, value in way.output(megabytes * MIB).items():
                out[figure, way.NAME] = value
        for way in ways:
            for figure, each in way.echoes(keys).items():
                median, worst = median_and_worst(each)
                out[figure + '_p50_us', way.NAME], out[figure + '_p99_us', way.NAME] = median * 1e6, worst * 1e6
    finally:
        server.stop()
    return out


def main():
    rounds, starts, keys, megabytes, json_file, command = 3, 500, 40, 64, None, None
    arguments = sys.argv[1:]
    while arguments:
        word = arguments.pop(0)
        if word == '--rounds':
            rounds = int(arguments.pop(0))
        elif word == '--starts':
            starts = int(arguments.pop(0))
        elif word == '--keys':
            keys = int(arguments.pop(0))
        elif word == '--megabytes':
            megabytes = int(arguments.pop(0))
        elif word == '--json':
            json_file = arguments.pop(0)
        elif command is None and not word.startswith('-'):
            command = word
        else:
            sys.exit(__doc__)
    if command is None:
        sys.exit(__doc__)
    results = [measure(command, starts, keys, megabytes) for _ in range(rounds)]
    medians = {}
    for figure, name in results[0]:
        medians.setdefault(figure, {})[name] = statistics.median(row[figure, name] for row in results)
    if json_file:
        with open(json_file, 'w') as file:
            json.dump({'rounds': [{f'{name}_{figure}': value for (figure, name), value in row.items()} for row in results],
                       'medians': medians}, file, indent=1)
    print(f'{"figure":20}{"raw":>14}{"exec":>14}{"exec / raw":>14}')
    for figure, each in medians.items():
        ratio = each['exec'] / each['raw'] if len(each) == 2 else None
        print(f'{figure:20}' + ''.join(shown(value, '14.1f') for value in (each.get('raw'), each.get('exec')))
              + shown(ratio, '14.2f'))


def shown(value, how):
    return f'{"-":>14}' if value is None else f'{value:{how}}'


if __name__ == '__main__':
    main()
