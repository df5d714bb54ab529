#!/usr/bin/env python3
"""Side-by-side benchmark of file calls and sandboxes: same client, same machine, variants interleaved.

usage: files.py [--rounds N] [--only sandbox,walk,blocks] [--json FILE] NAME=COMMAND [NAME=COMMAND ...]

COMMAND starts a server and prints its ws:// URL as the first line on stdout. The first name is compared with each other
one (ratio of the medians). Needs Linux, and bubblewrap for the sandboxes. Figures:
  first_write_ms     the first sandboxed fs/writeFile of a session, 4 KiB
  write_p50_us       the following ones (p99 beside it), one at a time, under "read everything, write the workspace"
  read_p50_us        fs/readFile of 4 KiB under "read and write the workspace, nothing else"
  plain_write_p50_us fs/writeFile without a sandbox;  plain_read_p50_us: fs/readFile
  start_p50_ms       process/start of /bin/true in a sandbox until process/closed, one at a time
  plain_start_p50_ms the same without a sandbox
  walk_p50_ms        fs/walk of 10,000 files in 100 folders
  read64_ms          a file of 64 MiB by fs/readBlock of 1 MiB, four requests ahead;  write64_ms: by fs/writeBlock
"""

import base64
import json
import os
import shutil
import socket
import statistics
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import Server  # noqa: E402

ALL = {'sandbox', 'walk', 'blocks'}
MIB = 1 << 20


class Client:
    """JSON-RPC over a WebSocket whose mask is zero, so that the client costs the same nothing for everybody."""

    PATH = '/'

    def __init__(self, url):
        host, port = url.removeprefix('ws://').strip('/').split(':')
        self.socket = socket.create_connection((host, int(port)), 30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall((f'GET {self.PATH} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
                             'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n').encode())
        self.buffer = bytearray()
        while b'\r\n\r\n' not in self.buffer:
            self.fill()
        del self.buffer[:self.buffer.index(b'\r\n\r\n') + 4]
        self.last = 0
        self.call('initialize', {'clientName': 'files-bench'})
        self.send({'method': 'initialized', 'params': {}})

    def fill(self):
        data = self.socket.recv(MIB)
        if not data:
            raise EOFError('the server closed the connection')
        self.buffer += data
        if sys.platform == 'linux':
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def take(self, count):
        while len(self.buffer) < count:
            self.fill()
        data = bytes(self.buffer[:count])
        del self.buffer[:count]
        return data

    @staticmethod
    def frame(message):
        body = json.dumps(message).encode()
        size = len(body)
        head = bytes([0x81, 0x80 | size]) if size < 126 else \
            bytes([0x81, 0xFE]) + size.to_bytes(2, 'big') if size < 65536 else \
            bytes([0x81, 0xFF]) + size.to_bytes(8, 'big')
        return head + b'\0\0\0\0' + body

    def send(self, message):
        self.socket.sendall(self.frame(message))

    def receive(self):
        message = b''
        while True:
            first, size = self.take(2)
            if size == 126:
                size = int.from_bytes(self.take(2), 'big')
            elif size == 127:
                size = int.from_bytes(self.take(8), 'big')
            data = self.take(size)
            if first & 15 == 9:
                self.socket.sendall(bytes([0x8A, 0x80 | size, 0, 0, 0, 0]) + data)
                continue
            message += data
            if first & 0x80:
                return message

    def request(self, method, params):
        self.last += 1
        self.send({'id': self.last, 'method': method, 'params': params})
        return self.last

    def answer(self, number):
        while True:
            message = json.loads(self.receive())
            if message.get('id') == number:
                if 'error' in message:
                    raise RuntimeError(message['error'])
                return message['result']

    def call(self, method, params):
        return self.answer(self.request(method, params))

    def prepared(self, method, each):
        """Numbered requests, so that making them is in nobody's time."""
        frames = []
        for params in each:
            self.last += 1
            frames.append((self.last, self.frame({'id': self.last, 'method': method, 'params': params})))
        return frames

    def times(self, count, method, params):
        """Seconds of each call, one at a time: from a request that lies ready to its whole answer, not looked at yet."""
        times = []
        for number, frame in self.prepared(method, [params] * count):
            started = time.perf_counter()
            self.socket.sendall(frame)
            answer = self.receive()
            times.append(time.perf_counter() - started)
            check(answer, {number})
        return times

    def pipelined(self, method, each):
        """Seconds for all calls with four under way, counted in the same way."""
        frames, answers = self.prepared(method, each), []
        started = time.perf_counter()
        for sent, (_, frame) in enumerate(frames):
            if sent >= 4:
                answers.append(self.receive())
            self.socket.sendall(frame)
        while len(answers) < len(frames):
            answers.append(self.receive())
        spent = time.perf_counter() - started
        waiting = {number for number, _ in frames}
        for answer in answers:
            check(answer, waiting)
        return spent

    def until(self, method):
        while True:
            message = json.loads(self.receive())
            if message.get('method') == method:
                return message['params']


def check(answer, waiting):
    message = json.loads(answer)
    if 'error' in message:
        raise RuntimeError(message['error'])
    waiting.remove(message['id'])


def restricted(folder, everything):
    entries = [{'path': {'type': 'path', 'path': 'file://' + folder}, 'access': 'write'}]
    if everything:
        entries.insert(0, {'path': {'type': 'special', 'value': {'kind': 'root'}}, 'access': 'read'})
    return {'permissions': {'type': 'managed', 'file_system': {'type': 'restricted', 'entries': entries},
                            'network': 'restricted'},
            'cwd': 'file://' + folder, 'workspaceRoots': ['file://' + folder], 'windowsSandboxLevel': 'disabled'}


def percentiles(count, action):
    times = []
    for _ in range(count):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return median_and_worst(times)


def median_and_worst(times):
    times.sort()
    return times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)]


