#!/usr/bin/env python3
"""Benchmark of a cluster on one machine: beside a single node, and with very many sessions and processes.

usage: cluster.py [--image FOLDER] [--rounds N] [--only side,hops,idle,hold] [--sessions N] [--processes N]
                  [--reference COMMAND] [--json FILE]

  side   the same server alone and as one gateway and one worker, in turn: latencies and throughput as in bench.py, which
         says what each figure means; medians, their ratio and their difference; beside them those of a reference that
         COMMAND starts, on one node, with quick acknowledgements (@q) and as it is
  hops   the round trip through one, two and three processes that do nothing but pass on what they get, and through as many
         that work for 5 microseconds each, over TCP: what servers made of as many processes start from. An echo goes through
         two on one node, the server and the program, and through three in a cluster
  idle   N (10,000) idle sessions on two gateways and two workers: resident memory of all four before, on the way (is it
         linear?), and for a minute after every one of them was pinged (is it flat?)
  hold   N (1,000) processes in 20 sessions, spread over two workers: how many each has, starts per second, resident memory

Needs Linux, gcc and Python 3, a quiet machine, and for idle more open files than sessions (ulimit -n).
"""

import json
import os
import resource
import selectors
import shlex
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import GENERATOR_SOURCE, Server, measure, medians, rss_kb  # noqa: E402
from files import Client  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ALL = {'side', 'hops', 'idle', 'hold'}
HOPS_SOURCE = os.path.join(HERE, 'hops.c')
STEPS = 10
PINGED_SECONDS = 30
FLAT_SECONDS = 60
SESSIONS_FOR_PROCESSES = 20
READY_SECONDS = 60


