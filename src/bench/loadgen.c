// Load generator for the exec-server protocol (JSON-RPC over WebSocket): one thread, epoll, no dependencies.
// Built by bench.py with gcc -O2; run it by itself for single measurements, see usage().
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef unsigned char u8;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void die(const char *f, ...) {
    va_list a;
    va_start(a, f);
    vfprintf(stderr, f, a);
    va_end(a);
    fputc('\n', stderr);
    exit(1);
}

typedef struct Conn {
    int fd, idx;
    u8 *in;
    size_t in_len, in_cap;
    u8 *out;
    size_t out_len, out_cap, out_sent;
    u8 *msg;
    size_t msg_len, msg_cap;
    int up;
    int waits_to_write;
    long id;
    long in_flight;
} Conn;

static int epoll;
static char host[64] = "127.0.0.1";
static int port;
static char path[256] = "/";
static char auth[512] = "";
static void (*on_msg)(Conn *, char *, size_t);
static long rx_bytes;
static int quick;

static void flush_out(Conn *c) {
    while (c->out_sent < c->out_len) {
        ssize_t n = send(c->fd, c->out + c->out_sent, c->out_len - c->out_sent, MSG_NOSIGNAL);
        if (n < 0) {
            if (errno == EAGAIN) {
                if (!c->waits_to_write) {
                    struct epoll_event e = {EPOLLIN | EPOLLOUT, {.ptr = c}};
                    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &e);
                    c->waits_to_write = 1;
                }
                return;
            }
            die("send: %s", strerror(errno));
        }
        c->out_sent += n;
    }
    c->out_sent = c->out_len = 0;
    if (c->waits_to_write) {
        struct epoll_event e = {EPOLLIN, {.ptr = c}};
        epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &e);
        c->waits_to_write = 0;
    }
}

static void put(Conn *c, const void *p, size_t n) {
    if (c->out_len + n > c->out_cap) {
        c->out_cap = (c->out_len + n) * 2;
        c->out = realloc(c->out, c->out_cap);
    }
    memcpy(c->out + c->out_len, p, n);
    c->out_len += n;
}

static void frame(Conn *c, int op, const char *p, size_t n) {
    u8 h[14];
    int k = 2;
    h[0] = 0x80 | op;
    if (n < 126) {
        h[1] = 0x80 | n;
    } else if (n < 65536) {
        h[1] = 0x80 | 126;
        h[2] = n >> 8;
        h[3] = n;
        k = 4;
    } else {
        h[1] = 0x80 | 127;
        for (int i = 0; i < 8; i++) {
            h[2 + i] = (u8)((uint64_t)n >> (56 - 8 * i));
        }
        k = 10;
    }
    memset(h + k, 0, 4);
    put(c, h, k + 4);
    put(c, p, n);
    flush_out(c);
}

static char request[1 << 20];

static long rpc(Conn *c, const char *method, const char *pf, ...) {
    long id = ++c->id;
    int n = sprintf(request, "{\"id\":%ld,\"method\":\"%s\",\"params\":", id, method);
    va_list a;
    va_start(a, pf);
    n += vsprintf(request + n, pf, a);
    va_end(a);
    request[n++] = '}';
    frame(c, 1, request, n);
    return id;
}