def sandboxed(out, url, folder):
    client = Client(url)
    uri = 'file://' + folder + '/small'
    data = base64.b64encode(os.urandom(4096)).decode()
    write = {'path': uri, 'dataBase64': data, 'sandbox': restricted(folder, True)}
    read = {'path': uri, 'sandbox': restricted(folder, False)}
    started = time.perf_counter()
    client.call('fs/writeFile', write)
    out['first_write_ms'] = (time.perf_counter() - started) * 1e3
    # A server that starts a program for each call is measured on fewer of them.
    slow = median_and_worst(client.times(10, 'fs/writeFile', write))[0] > 0.01
    warm, count = (10, 40) if slow else (5000, 2000)
    for name, method, params in (('write', 'fs/writeFile', write), ('read', 'fs/readFile', read)):
        client.times(warm, method, params)
        median, worst = median_and_worst(client.times(count, method, params))
        out[name + '_p50_us'], out[name + '_p99_us'] = median * 1e6, worst * 1e6
        plain = {**params, 'sandbox': None}
        client.times(500, method, plain)
        out[f'plain_{name}_p50_us'] = median_and_worst(client.times(1000, method, plain))[0] * 1e6
    for name, policy in (('start', restricted(folder, True)), ('plain_start', None)):
        number = 0

        def start():
            nonlocal number
            number += 1
            client.request('process/start', {
                'processId': f'{name}{number}', 'argv': ['/bin/true'], 'cwd': 'file://' + folder,
                'env': {'PATH': '/usr/bin:/bin'}, 'tty': False, 'arg0': None, 'sandbox': policy})
            client.until('process/closed')
        percentiles(10, start)
        out[name + '_p50_ms'] = percentiles(50, start)[0] * 1e3


def walk(out, url, folder):
    tree = folder + '/tree'
    for i in range(100):
        os.makedirs(f'{tree}/d{i}', exist_ok=True)
        for j in range(100):
            open(f'{tree}/d{i}/f{j}', 'w').close()
    client = Client(url)
    params = {'path': 'file://' + tree, 'options': {
        'maxDepth': 6, 'maxDirectories': 2000, 'maxEntries': 20000, 'followDirectorySymlinks': False,
        'pruneHiddenDirectories': False}}
    if len(client.call('fs/walk', params)['entries']) != 10_100:
        raise RuntimeError('the walk did not see everything')
    percentiles(5, lambda: client.call('fs/walk', params))
    out['walk_p50_ms'] = percentiles(20, lambda: client.call('fs/walk', params))[0] * 1e3


def blocks(out, url, folder):
    path = folder + '/large'
    with open(path, 'wb') as large:
        for _ in range(64):
            large.write(os.urandom(MIB))
    client = Client(url)
    block = base64.b64encode(os.urandom(MIB)).decode()

    def seconds(opening, method, params):
        client.call('fs/open', {'handleId': 'h', 'path': 'file://' + path, **opening})
        time_spent = client.pipelined(method, [{'handleId': 'h', 'offset': number * MIB, **params} for number in range(64)])
        client.call('fs/close', {'handleId': 'h'})
        return time_spent

    for name, opening, method, params in (
            ('read64_ms', {}, 'fs/readBlock', {'len': MIB}),
            ('write64_ms', {'path': 'file://' + path + '2', 'mode': 'replace'}, 'fs/writeBlock', {'chunk': block})):
        for _ in range(3):
            seconds(opening, method, params)
        out[name] = statistics.median(seconds(opening, method, params) for _ in range(7)) * 1e3


PARTS = {'sandbox': sandboxed, 'walk': walk, 'blocks': blocks}


def measure(command, only):
    out = {}
    server = Server(command)
    # Not below the folder for temporary files: a policy may mean that by itself.
    folder = tempfile.mkdtemp(prefix='files-bench-', dir=os.environ.get('BENCH_DIR', '/var/tmp'))
    try:
        for name, part in PARTS.items():
            if name in only:
                part(out, server.url, folder)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return out


def main():
    rounds, only, json_file, variants = 3, ALL, None, []
    arguments = sys.argv[1:]
    while arguments:
        word = arguments.pop(0)
        if word == '--rounds':
            rounds = int(arguments.pop(0))
        elif word == '--only':
            only = set(arguments.pop(0).split(','))
        elif word == '--json':
            json_file = arguments.pop(0)
        elif '=' in word:
            variants.append(word.split('=', 1))
        else:
            sys.exit(__doc__)
    if not variants or only - ALL:
        sys.exit(__doc__)
    results = {name: [] for name, _ in variants}
    for _ in range(rounds):
        for name, command in variants:
            results[name].append(measure(command, only))
    medians = {name: {key: statistics.median(row[key] for row in rows) for key in rows[0]}
               for name, rows in results.items()}
    if json_file:
        with open(json_file, 'w') as file:
            json.dump({'rounds': results, 'medians': medians}, file, indent=1)
    first, *others = medians
    print(f'{"figure":20}' + ''.join(f'{name:>14}' for name in medians) + ''.join(f'{"/ " + name:>14}' for name in others))
    for key, value in medians[first].items():
        print(f'{key:20}' + ''.join(f'{medians[name][key]:14.2f}' for name in medians)
              + ''.join(f'{value / medians[name][key]:14.4f}' for name in others))


if __name__ == '__main__':
    main()
