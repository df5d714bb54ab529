#!/usr/bin/env python3
"""Side-by-side benchmark of the doors for clients: same client, same machine, variants and doors interleaved.

usage: bridge.py [--rounds N] [--keys N] [--megabytes N] [--json FILE] NAME=COMMAND [NAME=COMMAND ...]

COMMAND starts a server and prints its ws:// URL as the first line on stdout; for the bridge it needs
--set transport.eventBus=true. The first name is compared with each other one (ratio of the medians). Figures for each of
  ws       the WebSocket
  bridge   Vert.x's event-bus bridge, an envelope in each message (/eventbus/websocket)
  sockjs   the same in the frames of SockJS, as browsers use it
are
  key_p50_us     from a typed key (process/write) to its echo by the terminal (process/output); cat on a terminal, one key
                 at a time, 2,000 of them; p99 beside it
  output_mb_s    megabytes of output of one process that one client takes in a second, of 200 MB of zeroes through a pipe
Needs Linux and Python 3. Without a bridge its rows are left out.
"""

import json
import os
import statistics
import sys
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import Server  # noqa: E402
from files import Client, median_and_worst  # noqa: E402

WARM_KEYS = 500
# A terminal holds 4,095 letters of a line; these begin a new one in time.
KEYS_IN_A_LINE = 1_000


class Bridge(Client):
    PATH = '/eventbus/websocket'

    @staticmethod
    def wrapped(message):
        return {'type': 'send', 'address': 'execbus.rpc', 'body': message}

    @staticmethod
    def frame(message):
        return Client.frame(Bridge.wrapped(message))

    def receive(self):
        envelope = super().receive()
        return envelope[envelope.index(b'"body":') + 7:-1]


class SockJs(Bridge):
    PATH = '/eventbus/000/00000000/websocket'

    @staticmethod
    def frame(message):
        return Client.frame([json.dumps(Bridge.wrapped(message))])

    def receive(self):
        while True:
            text = Client.receive(self)
            if text.startswith(b'a'):
                envelope = text[3:-2].replace(b'\\"', b'"').replace(b'\\\\', b'\\')
                return envelope[envelope.index(b'"body":') + 7:-1]


DOORS = {'ws': Client, 'bridge': Bridge, 'sockjs': SockJs}


def started(client, process, argv, **more):
    client.call('process/start', {
        'processId': process, 'argv': argv, 'cwd': 'file:///tmp', 'env': {'PATH': '/usr/bin:/bin'},
        'tty': False, 'arg0': None, **more})


def keys(door, url, count):
    """Seconds from each key to its echo."""
    client = DOORS[door](url)
    started(client, 'keys', ['cat'], tty=True, size={'rows': 24, 'cols': 80})
    times = []
    for number in range(WARM_KEYS + count):
        if number % KEYS_IN_A_LINE == KEYS_IN_A_LINE - 1:
            client.call('process/write', {'processId': 'keys', 'chunk': 'Cg==', 'writeId': f'line{number}'})
            time.sleep(0.05)
        frame = client.frame({'id': 10_000 + number, 'method': 'process/write',
                              'params': {'processId': 'keys', 'chunk': 'eA==', 'writeId': str(number)}})
        begun = time.perf_counter()
        client.socket.sendall(frame)
        until_echo(client)
        times.append(time.perf_counter() - begun)
    client.socket.close()
    return median_and_worst(times[WARM_KEYS:])


def until_echo(client):
    """What a new line has printed may come before it."""
    while True:
        message = client.receive()
        if b'process/output' in message[:100] and b'"chunk":"eA=="' in message:
            return


def output(door, url, megabytes):
    """Megabytes in a second, up to the end of the process."""
    client = DOORS[door](url)
    expected, taken = megabytes * 1_000_000, 0
    begun = time.perf_counter()
    started(client, 'loud', ['head', '-c', str(expected), '/dev/zero'])
    while True:
        message = client.receive()
        head = message[:200]
        if b'process/output' in head:
            first = message.index(b'"chunk":"') + 9
            last = message.index(b'"', first)
            taken += (last - first) // 4 * 3 - message.count(b'=', last - 2, last)
        elif b'process/closed' in head:
            break
    spent = time.perf_counter() - begun
    client.socket.close()
    if taken != expected:
        raise RuntimeError(f'{taken} bytes of {expected} came')
    return megabytes / spent


def has_bridge(url):
    try:
        with urllib.request.urlopen(url.replace('ws://', 'http://').rstrip('/') + '/eventbus/info', timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def measure(command, key_count, megabytes):
    out = {}
    server = Server(command)
    try:
        doors = list(DOORS) if has_bridge(server.url) else ['ws']
        # The server is warm through every door before any of them is measured.
        for door in doors:
            keys(door, server.url, WARM_KEYS)
            output(door, server.url, megabytes // 4)
        for door in doors:
            median, worst = keys(door, server.url, key_count)
            out[door + '_key_p50_us'], out[door + '_key_p99_us'] = median * 1e6, worst * 1e6
        for door in doors:
            out[door + '_output_mb_s'] = output(door, server.url, megabytes)
    finally:
        server.stop()
    return out


def main():
    rounds, key_count, megabytes, json_file, variants = 3, 2_000, 200, None, []
    arguments = sys.argv[1:]
    while arguments:
        word = arguments.pop(0)
        if word == '--rounds':
            rounds = int(arguments.pop(0))
        elif word == '--keys':
            key_count = int(arguments.pop(0))
        elif word == '--megabytes':
            megabytes = int(arguments.pop(0))
        elif word == '--json':
            json_file = arguments.pop(0)
        elif '=' in word:
            variants.append(word.split('=', 1))
        else:
            sys.exit(__doc__)
    if not variants:
        sys.exit(__doc__)
    results = {name: [] for name, _ in variants}
    for _ in range(rounds):
        for name, command in variants:
            results[name].append(measure(command, key_count, megabytes))
    medians = {name: {key: statistics.median(row[key] for row in rows) for key in rows[0]}
               for name, rows in results.items()}
    if json_file:
        with open(json_file, 'w') as file:
            json.dump({'rounds': results, 'medians': medians}, file, indent=1)
    first, *others = medians
    print(f'{"figure":20}' + ''.join(f'{name:>14}' for name in medians) + ''.join(f'{"/ " + name:>14}' for name in others))
    for key, value in medians[first].items():
        print(f'{key:20}' + ''.join(shown(medians[name].get(key), '14.1f') for name in medians)
              + ''.join(shown(value / medians[name][key] if key in medians[name] else None, '14.4f') for name in others))


def shown(value, how):
    return f'{"-":>14}' if value is None else f'{value:{how}}'


if __name__ == '__main__':
    main()