static void parse(Conn *c) {
    size_t o = 0;
    for (;;) {
        u8 *p = c->in + o;
        size_t av = c->in_len - o;
        if (av < 2) {
            break;
        }
        size_t L = p[1] & 127, h = 2;
        if (p[1] & 0x80) {
            die("masked server frame");
        }
        if (L == 126) {
            if (av < 4) {
                break;
            }
            L = (p[2] << 8) | p[3];
            h = 4;
        } else if (L == 127) {
            if (av < 10) {
                break;
            }
            L = 0;
            for (int i = 0; i < 8; i++) {
                L = L << 8 | p[2 + i];
            }
            h = 10;
        }
        if (av < h + L) {
            break;
        }
        int op = p[0] & 15, fin = p[0] & 0x80;
        char *d = (char *)p + h;
        o += h + L;
        if (op == 9) {
            frame(c, 10, d, L);
            continue;
        }
        if (op == 10) {
            continue;
        }
        if (op == 8) {
            die("conn %d closed by server code=%d %.*s", c->idx, L >= 2 ? ((u8)d[0] << 8 | (u8)d[1]) : 0,
                (int)(L > 2 ? L - 2 : 0), L > 2 ? d + 2 : "");
        }
        rx_bytes += L;
        if (op == 0 || !fin) {
            if (c->msg_len + L > c->msg_cap) {
                c->msg_cap = (c->msg_len + L) * 2;
                c->msg = realloc(c->msg, c->msg_cap);
            }
            memcpy(c->msg + c->msg_len, d, L);
            c->msg_len += L;
            if (fin) {
                size_t m = c->msg_len;
                c->msg_len = 0;
                on_msg(c, (char *)c->msg, m);
            }
        } else {
            on_msg(c, d, L);
        }
    }
    if (o) {
        memmove(c->in, c->in + o, c->in_len - o);
        c->in_len -= o;
    }
}

static void readable(Conn *c) {
    for (;;) {
        if (c->in_cap - c->in_len < 65536 * 4) {
            c->in_cap = c->in_cap ? c->in_cap * 2 : 1 << 16;
            if (c->in_cap - c->in_len < 65536) {
                c->in_cap += 65536;
            }
            c->in = realloc(c->in, c->in_cap);
        }
        ssize_t n = recv(c->fd, c->in + c->in_len, c->in_cap - c->in_len, 0);
        if (quick) {
            int one = 1;
            setsockopt(c->fd, IPPROTO_TCP, TCP_QUICKACK, &one, sizeof one);
        }
        if (n == 0) {
            die("conn %d: eof", c->idx);
        }
        if (n < 0) {
            if (errno == EAGAIN) {
                return;
            }
            die("recv: %s", strerror(errno));
        }
        size_t room = c->in_cap - c->in_len;
        c->in_len += n;
        parse(c);
        if ((size_t)n < room) {
            return;
        }
    }
}

static int pump(int ms) {
    struct epoll_event ev[256];
    int n = epoll_wait(epoll, ev, 256, ms);
    for (int i = 0; i < n; i++) {
        Conn *c = ev[i].data.ptr;
        if (ev[i].events & EPOLLOUT) {
            flush_out(c);
        }
        if (ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
            readable(c);
        }
    }
    return n;
}

static int has(const char *p, size_t n, const char *s) {
    return memmem(p, n < 200 ? n : 200, s, strlen(s)) != NULL;
}

static int field(const char *p, size_t n, const char *k, char *out, size_t cap) {
    char key[64];
    sprintf(key, "\"%s\":", k);
    char *q = memmem(p, n, key, strlen(key));
    if (!q) {
        return 0;
    }
    q += strlen(key);
    const char *e = p + n;
    size_t i = 0;
    if (*q == '"') {
        q++;
        while (q < e && *q != '"' && i < cap - 1) {
            out[i++] = *q++;
        }
    } else {
        while (q < e && *q != ',' && *q != '}' && i < cap - 1) {
            out[i++] = *q++;
        }
    }
    out[i] = 0;
    return 1;
}

static void init_msg(Conn *c, char *p, size_t n) {
    if (has(p, n, "\"result\"")) {
        c->up = 1;
    } else if (has(p, n, "\"error\"")) {
        die("initialize: %.*s", (int)n, p);
    }
}

