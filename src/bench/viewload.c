// Many viewers of one process: JSON-RPC over WebSockets, one thread, epoll, no dependencies. Built and run by viewers.py.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
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

#define STALLED_SECONDS 60

static double clock_of(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static double now(void) {
    return clock_of(CLOCK_MONOTONIC);
}

static void die(const char *f, ...) {
    va_list a;
    va_start(a, f);
    vfprintf(stderr, f, a);
    va_end(a);
    fputc('\n', stderr);
    exit(1);
}

// ---- what the process prints: every byte is known
typedef struct Numbers {
    uint64_t state;
    uint8_t word[8];
    int used;
} Numbers;

static Numbers numbers_from(long seed) {
    return (Numbers){0x9E3779B97F4A7C15ull + (uint64_t)seed, {0}, 8};
}

static void numbers(Numbers *g, uint8_t *to, size_t n) {
    while (n) {
        if (g->used == 8) {
            g->state ^= g->state << 13;
            g->state ^= g->state >> 7;
            g->state ^= g->state << 17;
            memcpy(g->word, &g->state, 8);
            g->used = 0;
            while (n >= 8) {
                memcpy(to, g->word, 8);
                to += 8;
                n -= 8;
                g->state ^= g->state << 13;
                g->state ^= g->state >> 7;
                g->state ^= g->state << 17;
                memcpy(g->word, &g->state, 8);
            }
            if (!n) {
                return;
            }
        }
        *to++ = g->word[g->used++];
        n--;
    }
}

// As fast as possible, or so many kilobytes each 10 ms.
static int print(long bytes, long kilobytes_per_second, long seed) {
    static uint8_t block[1 << 16];
    Numbers g = numbers_from(seed);
    if (read(0, block, 1) != 1) {
        return 1;
    }
    double begun = now();
    for (long done = 0; done < bytes;) {
        size_t n = kilobytes_per_second ? (size_t)kilobytes_per_second * 10 : sizeof block;
        n = n > sizeof block ? sizeof block : n;
        n = (long)n > bytes - done ? (size_t)(bytes - done) : n;
        numbers(&g, block, n);
        for (size_t at = 0; at < n;) {
            ssize_t w = write(1, block + at, n - at);
            if (w < 0) {
                return 1;
            }
            at += w;
        }
        done += n;
        double ahead = kilobytes_per_second ? begun + done / (kilobytes_per_second * 1e3) - now() : 0;
        if (ahead > 0) {
            usleep(ahead * 1e6);
        }
    }
    return 0;
}

// ---- connections
typedef struct Viewer {
    int fd, idx, watched;
    uint8_t *in;
    size_t from, to, cap;
    long asked, answered;
    char result[2048];
    long seq, bytes, events, gaps, moved;
    uint64_t digest;
    int closed;
    double closed_at;
    Numbers *expected;
} Viewer;

#define READ_BYTES (128 << 10)
static int epoll;
static char *program;
static char session[9];
static float *delays;
static long delay_count, delay_cap;
static int delays_from;
static long received;

static void send_all(Viewer *v, const uint8_t *p, size_t n) {
    while (n) {
        ssize_t w = send(v->fd, p, n, MSG_NOSIGNAL);
        if (w < 0 && errno == EAGAIN) {
            usleep(1000);
        } else if (w < 0) {
            die("viewer %d: send: %s", v->idx, strerror(errno));
        } else {
            p += w;
            n -= w;
        }
    }
}

static void frame(Viewer *v, int op, const char *p, size_t n) {
    uint8_t h[8 + 65536];
    int k = n < 126 ? 2 : 4;
    if (n > 65535) {
        die("a request too long");
    }
    h[0] = 0x80 | op;
    h[1] = 0x80 | (n < 126 ? n : 126);
    if (n >= 126) {
        h[2] = n >> 8;
        h[3] = n;
    }
    memset(h + k, 0, 4);
    memcpy(h + k + 4, p, n);
    send_all(v, h, k + 4 + n);
}

static void ask(Viewer *v, const char *method, const char *params, ...) {
    char text[4096];
    int n = sprintf(text, "{\"id\":%ld,\"method\":\"%s\",\"params\":", ++v->asked, method);
    va_list a;
    va_start(a, params);
    n += vsprintf(text + n, params, a);
    va_end(a);
    text[n++] = '}';
    frame(v, 1, text, n);
}

static char *value(char *p, size_t n, const char *key) {
    char *at = memmem(p, n < 400 ? n : 400, key, strlen(key));
    return at ? at + strlen(key) : NULL;
}

static uint64_t mixed(uint64_t h, uint64_t w) {
    h = (h ^ w) * 0x9E3779B97F4A7C15ull;
    return h << 29 | h >> 35;
}

/** Of the text as it came: chunks are the same for all. In four lanes, since multiplying takes its time. */
static uint64_t digest(uint64_t h, const char *p, size_t n) {
    uint64_t a = h, b = ~h, c = n, d = h + n, w[4];
    for (; n >= sizeof w; n -= sizeof w, p += sizeof w) {
        memcpy(w, p, sizeof w);
        a = mixed(a, w[0]);
        b = mixed(b, w[1]);
        c = mixed(c, w[2]);
        d = mixed(d, w[3]);
    }
    for (; n; n--) {
        a = mixed(a, (uint8_t)*p++);
    }
    return mixed(mixed(mixed(a, b), c), d);
}

static void compare(Viewer *v, const char *p, size_t n) {
    static uint8_t values[256], got[1 << 20], wanted[1 << 20];
    if (!values['B']) {
        for (int i = 0; i < 64; i++) {
            values[(int)"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[i]] = i;
        }
    }
    size_t k = 0;
    for (size_t i = 0; i + 3 < n; i += 4) {
        unsigned w = values[(uint8_t)p[i]] << 18 | values[(uint8_t)p[i + 1]] << 12 | values[(uint8_t)p[i + 2]] << 6
                | values[(uint8_t)p[i + 3]];
        got[k++] = w >> 16;
        got[k++] = w >> 8;
        got[k++] = w;
    }
    k -= n && p[n - 1] == '=';
    k -= n > 1 && p[n - 2] == '=';
    numbers(v->expected, wanted, k);
    if (memcmp(got, wanted, k)) {
        die("viewer %d: other bytes than were printed, in event %ld", v->idx, v->seq);
    }
}

static void follow(Viewer *v, const char *seq) {
    long number = seq ? atol(seq) : -1;
    v->gaps += number != v->seq + 1;
    v->seq = number;
}

static void output(Viewer *v, char *p, size_t n, double arrived_ms) {
    char *seq = value(p, n, "\"seq\":"), *time = value(p, n, "\"timeMs\":"), *chunk = value(p, n, "\"chunk\":\"");
    if (!seq || !time || !chunk) {
        die("viewer %d: %.*s", v->idx, (int)(n < 300 ? n : 300), p);
    }
    // The chunk comes last.
    char *end = p + n - 3;
    if (memcmp(end, "\"}}", 3)) {
        die("viewer %d: an event that ends with %.3s", v->idx, end);
    }
    follow(v, seq);
    size_t length = end - chunk;
    v->bytes += length / 4 * 3 - (length && end[-1] == '=') - (length > 1 && end[-2] == '=');
    v->events++;
    v->digest = digest(mixed(v->digest, v->seq), chunk, length);
    if (v->expected) {
        compare(v, chunk, length);
    }
    if (v->idx >= delays_from) {
        if (delay_count == delay_cap) {
            delay_cap = delay_cap ? delay_cap * 2 : 1 << 16;
            delays = realloc(delays, delay_cap * sizeof *delays);
        }
        delays[delay_count++] = arrived_ms - atof(time);
    }
}

static void message(Viewer *v, char *p, size_t n, double arrived_ms) {
    static const char method[] = "{\"method\":\"";
    if (n < sizeof method || memcmp(p, method, sizeof method - 1)) {
        if (value(p, n, "\"error\"")) {
            die("viewer %d: %.*s", v->idx, (int)n, p);
        }
        v->answered++;
        snprintf(v->result, sizeof v->result, "%.*s", (int)n, p);
        return;
    }
    char *name = p + sizeof method - 1;
    if (!strncmp(name, "view/output\"", 12)) {
        output(v, p, n, arrived_ms);
    } else if (!strncmp(name, "view/exited\"", 12)) {
        follow(v, value(p, n, "\"seq\":"));
    } else if (!strncmp(name, "view/closed\"", 12)) {
        follow(v, value(p, n, "\"seq\":"));
        v->closed = 1;
        v->closed_at = now();
    } else if (!strncmp(name, "view/moved\"", 11)) {
        v->moved++;
    } else if (!strncmp(name, "view/ended\"", 11)) {
        die("viewer %d: %.*s", v->idx, (int)n, p);
    } else if (!strncmp(name, "process/output\"", 15)) {
        char *chunk = value(p, n, "\"chunk\":\"");
        size_t length = p + n - 3 - chunk;
        v->bytes += length / 4 * 3 - (chunk[length - 1] == '=') - (chunk[length - 2] == '=');
    } else if (!strncmp(name, "process/closed\"", 15)) {
        v->closed = 1;
        v->closed_at = now();
    }
}

/** Looks at one whole frame; 0 when there is none. */
static size_t take(Viewer *v, double arrived_ms) {
    uint8_t *p = v->in + v->from;
    size_t there = v->to - v->from, head = 2;
    if (there < 2) {
        return 0;
    }
    size_t n = p[1] & 127;
    if (n >= 126) {
        head = n == 126 ? 4 : 10;
        if (there < head) {
            return 0;
        }
        n = 0;
        for (size_t i = 2; i < head; i++) {
            n = n << 8 | p[i];
        }
    }
    if (there < head + n) {
        return 0;
    }
    int op = p[0] & 15;
    if (op == 9) {
        frame(v, 10, (char *)p + head, n);
    } else if (op == 8) {
        die("viewer %d: closed by the server: %.*s", v->idx, (int)n - 2, p + head + 2);
    } else if (op == 1 && p[0] & 0x80) {
        message(v, (char *)p + head, n, arrived_ms);
    } else if (op != 10) {
        die("viewer %d: a frame of kind %d", v->idx, p[0]);
    }
    return head + n;
}

static void readable(Viewer *v) {
    if (v->cap - v->to < READ_BYTES) {
        memmove(v->in, v->in + v->from, v->to - v->from);
        v->to -= v->from;
        v->from = 0;
        if (v->cap - v->to < READ_BYTES) {
            v->cap = v->to + 2 * READ_BYTES;
            v->in = realloc(v->in, v->cap);
        }
    }
    ssize_t n = recv(v->fd, v->in + v->to, READ_BYTES, 0);
    if (n < 0 && errno == EAGAIN) {
        return;
    }
    if (n <= 0) {
        die("viewer %d: %s", v->idx, n ? strerror(errno) : "the connection has ended");
    }
    v->to += n;
    received += n;
    double arrived_ms = clock_of(CLOCK_REALTIME) * 1e3;
    for (size_t used = take(v, arrived_ms); used; used = take(v, arrived_ms)) {
        v->from += used;
    }
    if (v->from == v->to) {
        v->from = v->to = 0;
    }
}

static void watch(Viewer *v, int on) {
    struct epoll_event e = {EPOLLIN, {.ptr = v}};
    if (v->watched != on && epoll_ctl(epoll, on ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, v->fd, &e)) {
        die("epoll: %s", strerror(errno));
    }
    v->watched = on;
}

static void pump(void) {
    static double heard_at;
    struct epoll_event events[64];
    int n = epoll_wait(epoll, events, 64, 1000);
    if (n > 0 || !heard_at) {
        heard_at = now();
    } else if (now() - heard_at > STALLED_SECONDS) {
        die("nothing has come for %d s", STALLED_SECONDS);
    }
    for (int i = 0; i < n; i++) {
        readable(events[i].data.ptr);
    }
}

static void await_answer(Viewer *v) {
    while (v->answered < v->asked) {
        pump();
    }
}

static Viewer *dial(int idx, const char *url) {
    char host[64];
    int port;
    if (sscanf(url, "ws://%63[^:]:%d", host, &port) != 2) {
        die("ws://HOST:PORT, not %s", url);
    }
    Viewer *v = calloc(1, sizeof *v);
    v->idx = idx;
    v->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, host, &to.sin_addr);
    if (connect(v->fd, (void *)&to, sizeof to)) {
        die("connect: %s", strerror(errno));
    }
    int one = 1;
    setsockopt(v->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    char text[4096];
    int n = sprintf(text, "GET / HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", host, port);
    send_all(v, (uint8_t *)text, n);
    for (n = 0; n < 4 || memcmp(text + n - 4, "\r\n\r\n", 4); n++) {
        if (n == sizeof text - 1 || read(v->fd, text + n, 1) != 1) {
            die("upgrade refused");
        }
    }
    text[n] = 0;
    if (!strstr(text, " 101 ")) {
        die("upgrade refused: %s", text);
    }
    fcntl(v->fd, F_SETFL, O_NONBLOCK);
    watch(v, 1);
    ask(v, "initialize", "{\"clientName\":\"viewload\"}");
    await_answer(v);
    const char *done = "{\"method\":\"initialized\",\"params\":{}}";
    frame(v, 1, done, strlen(done));
    return v;
}

// ---- rounds
static int ascending(const void *a, const void *b) {
    float x = *(float *)a, y = *(float *)b;
    return x < y ? -1 : x > y;
}

static double percentile(double p) {
    long i = p / 100 * delay_count;
    return delay_count ? delays[i < delay_count ? i : delay_count - 1] : 0;
}

static void phase(int round, const char *name) {
    printf("{\"round\":%d,\"phase\":\"%s\"}\n", round, name);
    fflush(stdout);
}

static int all_closed(Viewer **v, int from, int to) {
    for (int i = from; i < to; i++) {
        if (!v[i]->closed) {
            return 0;
        }
    }
    return 1;
}

/** How many of them have everything that the one who compares has. */
static int complete(Viewer **v, int from, int to, Viewer *sample, long bytes) {
    int n = 0;
    for (int i = from; i < to; i++) {
        n += v[i]->closed && v[i]->bytes == bytes && !v[i]->gaps && !v[i]->moved && v[i]->digest == sample->digest;
    }
    return n;
}

static void view(int round, Viewer *owner, Viewer **v, int viewers, int frozen, long bytes, long rate) {
    Numbers expected = numbers_from(round);
    owner->bytes = owner->closed = 0;
    ask(owner, "process/start",
        "{\"processId\":\"p%d\",\"argv\":[\"%s\",\"print\",\"%ld\",\"%ld\",\"%d\"],\"cwd\":\"file:///tmp\",\"env\":{},"
        "\"tty\":false,\"pipeStdin\":true,\"arg0\":null}", round, program, bytes, rate, round);
    await_answer(owner);
    for (int i = 0; i < viewers; i++) {
        v[i]->seq = v[i]->bytes = v[i]->events = v[i]->gaps = v[i]->moved = v[i]->closed = 0;
        v[i]->digest = 0;
        v[i]->expected = i == frozen ? &expected : NULL;
        ask(v[i], "process/attach", "{\"processId\":\"p%d\",\"viewId\":\"v\",\"session\":\"%.8s\",\"from\":{\"seq\":0}}",
            round, session);
    }
    for (int i = 0; i < viewers; i++) {
        await_answer(v[i]);
    }
    for (int i = 0; i < frozen; i++) {
        watch(v[i], 0);
    }
    delay_count = 0;
    delays_from = frozen;
    phase(round, "flow");
    double begun = now();
    ask(owner, "process/write", "{\"processId\":\"p%d\",\"chunk\":\"Cg==\",\"writeId\":\"1\"}", round);
    while (!all_closed(v, frozen, viewers) || !owner->closed) {
        pump();
    }
    double last = 0, first = 1e18;
    for (int i = frozen; i < viewers; i++) {
        last = v[i]->closed_at > last ? v[i]->closed_at : last;
        first = v[i]->closed_at < first ? v[i]->closed_at : first;
    }
    long events = v[frozen]->events;
    qsort(delays, delay_count, sizeof *delays, ascending);
    double p50 = percentile(50), p99 = percentile(99), most = percentile(100);
    delays_from = viewers;
    int whole = complete(v, frozen, viewers, v[frozen], bytes);
    int early = complete(v, 0, frozen, v[frozen], bytes);
    phase(round, "thaw");
    double thawed = now();
    for (int i = 0; i < frozen; i++) {
        watch(v[i], 1);
    }
    while (!all_closed(v, 0, frozen)) {
        pump();
    }
    double caught = now() - thawed;
    phase(round, "over");
    printf("{\"round\":%d,\"viewers\":%d,\"frozen\":%d,\"bytes\":%ld,\"rate\":%ld,\"events\":%ld,\"whole\":%d,"
           "\"thawed_whole\":%d,\"early\":%d,\"owner_ms\":%.1f,\"owner_bytes\":%ld,\"first_ms\":%.1f,\"last_ms\":%.1f,"
           "\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f,\"thaw_ms\":%.1f}\n",
           round, viewers, frozen, bytes, rate, events, whole, complete(v, 0, frozen, v[frozen], bytes), early,
           (owner->closed_at - begun) * 1e3, owner->bytes, (first - begun) * 1e3, (last - begun) * 1e3, p50, p99, most,
           frozen ? caught * 1e3 : 0);
    fflush(stdout);
    for (int i = 0; i < viewers; i++) {
        ask(v[i], "process/detach", "{\"viewId\":\"v\"}");
    }
    for (int i = 0; i < viewers; i++) {
        await_answer(v[i]);
    }
    await_answer(owner);
}

static void usage(void) {
    fprintf(stderr, "usage: viewload URL,URL... MEGABYTES KILOBYTES_PER_SECOND VIEWERS:FROZEN...\n"
                    "  one round for each VIEWERS:FROZEN; 0 kilobytes per second is full speed\n"
                    "       viewload print BYTES KILOBYTES_PER_SECOND SEED\n");
    exit(2);
}

int main(int count, char **words) {
    if (count == 5 && !strcmp(words[1], "print")) {
        return print(atol(words[2]), atol(words[3]), atol(words[4]));
    }
    if (count < 5) {
        usage();
    }
    char *urls[16];
    int doors = 0, most = 0;
    for (char *url = strtok(words[1], ","); url && doors < 16; url = strtok(NULL, ",")) {
        urls[doors++] = url;
    }
    for (int i = 4; i < count; i++) {
        int viewers, frozen;
        if (sscanf(words[i], "%d:%d", &viewers, &frozen) != 2 || frozen >= viewers) {
            usage();
        }
        most = viewers > most ? viewers : most;
    }
    epoll = epoll_create1(EPOLL_CLOEXEC);
    program = realpath("/proc/self/exe", NULL);
    Viewer *owner = dial(-1, urls[0]);
    char *id = value(owner->result, sizeof owner->result, "\"sessionId\":\"");
    if (!id) {
        die("no session: %s", owner->result);
    }
    snprintf(session, sizeof session, "%s", id);
    Viewer **v = calloc(most, sizeof *v);
    for (int i = 0; i < most; i++) {
        v[i] = dial(i, urls[i % doors]);
    }
    phase(0, "connected");
    for (int i = 4; i < count; i++) {
        int viewers, frozen;
        sscanf(words[i], "%d:%d", &viewers, &frozen);
        view(i - 3, owner, v, viewers, frozen, atol(words[2]) * 1000000, atol(words[3]));
    }
    return 0;
}