def free_ports(count):
    sockets = [socket.create_server(('127.0.0.1', 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Cluster:
    """Gateways and workers as processes; for bench.py it looks like one server, its first gateway."""

    def __init__(self, image, gateways, workers, settings=()):
        started = time.time()
        self.folder = tempfile.TemporaryDirectory()
        secret = os.path.join(self.folder.name, 'cluster.secret')
        with open(secret, 'wb') as file:
            file.write(os.urandom(32).hex().encode())
        os.chmod(secret, 0o600)
        names = [f'g{i + 1}' for i in range(gateways)] + [f'w{i + 1}' for i in range(workers)]
        ports = free_ports(len(names) + gateways)
        admin = dict(zip(names, ports[len(names):]))
        members = ','.join(f'127.0.0.1:{port}' for port in ports[:len(names)])
        self.nodes, self.urls = {}, []
        for name, port in zip(names, ports):
            values = {'node.name': name, 'node.role': 'gateway' if name[0] == 'g' else 'worker',
                      'cluster.name': 'bench', 'cluster.secretFile': secret, 'cluster.port': port,
                      'cluster.members': members, **dict(settings)}
            if name[0] == 'g':
                values |= {'listen': 'ws://127.0.0.1:0', 'admin.listen': f'http://127.0.0.1:{admin[name]}'}
            command = [os.path.join(image, 'bin', 'execbus'), 'serve']
            for key, value in values.items():
                command += ['--set', f'{key}={value}']
            log = open(os.path.join(self.folder.name, name + '.log'), 'w')
            # As bench.py starts a server: processes of one session get their share of the processor together.
            self.nodes[name] = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True,
                                                start_new_session=True)
        for name in names[:gateways]:
            url = self.nodes[name].stdout.readline().strip()
            if not url.startswith('ws://'):
                self.stop()
                sys.exit(f'{name} did not say where it listens')
            self.urls.append(url)
        self.await_ready(workers, admin.values())
        self.boot_ms = (time.time() - started) * 1000
        self.url, self.pid = self.urls[0], self.nodes[names[0]].pid

    def await_ready(self, workers, admin):
        """Each gateway hears all workers."""
        end = time.time() + READY_SECONDS
        for port in admin:
            while self.heard(port) < workers:
                if time.time() > end:
                    self.stop()
                    sys.exit('not all workers are there')
                time.sleep(0.1)

    @staticmethod
    def heard(port):
        try:
            with urllib.request.urlopen(f'http://127.0.0.1:{port}/nodes', timeout=2) as answer:
                nodes = json.load(answer)['nodes']
        except OSError:
            return 0
        return sum(node['role'] == 'worker' and node['state'] == 'serving' for node in nodes)

    def rss_kb(self):
        return {name: rss_kb(node.pid) for name, node in self.nodes.items()}

    def stop(self):
        for node in self.nodes.values():
            node.terminate()
        for node in self.nodes.values():
            try:
                node.wait(10)
            except subprocess.TimeoutExpired:
                node.kill()
                node.wait(10)
        self.folder.cleanup()


def side_by_side(image, rounds, reference):
    single = f'{shlex.quote(os.path.join(image, "bin", "execbus"))} serve --listen ws://127.0.0.1:0'
    variants = {'single': lambda: Server(single), 'clustered': lambda: Cluster(image, 1, 1)}
    if reference:
        variants |= {'reference@q': lambda: Server(reference), 'reference': lambda: Server(reference)}
    runs = {name: [] for name in variants}
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, 'loadgen')
        subprocess.run(['gcc', '-O2', '-o', program, GENERATOR_SOURCE], check=True)
        for number in range(1, rounds + 1):
            for name, start in variants.items():
                server = start()
                try:
                    runs[name].append(measure(server, program, name != 'reference', {'lat', 'thru'}))
                finally:
                    server.stop()
                print(f'round {number} {name}: '
                      + ' '.join(f'{k}={v:.4g}' for k, v in runs[name][-1].items() if v is not None),
                      file=sys.stderr, flush=True)
    median = {name: medians(rows) for name, rows in runs.items()}
    one, many = median['single'], median['clustered']
    others = [name for name in median if name.startswith('reference')]
    print(f'{"median of " + str(rounds):20}{"single":>14}{"clustered":>14}{"ratio":>14}{"difference":>14}'
          + ''.join(f'{name:>14}' for name in others))
    for key, value in one.items():
        if 'cpu' in key or 'rss' in key:
            continue  # Of the gateway only, which says nothing beside a whole server.
        other = many.get(key, float('nan'))
        print(f'{key:20}{value:14.4g}{other:14.4g}{other / value if value else float("nan"):14.2f}{other - value:14.4g}'
              + ''.join(f'{median[name].get(key, float("nan")):14.4g}' for name in others))
    return {'medians': median, 'runs': runs}


def hops(rounds):
    runs = {}
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, 'hops')
        subprocess.run(['gcc', '-O2', '-o', program, HOPS_SOURCE], check=True)
        for _ in range(rounds):
            for relays in (1, 2, 3):
                for work in (0, 5):
                    done = subprocess.run([program, str(relays), str(work)], stdout=subprocess.PIPE, text=True, check=True)
                    runs.setdefault((relays, work), []).append(json.loads(done.stdout)['p50_us'])
    rows = [{'relays': relays, 'work_us': work, 'p50_us': statistics.median(each)}
            for (relays, work), each in runs.items()]
    for row in rows:
        print(f'{row["relays"]} processes, {row["work_us"]} us of work each:{row["p50_us"]:10.1f} us', flush=True)
    return rows


def allow_files(count):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def answer_pings(clients, seconds):
    """What idle clients do: nothing else comes for them."""
    selector = selectors.DefaultSelector()
    for client in clients:
        selector.register(client.socket, selectors.EVENT_READ, client)
    end = time.time() + seconds
    answered = 0
    while time.time() < end:
        for key, _ in selector.select(max(0, end - time.time())):
            client = key.data
            client.fill()
            while len(client.buffer) >= 2 and len(client.buffer) >= 2 + client.buffer[1]:
                first, size = client.take(2)
                data = client.take(size)
                if first & 15 == 9:
                    client.socket.sendall(bytes([0x8A, 0x80 | size, 0, 0, 0, 0]) + data)
                    answered += 1
    selector.close()
    return answered