static Conn *dial(int idx) {
    Conn *c = calloc(1, sizeof *c);
    c->idx = idx;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in sa = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, host, &sa.sin_addr);
    if (connect(c->fd, (void *)&sa, sizeof sa)) {
        die("connect: %s", strerror(errno));
    }
    int one = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    char req[2048];
    int n = sprintf(req,
                    "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
                    "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n",
                    path, host, port, auth);
    if (write(c->fd, req, n) != n) {
        die("write");
    }
    char b[4096];
    int k = 0;
    while (k < 4095) {
        ssize_t r = read(c->fd, b + k, 1);
        if (r <= 0) {
            die("handshake eof");
        }
        k++;
        if (k >= 4 && !memcmp(b + k - 4, "\r\n\r\n", 4)) {
            break;
        }
    }
    b[k] = 0;
    if (!strstr(b, " 101 ")) {
        die("handshake: %s", b);
    }
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event e = {EPOLLIN, {.ptr = c}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e);
    void (*save)(Conn *, char *, size_t) = on_msg;
    on_msg = init_msg;
    rpc(c, "initialize", "{\"clientName\":\"loadgen\"}");
    double t = now();
    while (!c->up) {
        pump(1000);
        if (now() - t > 20) {
            die("initialize timeout");
        }
    }
    const char *s = "{\"method\":\"initialized\",\"params\":{}}";
    frame(c, 1, s, strlen(s));
    on_msg = save;
    return c;
}

// ---- server process accounting
static int server_pid;

static double cpu_of(int pid) {
    if (!pid) {
        return 0;
    }
    char f[64], b[4096];
    sprintf(f, "/proc/%d/stat", pid);
    int fd = open(f, O_RDONLY);
    if (fd < 0) {
        return 0;
    }
    int n = read(fd, b, 4095);
    close(fd);
    if (n <= 0) {
        return 0;
    }
    b[n] = 0;
    char *p = strrchr(b, ')');
    long ut = 0, st = 0;
    sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &ut, &st);
    return (ut + st) / (double)sysconf(_SC_CLK_TCK);
}

static long stat_kb(int pid, const char *file, const char *k) {
    char f[64], b[8192];
    sprintf(f, "/proc/%d/%s", pid, file);
    FILE *h = fopen(f, "r");
    if (!h) {
        return -1;
    }
    long v = -1;
    while (fgets(b, sizeof b, h)) {
        if (!strncmp(b, k, strlen(k))) {
            v = atol(b + strlen(k) + 1);
            break;
        }
    }
    fclose(h);
    return v;
}

static int nfds(int pid) {
    char f[64];
    sprintf(f, "/proc/%d/fd", pid);
    DIR *d = opendir(f);
    if (!d) {
        return -1;
    }
    int n = 0;
    while (readdir(d)) {
        n++;
    }
    closedir(d);
    return n - 2;
}

static void mem(const char *tag) {
    if (!server_pid) {
        return;
    }
    printf("{\"mem\":\"%s\",\"rss_kb\":%ld,\"pss_kb\":%ld,\"anon_kb\":%ld,\"hwm_kb\":%ld,\"threads\":%ld,\"fds\":%d}\n",
           tag, stat_kb(server_pid, "status", "VmRSS:"), stat_kb(server_pid, "smaps_rollup", "Pss:"),
           stat_kb(server_pid, "status", "RssAnon:"), stat_kb(server_pid, "status", "VmHWM:"),
           stat_kb(server_pid, "status", "Threads:"), nfds(server_pid));
    fflush(stdout);
}

static double *latency;
static long latencies, latency_cap;

static void add_latency(double v) {
    if (latencies == latency_cap) {
        latency_cap = latency_cap ? latency_cap * 2 : 4096;
        latency = realloc(latency, latency_cap * sizeof(double));
    }
    latency[latencies++] = v;
}

static int cmp(const void *a, const void *b) {
    double x = *(double *)a, y = *(double *)b;
    return x < y ? -1 : x > y;
}

static double percentile_us(double p) {
    if (!latencies) {
        return 0;
    }
    long i = (long)(p / 100 * latencies);
    if (i >= latencies) {
        i = latencies - 1;
    }
    return latency[i] * 1e6;
}

static void report(const char *mode, double secs, long ops, double cpu, const char *extra) {
    qsort(latency, latencies, sizeof(double), cmp);
    double s = 0;
    for (long i = 0; i < latencies; i++) {
        s += latency[i];
    }
    printf("{\"mode\":\"%s\",\"n\":%ld,\"secs\":%.3f,\"ops_s\":%.1f,\"p50_us\":%.0f,\"p90_us\":%.0f,\"p99_us\":%.0f,"
           "\"max_us\":%.0f,\"mean_us\":%.0f,\"srv_cpu_us_op\":%.1f%s}\n",
           mode, ops, secs, ops / secs, percentile_us(50), percentile_us(90), percentile_us(99), percentile_us(100),
           latencies ? s / latencies * 1e6 : 0, ops ? cpu * 1e6 / ops : 0, extra);
    fflush(stdout);
}

