// What it costs on this machine that a message goes through several processes and back: a chain of relays over TCP on
// loopback, each waiting with epoll, working for a while, and passing on what it got. No protocol, no server: the floor
// for anything made of as many processes.
//
//   hops RELAYS WORK_MICROSECONDS [ROUND_TRIPS]
//
// Prints p50 and p99 of the round trip in microseconds, as JSON.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_RELAYS 8
#define MESSAGE_BYTES 128
#define WARM 2000

// Of each connection, the end nearer to the client and the one nearer to the last relay.
enum { NEAR, FAR };
static int links[MOST_RELAYS][2];

static void die(const char *what) {
    perror(what);
    exit(1);
}

static double micros(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static void connect_pair(int pair[2]) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (void *)&address, size) || listen(listener, 1)
        || getsockname(listener, (void *)&address, &size)) {
        die("listen");
    }
    pair[NEAR] = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(pair[NEAR], (void *)&address, size) || (pair[FAR] = accept(listener, NULL, NULL)) < 0) {
        die("connect");
    }
    close(listener);
    setsockopt(pair[NEAR], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(pair[FAR], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

static void watch(int epoll, int descriptor) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)) {
        die("epoll_ctl");
    }
}

static void work(double how_long) {
    double end = micros() + how_long;
    while (micros() < end) {
    }
}

// Until whoever is before it is gone. The last one sends back.
static void relay(int number, int relays, double how_long) {
    int back = links[number][FAR], on = number + 1 < relays ? links[number + 1][NEAR] : back;
    int epoll = epoll_create1(0);
    watch(epoll, back);
    if (on != back) {
        watch(epoll, on);
    }
    for (;;) {
        struct epoll_event ready[2];
        int count = epoll_wait(epoll, ready, 2, -1);
        for (int i = 0; i < count; i++) {
            char message[MESSAGE_BYTES];
            int from = ready[i].data.fd, to = from == back ? on : back;
            ssize_t size = recv(from, message, sizeof message, 0);
            if (size <= 0) {
                exit(0);
            }
            work(how_long);
            if (send(to, message, size, MSG_NOSIGNAL) != size) {
                exit(0);
            }
        }
    }
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int count, char **arguments) {
    int relays = count > 1 ? atoi(arguments[1]) : 0, trips = count > 3 ? atoi(arguments[3]) : 20000;
    if (count < 3 || relays < 1 || relays > MOST_RELAYS || trips < 1) {
        fprintf(stderr, "usage: hops RELAYS(1-%d) WORK_MICROSECONDS [ROUND_TRIPS]\n", MOST_RELAYS);
        return 2;
    }
    for (int i = 0; i < relays; i++) {
        connect_pair(links[i]);
    }
    for (int i = 0; i < relays; i++) {
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            relay(i, relays, atof(arguments[2]));
        }
    }
    int epoll = epoll_create1(0), socket = links[0][NEAR];
    watch(epoll, socket);
    double *took = calloc(trips, sizeof *took);
    for (int i = -WARM; i < trips; i++) {
        char message[MESSAGE_BYTES] = {0};
        struct epoll_event ready;
        double sent = micros();
        if (send(socket, message, sizeof message, 0) != sizeof message || epoll_wait(epoll, &ready, 1, 10000) != 1
            || recv(socket, message, sizeof message, MSG_WAITALL) != sizeof message) {
            die("round trip");
        }
        if (i >= 0) {
            took[i] = micros() - sent;
        }
    }
    qsort(took, trips, sizeof *took, ascending);
    printf("{\"relays\":%d,\"work_us\":%s,\"p50_us\":%.1f,\"p99_us\":%.1f}\n", relays, arguments[2], took[trips / 2],
           took[trips * 99L / 100]);
    for (int i = 0; i < relays; i++) {
        shutdown(links[i][NEAR], SHUT_RDWR);
    }
    while (wait(NULL) > 0) {
    }
    return 0;
}