def idle_sessions(image, count):
    allow_files(count + 1000)
    settings = {'transport.connections': count + 1000, 'sessions.max': count + 1000}
    cluster = Cluster(image, 2, 2, settings.items())
    rows, clients = [], []

    def sample(what):
        kb = cluster.rss_kb()
        rows.append({'sessions': len(clients), 'what': what, **kb})
        print(f'{what:24}{len(clients):8} sessions' + ''.join(f'{name:>6}{size / 1024:8.1f}' for name, size in kb.items())
              + f'   all {sum(kb.values()) / 1024:8.1f} MB', flush=True)

    try:
        # What the first sessions cost is paid by whoever comes first.
        warm = [Client(cluster.urls[i % 2]) for i in range(200)]
        for client in warm:
            client.socket.close()
        time.sleep(5)
        sample('before')
        for step in range(STEPS):
            for i in range(count // STEPS):
                clients.append(Client(cluster.urls[i % 2]))
            answer_pings(clients, 1)
            sample('on the way')
        answer_pings(clients, PINGED_SECONDS)
        sample('all pinged')
        for second in range(0, FLAT_SECONDS, 10):
            answer_pings(clients, 10)
            sample(f'{second + 10} s later')
    finally:
        for client in clients:
            client.socket.close()
        cluster.stop()
    total = [sum(row[name] for name in cluster.nodes) for row in rows]
    per_session = (total[STEPS + 1] - total[0]) / len(clients)
    growth = (total[-1] - total[STEPS + 1]) / 1024
    print(f'{per_session:.1f} kB per session, {growth:+.1f} MB in the minute after', flush=True)
    return {'rows': rows, 'kb_per_session': per_session, 'minute_MB': growth}


def children(pid):
    with open(f'/proc/{pid}/task/{pid}/children') as file:
        direct = len(file.read().split())
    for task in os.listdir(f'/proc/{pid}/task'):
        if task != str(pid):
            try:
                with open(f'/proc/{pid}/task/{task}/children') as file:
                    direct += len(file.read().split())
            except OSError:
                pass
    return direct


def processes_held(image, count):
    cluster = Cluster(image, 2, 2)
    try:
        clients = [Client(cluster.urls[i % 2]) for i in range(SESSIONS_FOR_PROCESSES)]
        before = cluster.rss_kb()
        had = {name: children(node.pid) for name, node in cluster.nodes.items()}
        started = time.perf_counter()
        each = count // len(clients)
        for i in range(each):
            numbers = [(client, client.request('process/start', {
                'processId': f'p{i}', 'argv': ['/bin/sleep', '1000'], 'cwd': 'file:///tmp',
                'env': {'PATH': '/usr/bin:/bin'}, 'tty': False})) for client in clients]
            for client, number in numbers:
                client.answer(number)
        seconds = time.perf_counter() - started
        time.sleep(1)
        after = cluster.rss_kb()
        spread = {name: children(node.pid) - had[name] for name, node in cluster.nodes.items()}
        out = {'processes': each * len(clients), 'starts_per_s': each * len(clients) / seconds, 'spread': spread,
               'growth_MB': {name: (after[name] - before[name]) / 1024 for name in after}}
        for client in clients:
            for number in [client.request('process/terminate', {'processId': f'p{i}'}) for i in range(each)]:
                client.answer(number)
            client.socket.close()
        print(json.dumps(out), flush=True)
        return out
    finally:
        cluster.stop()


def main():
    argv, options = sys.argv[1:], {'--image': os.path.join(HERE, '..', 'target', 'execbus'), '--rounds': '3', '--only': '',
                                   '--sessions': '10000', '--processes': '1000', '--reference': '', '--json': ''}
    while argv:
        if argv[0] not in options or len(argv) < 2:
            sys.exit(__doc__)
        options[argv[0]] = argv[1]
        argv = argv[2:]
    only = set(options['--only'].split(',')) if options['--only'] else ALL
    image = os.path.abspath(options['--image'])
    if not only <= ALL or not os.access(os.path.join(image, 'bin', 'execbus'), os.X_OK):
        sys.exit(__doc__)
    out = {}
    if 'side' in only:
        out['side'] = side_by_side(image, int(options['--rounds']), options['--reference'])
    if 'hops' in only:
        out['hops'] = hops(int(options['--rounds']))
    if 'idle' in only:
        out['idle'] = idle_sessions(image, int(options['--sessions']))
    if 'hold' in only:
        out['hold'] = processes_held(image, int(options['--processes']))
    if options['--json']:
        with open(options['--json'], 'w') as file:
            json.dump(out, file, indent=1)


if __name__ == '__main__':
    main()