// ---- modes
static Conn **conns;
static int connections;
static long wanted, done, failed;
static int outstanding = 1;
static double *started_at;
static long issued;
static int phase_tty;
static const char *ARGV = "\"/bin/true\"";
#define START                                                                                                          \
    "{\"processId\":\"%s\",\"argv\":[%s],\"cwd\":\"file:///tmp\",\"env\":{\"PATH\":\"/usr/local/bin:/usr/bin:/"        \
    "bin\"},\"tty\":%s,\"pipeStdin\":%s,\"arg0\":null}"

static void start_next(Conn *c) {
    if (issued >= wanted) {
        return;
    }
    long k = issued++;
    char id[32];
    sprintf(id, "p%ld", k);
    started_at[k] = now();
    c->in_flight++;
    rpc(c, "process/start", START, id, ARGV, phase_tty ? "true" : "false", "false");
}

static void start_msg(Conn *c, char *p, size_t n) {
    if (has(p, n, "process/closed")) {
        char id[64];
        field(p, n, "processId", id, 64);
        long k = atol(id + 1);
        add_latency(now() - started_at[k]);
        done++;
        c->in_flight--;
        start_next(c);
    } else if (has(p, n, "process/exited")) {
        char x[16];
        field(p, n, "exitCode", x, 16);
        if (strcmp(x, "0")) {
            failed++;
        }
    } else if (has(p, n, "\"error\"")) {
        if (failed++ < 3) {
            fprintf(stderr, "%.*s\n", (int)n, p);
        }
        done++;
        c->in_flight--;
        start_next(c);
    }
}

static void wait_done(double lim) {
    double t = now();
    while (done < wanted) {
        pump(1000);
        if (now() - t > lim) {
            fprintf(stderr, "timeout: done %ld of %ld\n", done, wanted);
            break;
        }
    }
}

static long echoed;
static int echo_ready;
static long echoes;
static int echo_bytes;

static void b64dec_len(const char *p, size_t n, long *dl) {
    char *q = memmem(p, n, "\"chunk\":\"", 9);
    if (!q) {
        *dl = 0;
        return;
    }
    q += 9;
    char *e = memchr(q, '"', p + n - q);
    long L = e - q;
    long d = L / 4 * 3;
    if (L && q[L - 1] == '=') {
        d--;
    }
    if (L > 1 && q[L - 2] == '=') {
        d--;
    }
    *dl = d;
}

static void echo_msg(Conn *c, char *p, size_t n) {
    if (has(p, n, "process/output")) {
        long d;
        b64dec_len(p, n, &d);
        echoed += d;
    } else if (has(p, n, "\"result\"")) {
        echo_ready = 1;
    } else if (has(p, n, "\"error\"")) {
        die("echo: %.*s", (int)n, p);
    }
}

static const char *B = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static char *b64(const u8 *s, int n) {
    static char o[1 << 18];
    int k = 0;
    for (int i = 0; i < n; i += 3) {
        unsigned v = s[i] << 16 | (i + 1 < n ? s[i + 1] : 0) << 8 | (i + 2 < n ? s[i + 2] : 0);
        o[k++] = B[v >> 18];
        o[k++] = B[v >> 12 & 63];
        o[k++] = i + 1 < n ? B[v >> 6 & 63] : '=';
        o[k++] = i + 2 < n ? B[v & 63] : '=';
    }
    o[k] = 0;
    return o;
}

static long total_bytes, notifications;
static long processes;
static int closed;
static char loud_argv[512];
static int started;

static void thru_msg(Conn *c, char *p, size_t n) {
    if (has(p, n, "process/output")) {
        long d;
        b64dec_len(p, n, &d);
        total_bytes += d;
        notifications++;
    } else if (has(p, n, "process/closed")) {
        closed++;
    } else if (has(p, n, "\"error\"")) {
        fprintf(stderr, "%.*s\n", (int)n, p);
        failed++;
    }
}

