// SPDX-License-Identifier: Apache-2.0
//
// http_load - sends prepared HTTP requests over keep-alive connections, as fast as they go or at a fixed rate, and tells of each.
//
// One thread, epoll, loopback only. The same generator serves every gateway that is measured, so that none has the lighter one.
//
// Build:  cc -O2 -Wall -Wextra -o http_load http_load.c
// Usage:  ./http_load --port N --requests FILE --log FILE [--connections N] [--rate N] [--expect TEXT]
//
// FILE of requests: for each the length of its name (u32, little endian), the name, the length of its octets, its octets.
// The log has a line for each, in the order of FILE: NAME DUE SENT ANSWERED STATUS. Times are CLOCK_MONOTONIC in ns; DUE is the
// time that the rate asked for, and SENT is later when no connection was free. STATUS is that of HTTP, or
//   mute     answered 200 without TEXT in the body
//   broken   sent, and the connection ended before the answer: what became of it is unknown
//   refused  never sent, nobody listened
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CONN = 1024, IN_CAP = 65536, MUTE = -1, BROKEN = -2, REFUSED = -3 };

struct request { const char *name, *octets; uint32_t name_len, len; uint64_t due, sent, answered; int status; };
struct conn {
    int fd;                     // -1: closed
    bool connecting;
    struct request *current;
    size_t out_off, in_len;
    char *in;
};

static struct request *requests;
static size_t n_requests, next_request, n_done;
static struct conn conns[MAX_CONN];
static int n_conns = 16, port, ep;
static double rate;
static const char *expected, *requests_path, *log_path;
static uint64_t start_ns;

static void die(const char *why) { perror(why); exit(1); }
static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void load(void) {
    int fd = open(requests_path, O_RDONLY);
    struct stat s;
    if (fd < 0 || fstat(fd, &s) || !s.st_size) die(requests_path);
    const char *p = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0), *end = p + s.st_size;
    if (p == MAP_FAILED) die("mmap");
    size_t cap = 0;
    while (end - p >= 8) {
        if (n_requests == cap) requests = realloc(requests, (cap = cap ? cap * 2 : 4096) * sizeof *requests);
        struct request r = { 0 };
        memcpy(&r.name_len, p, 4);
        r.name = p + 4;
        p += 4 + r.name_len;
        memcpy(&r.len, p, 4);
        r.octets = p + 4;
        p += 4 + r.len;
        if (p > end) break;
        requests[n_requests++] = r;
    }
    if (p != end) { fprintf(stderr, "%s is cut off\n", requests_path); exit(1); }
}

static void watch(struct conn *c, uint32_t events) {
    struct epoll_event e = { .events = events, .data.u32 = (uint32_t)(c - conns) };
    if (epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e) && epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e)) die("epoll_ctl");
}
static void finish(struct conn *c, int status) {
    c->current->answered = now_ns();
    c->current->status = status;
    c->current = NULL;
    n_done++;
}
static void drop(struct conn *c) {
    if (c->current) finish(c, c->connecting || !c->out_off ? REFUSED : BROKEN);
    close(c->fd);
    c->fd = -1;
    c->in_len = c->out_off = 0;
    c->connecting = false;
}
static void write_out(struct conn *c) {
    struct request *r = c->current;
    if (!r->sent) r->sent = now_ns();
    while (c->out_off < r->len) {
        ssize_t n = send(c->fd, r->octets + c->out_off, r->len - c->out_off, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) { watch(c, EPOLLIN | EPOLLOUT); return; }
        if (n < 0) { drop(c); return; }
        c->out_off += (size_t)n;
    }
}
// Gives an idle connection its next request.
static void begin(struct conn *c, uint64_t now) {
    struct request *r = &requests[next_request++];
    r->due = rate > 0 ? start_ns + (uint64_t)((double)(next_request - 1) * 1e9 / rate) : now;
    c->current = r;
    c->out_off = 0;
    if (c->fd >= 0) { write_out(c); return; }
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
    c->connecting = true;
    if (connect(c->fd, (struct sockaddr *)&a, sizeof a) && errno != EINPROGRESS) { drop(c); return; }
    watch(c, EPOLLIN | EPOLLOUT);
}

