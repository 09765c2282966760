// SPDX-License-Identifier: Apache-2.0
//
// http_answer - answers 200 to every HTTP request: where a gateway's callbacks go, at the least cost to the machine.
//
// One thread, epoll, loopback only. Every request must fit into 64 KiB and have no body, which is how Kannel calls back.
// On SIGUSR1, SIGTERM and SIGINT it prints how many requests it has had; the latter two end it.
//
// Build:  cc -O2 -Wall -Wextra -o http_answer http_answer.c
// Usage:  ./http_answer PORT
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_FD = 4096, IN_CAP = 65536 };
static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
static struct { char *in; size_t len; } conns[MAX_FD];
static volatile sig_atomic_t report, quit;
static void on_signal(int s) { if (s == SIGUSR1) report = 1; else quit = 1; }

// How many whole requests stand at the start of the buffer; they are taken out of it.
static int requests(int fd) {
    int n = 0;
    for (char *end; (end = memmem(conns[fd].in, conns[fd].len, "\r\n\r\n", 4)); n++) {
        size_t taken = (size_t)(end + 4 - conns[fd].in);
        memmove(conns[fd].in, end + 4, conns[fd].len -= taken);
    }
    return n;
}

int main(int argc, char **argv) {
    if (argc != 2) return fprintf(stderr, "usage: http_answer PORT\n"), 64;
    struct sigaction sa = { .sa_handler = on_signal };
    sigaction(SIGUSR1, &sa, NULL);
    sigaction(SIGTERM, &sa, NULL);
    sigaction(SIGINT, &sa, NULL);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (bind(listener, (struct sockaddr *)&a, sizeof a) || listen(listener, 512)) return perror("listen"), 1;
    int ep = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event e = { .events = EPOLLIN, .data.fd = listener };
    epoll_ctl(ep, EPOLL_CTL_ADD, listener, &e);
    uint64_t total = 0;
    while (!quit) {
        struct epoll_event ev[64];
        int n = epoll_wait(ep, ev, 64, -1);
        for (int i = 0; i < n; i++) {
            int fd = ev[i].data.fd;
            if (fd == listener) {
                fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
                if (fd < 0) continue;
                if (fd >= MAX_FD) { close(fd); continue; }
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                conns[fd].in = malloc(IN_CAP);
                conns[fd].len = 0;
                e.data.fd = fd;
                epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
                continue;
            }
            ssize_t got = recv(fd, conns[fd].in + conns[fd].len, IN_CAP - conns[fd].len, 0);
            if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
            int whole = got > 0 ? (conns[fd].len += (size_t)got, requests(fd)) : 0;
            total += (uint64_t)whole;
            while (whole-- > 0) got = send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL);
            if (got <= 0 || conns[fd].len == IN_CAP) {
                free(conns[fd].in);
                close(fd);
            }
        }
        if (report || quit) {
            report = 0;
            printf("{\"requests\":%lu}\n", total);
            fflush(stdout);
        }
    }
    return 0;
}