static void hold_msg(Conn *c, char *p, size_t n) {
    if (has(p, n, "\"result\"")) {
        started++;
    } else if (has(p, n, "\"error\"")) {
        if (failed++ < 3) {
            fprintf(stderr, "%.*s\n", (int)n, p);
        }
        started++;
    } else if (has(p, n, "process/closed")) {
        closed++;
    }
}

static long answers;

static void rpc_msg(Conn *c, char *p, size_t n) {
    answers++;
}

// The modes: av[i] is the first argument behind the mode name.
#define A(k, d) (i + (k) < ac ? atol(av[i + (k)]) : (d))

static void run_start(int i, int ac, char **av) {
    char ex[256];
    connections = A(0, 1);
    long n = A(1, 500);
    outstanding = A(2, 1);
    long warm = A(3, 0);
    phase_tty = i + 4 < ac && !strcmp(av[i + 4], "tty");
    long total = n + warm;
    started_at = calloc(total + 1, 8);
    conns = calloc(connections, sizeof *conns);
    for (int k = 0; k < connections; k++) {
        conns[k] = dial(k);
    }
    on_msg = start_msg;
    if (warm) {
        wanted = warm;
        for (int a = 0; a < connections; a++) {
            for (int j = 0; j < outstanding; j++) {
                start_next(conns[a]);
            }
        }
        wait_done(240);
        latencies = 0;
        done = 0;
        wanted = total;
        failed = 0;
        double c0 = cpu_of(server_pid), t = now();
        for (int a = 0; a < connections; a++) {
            for (int j = 0; j < outstanding; j++) {
                start_next(conns[a]);
            }
        }
        double tl = now();
        while (done < n) {
            pump(1000);
            if (now() - tl > 240) {
                fprintf(stderr, "timeout %ld/%ld\n", done, n);
                break;
            }
        }
        double el = now() - t;
        sprintf(ex, ",\"conns\":%d,\"inflight\":%d,\"tty\":%d,\"failed\":%ld", connections, outstanding, phase_tty,
                failed);
        report("start", el, done, cpu_of(server_pid) - c0, ex);
    } else {
        wanted = n;
        double c0 = cpu_of(server_pid), t = now();
        for (int a = 0; a < connections; a++) {
            for (int j = 0; j < outstanding; j++) {
                start_next(conns[a]);
            }
        }
        wait_done(240);
        double el = now() - t;
        sprintf(ex, ",\"conns\":%d,\"inflight\":%d,\"tty\":%d,\"failed\":%ld", connections, outstanding, phase_tty,
                failed);
        report("start", el, done, cpu_of(server_pid) - c0, ex);
    }
}

static void run_echo(int i, int ac, char **av) {
    char ex[256];
    echoes = A(0, 2000);
    int tty = i + 1 < ac && !strcmp(av[i + 1], "tty");
    echo_bytes = A(2, 16);
    long warm = A(3, 200);
    Conn *c = dial(0);
    on_msg = echo_msg;
    const char *av2 = tty ? "\"/bin/sh\",\"-c\",\"stty raw -echo; exec cat\"" : "\"cat\"";
    rpc(c, "process/start", START, "echo", av2, tty ? "true" : "false", tty ? "false" : "true");
    while (!echo_ready) {
        pump(1000);
    }
    if (tty) {
        usleep(300000);
    }
    u8 *pl = malloc(echo_bytes);
    memset(pl, 'a', echo_bytes);
    pl[echo_bytes - 1] = '\n';
    char *b = strdup(b64(pl, echo_bytes));
    double c0 = 0, tt = 0;
    for (long k = 0; k < echoes + warm; k++) {
        if (k == warm) {
            latencies = 0;
            c0 = cpu_of(server_pid);
            tt = now();
        }
        echoed = 0;
        double t = now();
        rpc(c, "process/write", "{\"processId\":\"echo\",\"chunk\":\"%s\",\"writeId\":\"w%ld\"}", b, k);
        double lim = t + 10;
        while (echoed < echo_bytes) {
            pump(1000);
            if (now() > lim) {
                die("echo timeout at %ld (got %ld of %d)", k, echoed, echo_bytes);
            }
        }
        add_latency(now() - t);
    }
    double el = now() - tt;
    double cc = cpu_of(server_pid) - c0;
    sprintf(ex, ",\"tty\":%d,\"bytes\":%d", tty, echo_bytes);
    report("echo", el, echoes, cc, ex);
    rpc(c, "process/terminate", "{\"processId\":\"echo\"}");
    for (int k = 0; k < 20; k++) {
        pump(10);
    }
}