// The length of the whole answer at the start of the buffer, 0 while it is not known, SIZE_MAX when it is none.
static size_t answer_length(const char *in, size_t len, bool *close_after) {
    const char *end = memmem(in, len, "\r\n\r\n", 4);
    if (!end) return len == IN_CAP ? SIZE_MAX : 0;
    size_t head = (size_t)(end - in) + 4, body = 0;
    *close_after = len > 8 && in[7] == '0';     // HTTP/1.0
    for (const char *line = in; line < end; line = (const char *)memchr(line, '\n', (size_t)(end + 2 - line)) + 1) {
        if (!strncasecmp(line, "content-length:", 15)) body = strtoul(line + 15, NULL, 10);
        if (!strncasecmp(line, "connection: close", 17)) *close_after = true;
        if (!strncasecmp(line, "connection: keep-alive", 22)) *close_after = false;
        if (!strncasecmp(line, "transfer-encoding:", 18)) return SIZE_MAX;
    }
    return head + body > IN_CAP ? SIZE_MAX : head + body;
}
static void read_in(struct conn *c) {
    while (c->fd >= 0) {
        ssize_t n = recv(c->fd, c->in + c->in_len, IN_CAP - c->in_len, MSG_DONTWAIT);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) return;
        if (n <= 0 || !c->current) { drop(c); return; }
        c->in_len += (size_t)n;
        bool close_after = false;
        size_t whole = answer_length(c->in, c->in_len, &close_after);
        if (whole == SIZE_MAX) { fprintf(stderr, "an answer that is not understood:\n%.*s\n", (int)c->in_len, c->in); exit(1); }
        if (!whole || c->in_len < whole) continue;
        int status = c->in_len > 12 ? atoi(c->in + 9) : 0;
        if (status / 100 == 2 && expected && !memmem(c->in, whole, expected, strlen(expected))) status = MUTE;
        finish(c, status);
        c->in_len = 0;
        if (close_after) drop(c);
        return;
    }
}
static void on_event(struct conn *c, uint32_t events) {
    if (c->fd < 0) return;
    if (c->connecting) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error || events & (EPOLLERR | EPOLLHUP)) { drop(c); return; }
        c->connecting = false;
        watch(c, EPOLLIN);
        write_out(c);
        return;
    }
    if (events & EPOLLOUT) { watch(c, EPOLLIN); if (c->current) write_out(c); }
    if (c->fd >= 0 && events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read_in(c);
}

// Starts what is due; when something is due later, returns when.
static uint64_t dispatch(void) {
    for (int i = 0; i < n_conns; i++) {
        while (!conns[i].current && next_request < n_requests) {   // more than once while nobody listens
            uint64_t now = now_ns();
            if (rate > 0) {
                uint64_t due = start_ns + (uint64_t)((double)next_request * 1e9 / rate);
                if (due > now) return due;
            }
            begin(&conns[i], now);
            if (rate <= 0 && conns[i].fd < 0) { fprintf(stderr, "nobody listens on port %d\n", port); exit(1); }
        }
    }
    return 0;
}

static void write_log(void) {
    FILE *f = fopen(log_path, "w");
    if (!f) die(log_path);
    for (size_t i = 0; i < n_requests; i++) {
        struct request *r = &requests[i];
        fprintf(f, "%.*s %lu %lu %lu ", (int)r->name_len, r->name, r->due, r->sent, r->answered);
        if (r->status == MUTE) fputs("mute\n", f);
        else if (r->status == BROKEN) fputs("broken\n", f);
        else if (r->status == REFUSED) fputs("refused\n", f);
        else fprintf(f, "%d\n", r->status);
    }
    if (fclose(f)) die(log_path);
}

int main(int argc, char **argv) {
    static const struct option longs[] = {
        { "port", 1, 0, 'p' }, { "requests", 1, 0, 'q' }, { "log", 1, 0, 'l' }, { "connections", 1, 0, 'c' },
        { "rate", 1, 0, 'r' }, { "expect", 1, 0, 'e' }, { 0 } };
    for (int o; (o = getopt_long(argc, argv, "", longs, NULL)) != -1;) switch (o) {
        case 'p': port = atoi(optarg); break;
        case 'q': requests_path = optarg; break;
        case 'l': log_path = optarg; break;
        case 'c': n_conns = atoi(optarg); break;
        case 'r': rate = atof(optarg); break;
        case 'e': expected = optarg; break;
        default: return 64;
    }
    if (!port || !requests_path || !log_path || n_conns < 1 || n_conns > MAX_CONN) {
        fprintf(stderr, "see the head of http_load.c\n");
        return 64;
    }
    load();
    ep = epoll_create1(EPOLL_CLOEXEC);
    int tfd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    struct epoll_event e = { .events = EPOLLIN, .data.u32 = MAX_CONN };
    epoll_ctl(ep, EPOLL_CTL_ADD, tfd, &e);
    for (int i = 0; i < n_conns; i++) conns[i] = (struct conn){ .fd = -1, .in = malloc(IN_CAP) };
    start_ns = now_ns();
    while (n_done < n_requests) {
        uint64_t wake = dispatch();
        if (n_done == n_requests) break;
        if (wake) {
            struct itimerspec at = { .it_value = { (time_t)(wake / 1000000000u), (long)(wake % 1000000000u) } };
            timerfd_settime(tfd, TFD_TIMER_ABSTIME, &at, NULL);
        }
        struct epoll_event ev[64];
        int n = epoll_wait(ep, ev, 64, 30000);
        if (!n) { fprintf(stderr, "no answer for 30 s\n"); break; }
        for (int i = 0; i < n; i++) {
            if (ev[i].data.u32 == MAX_CONN) { uint64_t x; if (read(tfd, &x, 8) < 0) {} continue; }
            on_event(&conns[ev[i].data.u32], ev[i].events);
        }
    }
    write_log();
    return n_done == n_requests ? 0 : 1;
}
