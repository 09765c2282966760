// SPDX-License-Identifier: Apache-2.0
//
// smpp_blast - the floor of an SMPP client: one bind, one blocking socket, a window of submit_sm kept full, nothing else.
//
// It builds no PDU twice, checks no field and keeps no state but counters, so that it shows what the two sockets and the
// SMSC behind them allow. Prints one JSON line.
//
// Build:  cc -O2 -Wall -Wextra -o smpp_blast smpp_blast.c
// Usage:  ./smpp_blast PORT COUNT WINDOW [receipts]
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { RESP = 0x80000000u, SUBMIT_SM = 4, DELIVER_SM = 5, UNBIND = 6, BIND_TRX = 9, ENQUIRE_LINK = 0x15, CAP = 1 << 18 };

static uint8_t in[CAP], out[CAP];
static size_t in_len, out_len;
static int fd;

static void die(const char *why) { perror(why); exit(1); }
static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
static void put32(uint8_t *p, uint32_t v) { v = htonl(v); memcpy(p, &v, 4); }
static uint32_t get32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return ntohl(v); }
static void flush(void) {
    for (size_t off = 0; off < out_len;) {
        ssize_t n = send(fd, out + off, out_len - off, MSG_NOSIGNAL);
        if (n <= 0) die("send");
        off += (size_t)n;
    }
    out_len = 0;
}
static void queue(uint32_t id, uint32_t status, uint32_t seq, const void *body, size_t n) {
    if (out_len + 16 + n > CAP) flush();
    uint8_t *p = out + out_len;
    put32(p, (uint32_t)(16 + n));
    put32(p + 4, id);
    put32(p + 8, status);
    put32(p + 12, seq);
    if (n) memcpy(p + 16, body, n);
    out_len += 16 + n;
}

static uint32_t count, window, submitted, answered, receipts, refused;
static bool bound;
// Parses what has arrived; one read.
static void receive(void) {
    ssize_t n = recv(fd, in + in_len, CAP - in_len, 0);
    if (n <= 0) die("the SMSC closed the connection");
    in_len += (size_t)n;
    size_t off = 0;
    while (in_len - off >= 16) {
        uint8_t *p = in + off;
        uint32_t len = get32(p), id = get32(p + 4);
        if (len < 16 || len > CAP) die("a PDU without sense");
        if (in_len - off < len) break;
        off += len;
        if (id == (SUBMIT_SM | RESP)) {
            answered++;
            if (get32(p + 8)) refused++;
        } else if (id == DELIVER_SM) {
            receipts++;
            queue(DELIVER_SM | RESP, 0, get32(p + 12), "", 1);
        } else if (id == ENQUIRE_LINK) {
            queue(ENQUIRE_LINK | RESP, 0, get32(p + 12), NULL, 0);
        } else if (id == (BIND_TRX | RESP)) {
            bound = !get32(p + 8);
            if (!bound) die("bind refused");
        }
    }
    memmove(in, in + off, in_len -= off);
}

int main(int argc, char **argv) {
    if (argc < 4) return fprintf(stderr, "usage: smpp_blast PORT COUNT WINDOW [receipts]\n"), 64;
    count = (uint32_t)atol(argv[2]);
    window = (uint32_t)atol(argv[3]);
    bool wanted = argc > 4;
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
    if (connect(fd, (struct sockaddr *)&a, sizeof a)) die("connect");
    static const char bind_body[] = "blast\0secret\0\0\x34\0\0";
    queue(BIND_TRX, 0, 1, bind_body, sizeof bind_body);
    flush();
    while (!bound) receive();

    uint8_t body[128], *p = body;
    *p++ = 0;                                                   // service_type
    *p++ = 1; *p++ = 1; memcpy(p, "18555550142", 12); p += 12;  // source: TON, NPI, address
    *p++ = 1; *p++ = 1; memcpy(p, "12065550100", 12); p += 12;
    memset(p, 0, 9); p += 9;                                    // esm_class to sm_default_msg_id, two empty times among them
    p[-4] = wanted;                                             // registered_delivery
    uint8_t *digits = p + 1 + 50;
    p += sprintf((char *)p, "%c%-60s", 60, "This is one of many messages, and its number is");
    double start = now_s();
    while (answered < count || (wanted && receipts < count)) {
        while (submitted < count && submitted - answered < window) {
            char number[11];
            snprintf(number, sizeof number, "%010u", submitted);
            memcpy(digits, number, 10);
            queue(SUBMIT_SM, 0, 2 + submitted++, body, (size_t)(p - body));
        }
        flush();
        receive();
    }
    double seconds = now_s() - start;
    queue(UNBIND, 0, 0x7FFFFFFF, NULL, 0);
    flush();
    close(fd);
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    printf("{\"submitted\":%u,\"refused\":%u,\"receipts\":%u,\"seconds\":%.6f,\"maxRSS\":%ld}\n",
           answered, refused, receipts, seconds, r.ru_maxrss * 1024);
    return refused != 0;
}