static void run_thru(int i, int ac, char **av) {
    processes = A(0, 1);
    long mib = A(1, 200);
    connections = A(2, 1);
    conns = calloc(connections, sizeof *conns);
    for (int k = 0; k < connections; k++) {
        conns[k] = dial(k);
    }
    on_msg = thru_msg;
    sprintf(loud_argv, "\"/bin/sh\",\"-c\",\"head -c %ldM /dev/zero | tr '\\\\0' x\"", mib);
    double c0 = cpu_of(server_pid), t = now();
    for (long k = 0; k < processes; k++) {
        char id[32];
        sprintf(id, "t%ld", k);
        rpc(conns[k % connections], "process/start", START, id, loud_argv, "false", "false");
    }
    double last = now();
    long lt = 0;
    while (closed < processes) {
        pump(1000);
        if (total_bytes != lt) {
            lt = total_bytes;
            last = now();
        }
        if (now() - last > 20) {
            fprintf(stderr, "stalled: %ld bytes, %d closed\n", total_bytes, closed);
            break;
        }
    }
    double el = now() - t;
    printf("{\"mode\":\"thru\",\"procs\":%ld,\"conns\":%d,\"mib_each\":%ld,\"secs\":%.3f,\"MBps\":%.1f,\"MiB_total\":%."
           "1f,\"complete\":%s,\"notifs\":%ld,\"avg_chunk\":%.0f,\"rx_MBps\":%.1f,\"srv_cpu_s\":%.2f,\"srv_cpu_ms_per_"
           "MiB\":%.2f,\"closed\":%d}\n",
           processes, connections, mib, el, total_bytes / el / 1e6, total_bytes / 1048576.0,
           total_bytes == processes * mib * 1048576 ? "true" : "false", notifications,
           notifications ? (double)total_bytes / notifications : 0, rx_bytes / el / 1e6, cpu_of(server_pid) - c0,
           (cpu_of(server_pid) - c0) * 1e3 / (total_bytes / 1048576.0), closed);
    mem("after_thru");
}

static void run_hold(int i, int ac, char **av) {
    connections = A(0, 1);
    processes = A(1, 500);
    long sec = A(2, 2);
    mem("before");
    conns = calloc(connections, sizeof *conns);
    for (int k = 0; k < connections; k++) {
        conns[k] = dial(k);
    }
    on_msg = hold_msg;
    double t = now();
    for (long k = 0; k < processes; k++) {
        char id[32];
        sprintf(id, "h%ld", k);
        rpc(conns[k % connections], "process/start", START, id, "\"sleep\",\"1000\"", "false", "false");
        pump(0);
    }
    double lim = now() + 120;
    while (started < processes && now() < lim) {
        pump(100);
    }
    double el = now() - t;
    usleep(sec * 1000000);
    while (pump(0) > 0)
        ;
    printf("{\"mode\":\"hold\",\"conns\":%d,\"procs\":%ld,\"start_secs\":%.3f,\"starts_s\":%.0f,\"failed\":%ld}\n",
           connections, processes, el, processes / el, failed);
    mem("holding");
    t = now();
    for (long k = 0; k < processes; k++) {
        rpc(conns[k % connections], "process/terminate", "{\"processId\":\"h%ld\"}", k);
    }
    lim = now() + 60;
    while (closed < processes - failed && now() < lim) {
        pump(100);
    }
    printf("{\"mode\":\"terminate\",\"procs\":%ld,\"closed\":%d,\"secs\":%.3f}\n", processes, closed, now() - t);
    mem("after");
}

static void run_idle(int i, int ac, char **av) {
    connections = A(0, 1000);
    mem("before");
    conns = calloc(connections, sizeof *conns);
    double t = now();
    for (int k = 0; k < connections; k++) {
        conns[k] = dial(k);
    }
    double el = now() - t;
    usleep(2000000);
    printf("{\"mode\":\"idle\",\"conns\":%d,\"dial_secs\":%.3f,\"conns_s\":%.0f}\n", connections, el, connections / el);
    mem("idle");
}

static void run_rpc(int i, int ac, char **av) {
    long n = A(0, 5000), warm = A(1, 500);
    Conn *c = dial(0);
    on_msg = rpc_msg;
    double c0 = 0, tt = 0;
    for (long k = 0; k < n + warm; k++) {
        if (k == warm) {
            latencies = 0;
            c0 = cpu_of(server_pid);
            tt = now();
        }
        long r = answers;
        double t = now();
        rpc(c, "process/read", "{\"processId\":\"nope\",\"afterSeq\":null,\"maxBytes\":null,\"waitMs\":0}");
        while (answers == r) {
            pump(1000);
        }
        add_latency(now() - t);
    }
    double el = now() - tt;
    report("rpc", el, n, cpu_of(server_pid) - c0, "");
}

static void usage(void) {
    fprintf(
        stderr,
        "usage: loadgen [-u ws://127.0.0.1:PORT/] [-p SERVER_PID] [-q (TCP_QUICKACK)] [-H 'Authorization: Bearer X'] "
        "MODE ...\n"
        "  start  CONNS N INFLIGHT [WARM] [tty]   start /bin/true, wait for process/closed; INFLIGHT outstanding per "
        "connection\n"
        "  echo   N pipe|tty [BYTES] [WARM]       process/write -> process/output on cat, one at a time\n"
        "  thru   PROCS MIB [CONNS]               PROCS processes each printing MIB MiB, wait for all process/closed\n"
        "  hold   CONNS PROCS [SECONDS]           PROCS live `sleep 1000` over CONNS connections; memory, threads, "
        "fds; then terminate all\n"
        "  idle   CONNS                           CONNS initialised idle connections; memory\n"
        "  rpc    N [WARM]                        process/read of an unknown id, one at a time (bare request round "
        "trip)\n");
    exit(2);
}

int main(int ac, char **av) {
    int i = 1;
    port = 4760;
    for (; i < ac && av[i][0] == '-'; i++) {
        if (!strcmp(av[i], "-u")) {
            char *u = av[++i];
            if (strncmp(u, "ws://", 5)) {
                die("ws:// only");
            }
            char hp[128];
            path[0] = 0;
            sscanf(u + 5, "%127[^/]%255s", hp, path);
            if (!path[0]) {
                strcpy(path, "/");
            }
            char *k = strchr(hp, ':');
            if (!k) {
                die("port?");
            }
            *k = 0;
            strcpy(host, hp);
            port = atoi(k + 1);
        } else if (!strcmp(av[i], "-q")) {
            quick = 1;
        } else if (!strcmp(av[i], "-p")) {
            server_pid = atoi(av[++i]);
        } else if (!strcmp(av[i], "-H")) {
            snprintf(auth, sizeof auth, "%s\r\n", av[++i]);
        } else {
            usage();
        }
    }
    if (i >= ac) {
        usage();
    }
    char *m = av[i++];
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (!strcmp(m, "start")) {
        run_start(i, ac, av);
    } else if (!strcmp(m, "echo")) {
        run_echo(i, ac, av);
    } else if (!strcmp(m, "thru")) {
        run_thru(i, ac, av);
    } else if (!strcmp(m, "hold")) {
        run_hold(i, ac, av);
    } else if (!strcmp(m, "idle")) {
        run_idle(i, ac, av);
    } else if (!strcmp(m, "rpc")) {
        run_rpc(i, ac, av);
    } else {
        usage();
    }
    return 0;
}
