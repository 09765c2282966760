// SPDX-License-Identifier: Apache-2.0
//
// smsc_sink - a small SMSC that shares no code with the gateway, used as a neutral measuring device.
//
// One thread, epoll, loopback only. Speaks enough SMPP 3.4 to accept any ESME:
// bind_transmitter/receiver/transceiver, submit_sm, deliver_sm(_resp),
// enquire_link, unbind; everything else is answered with generic_nack 0x03.
//
// Receipts are kept as a real SMSC keeps them: while no receiver of the account is bound they wait, and those
// that were not acknowledged when a link was lost are sent again on the next one.
//
// Build:  cc -O2 -Wall -Wextra -o smsc_sink smsc_sink.c
// Usage:  ./smsc_sink --help
// Signals: USR1 prints a summary and resets the counters, USR2 prints it and counts on, INT/TERM print it and exit.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum {
    GENERIC_NACK = 0x80000000u, BIND_RX = 1, BIND_TX = 2, SUBMIT_SM = 4, DELIVER_SM = 5,
    UNBIND = 6, BIND_TRX = 9, ENQUIRE_LINK = 0x15, RESP = 0x80000000u,
    ESME_ROK = 0, ESME_RINVMSGLEN = 1, ESME_RINVCMDLEN = 2, ESME_RINVCMDID = 3,
    ESME_RINVBNDSTS = 4, ESME_RALYBND = 5, ESME_RINVPASWD = 0x0E, ESME_RTHROTTLED = 0x58,
};
enum { MAX_CONN = 256, MAX_PDU = 70000, IN_CAP = 256 * 1024, OUT_HIGH = 4 << 20 };

// ---------------------------------------------------------------- options
static struct {
    int port;
    double resp_delay_ms, dlr_delay_ms, interval_s, duration_s;
    long err_every, drop_every, close_every, throttle, expect, dlr_window;
    uint32_t err_status, seq_base;
    bool dlr_always, dedupe, hex_id, quiet, dlr_before_resp, no_tlv, quickack;
    const char *password, *log_path, *tag, *stat;
} opt = { .port = 2775, .dlr_delay_ms = -1, .interval_s = 1, .err_status = 0x14, .stat = "DELIVRD", .dlr_window = 1024 };

// ---------------------------------------------------------------- clock and counters
static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}
static double cpu_s(void) {
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return (double)r.ru_utime.tv_sec + (double)r.ru_stime.tv_sec
         + 1e-6 * (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec);
}
static struct counters {
    uint64_t submits, ok, errors, throttled, dropped, duplicates, unique;
    uint64_t dlr_sent, dlr_acked, dlr_refused, dlr_again, binds, enquires, nacks, bytes_in, reads;
    uint64_t first_ns, last_ns, last_ack_ns, start_ns;
    unsigned max_outstanding, max_batch, max_conns;
    double cpu0;
} st;

// Log-linear latency histogram, 32 sub-buckets per power of two of microseconds (<= 3 % error).
static uint64_t hist[64 * 32], hist_n;
static unsigned bucket(uint64_t us) {
    if (us < 32) return (unsigned)us;
    unsigned e = 63u - (unsigned)__builtin_clzll(us);
    return (e - 4) * 32 + (unsigned)((us >> (e - 5)) & 31);
}
static double bucket_us(unsigned b) {
    if (b < 32) return b;
    unsigned e = b / 32 + 4;
    return (double)((32ull + b % 32) << (e - 5));
}
static double quantile_ms(double q) {
    uint64_t want = (uint64_t)(q * (double)hist_n), seen = 0;
    for (unsigned b = 0; b < 64 * 32; b++)
        if ((seen += hist[b]) > want) return bucket_us(b) / 1000;
    return 0;
}

// Open-addressing set of 64-bit fingerprints of (destination, message bytes).
static uint64_t *seen_set;
static size_t seen_cap, seen_used;
static bool seen_before(uint64_t fp) {
    if (!fp) fp = 1;
    if (seen_used * 2 >= seen_cap) {
        size_t old_cap = seen_cap;
        uint64_t *old = seen_set;
        seen_cap = old_cap ? old_cap * 2 : 1 << 16;
        seen_set = calloc(seen_cap, sizeof *seen_set);
        for (size_t i = 0; i < old_cap; i++)
            if (old[i]) {
                size_t j = old[i] & (seen_cap - 1);
                while (seen_set[j]) j = (j + 1) & (seen_cap - 1);
                seen_set[j] = old[i];
            }
        free(old);
    }
    size_t j = fp & (seen_cap - 1);
    for (; seen_set[j]; j = (j + 1) & (seen_cap - 1))
        if (seen_set[j] == fp) return true;
    seen_set[j] = fp;
    seen_used++;
    return false;
}
static uint64_t fnv(uint64_t h, const void *p, size_t n) {
    for (const uint8_t *b = p; n--; b++) h = (h ^ *b) * 1099511628211u;
    return h;
}

// ---------------------------------------------------------------- connections
struct conn {
    int fd;
    uint32_t gen, next_seq;
    int bound;                                  // 0, BIND_RX, BIND_TX or BIND_TRX
    char system_id[16];
    unsigned outstanding;                       // submit_sm received and not yet answered
    uint64_t received;
    uint8_t *in, *out;
    size_t in_len, out_len, out_off, out_cap;
    bool want_write, closing;
    struct job *unacked;                        // receipts sent and not acknowledged, at their sequence modulo the window
    unsigned n_unacked;
};
static struct conn conns[MAX_CONN];
static unsigned n_conns;
static uint32_t gen_counter;
static int ep;
static FILE *log_file;
static uint64_t next_id;

static void wait_again(struct conn *c);
static void conn_close(struct conn *c) {
    if (c->fd < 0) return;
    wait_again(c);
    close(c->fd);
    free(c->in);
    free(c->out);
    free(c->unacked);
    *c = (struct conn){ .fd = -1 };
    n_conns--;
}
static void arm(struct conn *c, bool write) {
    if (c->want_write == write) return;
    c->want_write = write;
    struct epoll_event e = { .events = EPOLLIN | (write ? EPOLLOUT : 0), .data.u32 = (uint32_t)(c - conns) };
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
}
static void flush(struct conn *c) {
    while (c->fd >= 0 && c->out_off < c->out_len) {
        ssize_t n = send(c->fd, c->out + c->out_off, c->out_len - c->out_off, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) { arm(c, true); return; }
        if (n < 0) { conn_close(c); return; }
        c->out_off += (size_t)n;
    }
    if (c->fd < 0) return;
    c->out_len = c->out_off = 0;
    arm(c, false);
    if (c->closing) conn_close(c);
}
static uint8_t *reserve(struct conn *c, size_t n) {
    if (c->out_len + n > c->out_cap) {
        c->out_cap = (c->out_len + n) * 2;
        c->out = realloc(c->out, c->out_cap);
    }
    uint8_t *p = c->out + c->out_len;
    c->out_len += n;
    return p;
}
static void put32(uint8_t *p, uint32_t v) { v = htonl(v); memcpy(p, &v, 4); }
static uint32_t get32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return ntohl(v); }
static void send_pdu(struct conn *c, uint32_t id, uint32_t status, uint32_t seq, const void *body, size_t n) {
    uint8_t *p = reserve(c, 16 + n);
    put32(p, (uint32_t)(16 + n));
    put32(p + 4, id);
    put32(p + 8, status);
    put32(p + 12, seq);
    if (n) memcpy(p + 16, body, n);
}

// ---------------------------------------------------------------- delayed work
// Delays are constant, so each kind of work is a FIFO that is already sorted by due time.
struct job {
    uint64_t due, id;
    uint32_t slot, gen, seq;
    char src[21], dst[21], text[21], system_id[16];
    uint8_t ton[4];                             // source ton/npi, destination ton/npi
    time_t submitted;
};
struct fifo { struct job *ring; size_t cap, head, len; };
static struct fifo resp_q, dlr_q, waiting;      // waiting: due receipts that nobody could be given
static void fifo_push(struct fifo *f, const struct job *j) {
    if (f->len == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 1024;
        struct job *r = malloc(cap * sizeof *r);
        for (size_t i = 0; i < f->len; i++) r[i] = f->ring[(f->head + i) % f->cap];
        free(f->ring);
        *f = (struct fifo){ r, cap, 0, f->len };
    }
    f->ring[(f->head + f->len++) % f->cap] = *j;
}
static struct job *fifo_take(struct fifo *f) {
    struct job *j = &f->ring[f->head];
    f->head = (f->head + 1) % f->cap;
    f->len--;
    return j;
}
static struct job *fifo_due(struct fifo *f, uint64_t now) { return f->len && f->ring[f->head].due <= now ? fifo_take(f) : NULL; }
static size_t id_text(char *buf, uint64_t id) { return (size_t)sprintf(buf, opt.hex_id ? "%08lX" : "%010lu", (unsigned long)id); }

static void answer_submit(struct conn *c, uint32_t seq, uint64_t id) {
    char buf[32];
    size_t n = id_text(buf, id);
    send_pdu(c, SUBMIT_SM | RESP, ESME_ROK, seq, buf, n + 1);
    c->outstanding--;
    st.ok++;
}
static size_t put_cstr(uint8_t *p, const char *s) { size_t n = strlen(s) + 1; memcpy(p, s, n); return n; }

static bool can_receive(const struct conn *c) {
    if (c->fd < 0 || c->closing || (c->bound != BIND_TRX && c->bound != BIND_RX)) return false;
    return !c->unacked || !c->unacked[(c->next_seq + 1) % (uint32_t)opt.dlr_window].seq;
}
// The connection that the message came over, else any other receiver of the same account.
static struct conn *receiver(const struct job *j) {
    struct conn *c = &conns[j->slot];
    if (c->gen == j->gen && can_receive(c)) return c;
    for (int i = 0; i < MAX_CONN; i++)
        if (can_receive(&conns[i]) && !strcmp(conns[i].system_id, j->system_id)) return &conns[i];
    return NULL;
}
static bool send_receipt(const struct job *j) {
    struct conn *c = receiver(j);
    if (!c) return false;
    char id[32], text[256], d1[16], d2[16];
    struct tm tm;
    time_t done = time(NULL);
    id_text(id, j->id);
    strftime(d1, sizeof d1, "%y%m%d%H%M", gmtime_r(&j->submitted, &tm));
    strftime(d2, sizeof d2, "%y%m%d%H%M", gmtime_r(&done, &tm));
    int tn = snprintf(text, sizeof text, "id:%s sub:001 dlvrd:001 submit date:%s done date:%s stat:%s err:000 text:%s",
                      id, d1, d2, opt.stat, j->text);
    uint8_t b[512], *p = b;
    p += put_cstr(p, "");                       // service_type
    *p++ = j->ton[2]; *p++ = j->ton[3]; p += put_cstr(p, j->dst);
    *p++ = j->ton[0]; *p++ = j->ton[1]; p += put_cstr(p, j->src);
    *p++ = 0x04; *p++ = 0; *p++ = 0;            // esm_class: receipt, protocol_id, priority
    *p++ = 0; *p++ = 0; *p++ = 0; *p++ = 0; *p++ = 0; *p++ = 0;  // times, rd, replace, dcs, default id
    *p++ = (uint8_t)tn; memcpy(p, text, (size_t)tn); p += tn;
    if (!opt.no_tlv) {
        size_t n = strlen(id) + 1;
        *p++ = 0x00; *p++ = 0x1E; *p++ = 0; *p++ = (uint8_t)n; memcpy(p, id, n); p += n;
        *p++ = 0x04; *p++ = 0x27; *p++ = 0; *p++ = 1; *p++ = 2;
    }
    if (++c->next_seq > 0x7FFFFFFF) c->next_seq = 1;
    send_pdu(c, DELIVER_SM, 0, c->next_seq, b, (size_t)(p - b));
    if (!c->unacked) c->unacked = calloc((size_t)opt.dlr_window, sizeof *c->unacked);
    struct job *kept = &c->unacked[c->next_seq % (uint32_t)opt.dlr_window];
    *kept = *j;
    kept->seq = c->next_seq;
    c->n_unacked++;
    st.dlr_sent++;
    return true;
}
static void on_receipt_answer(struct conn *c, uint32_t seq, uint32_t status, uint64_t now) {
    struct job *kept = c->unacked ? &c->unacked[seq % (uint32_t)opt.dlr_window] : NULL;
    if (!kept || !seq || kept->seq != seq) return;
    if (status) {                               // refused for now: once more after a second
        st.dlr_refused++;
        st.dlr_sent--;
        kept->due = now + 1000000000u;
        fifo_push(&waiting, kept);
    } else {
        st.dlr_acked++;
        st.last_ack_ns = now;
    }
    kept->seq = 0;
    c->n_unacked--;
}
// The link is lost: what it did not acknowledge goes to the next one, in the old order.
static void wait_again(struct conn *c) {
    for (long i = 1; c->n_unacked && i <= opt.dlr_window; i++) {
        struct job *kept = &c->unacked[(c->next_seq + (uint32_t)i) % (uint32_t)opt.dlr_window];
        if (!kept->seq) continue;
        st.dlr_again++;
        st.dlr_sent--;
        kept->due = 0;
        fifo_push(&waiting, kept);
        kept->seq = 0;
        c->n_unacked--;
    }
}
static void run_due(uint64_t now) {
    struct job *j;
    while ((j = fifo_due(&resp_q, now))) {
        struct conn *c = &conns[j->slot];
        if (c->fd >= 0 && c->gen == j->gen) answer_submit(c, j->seq, j->id);
    }
    bool room = true;
    for (size_t n = waiting.len; n && room; n--) {  // whom nobody takes goes to the end, and ends the round
        struct job held = *fifo_take(&waiting);
        if (held.due <= now && send_receipt(&held)) continue;
        room = held.due > now;
        fifo_push(&waiting, &held);
    }
    while ((j = fifo_due(&dlr_q, now))) {
        struct job held = *j;
        if (waiting.len || !send_receipt(&held)) fifo_push(&waiting, &held);
    }
}

// ---------------------------------------------------------------- PDU handling
struct cursor { const uint8_t *p, *end; bool bad; };
static uint8_t take8(struct cursor *k) { if (k->p >= k->end) { k->bad = true; return 0; } return *k->p++; }
static const char *take_cstr(struct cursor *k) {
    const uint8_t *z = k->p < k->end ? memchr(k->p, 0, (size_t)(k->end - k->p)) : NULL;
    if (!z) { k->bad = true; return ""; }
    const char *s = (const char *)k->p;
    k->p = z + 1;
    return s;
}
static void log_submit(const struct conn *c, uint32_t seq, uint64_t id, const char *src, const char *dst,
                       const char *validity, uint8_t esm, uint8_t dcs, uint8_t rd, const uint8_t *m, size_t n, uint64_t now) {
    fprintf(log_file, "{\"ns\":%lu,\"conn\":%u,\"seq\":%u,\"id\":%lu,\"src\":\"%s\",\"dst\":\"%s\",\"validity\":\"%s\","
            "\"esm\":%u,\"dcs\":%u,\"rd\":%u,\"hex\":\"",
            (unsigned long)now, c->gen, seq, (unsigned long)id, src, dst, validity, esm, dcs, rd);
    for (size_t i = 0; i < n; i++) fprintf(log_file, "%02x", m[i]);
    fputs("\"}\n", log_file);
}
static uint64_t tps_second, tps_count;

static void on_submit(struct conn *c, uint32_t seq, const uint8_t *body, size_t n, uint64_t now) {
    if (c->bound != BIND_TX && c->bound != BIND_TRX) {
        send_pdu(c, SUBMIT_SM | RESP, ESME_RINVBNDSTS, seq, "", 1);
        st.errors++;
        return;
    }
    struct cursor k = { body, body + n, false };
    uint8_t ton[4];
    take_cstr(&k);
    ton[0] = take8(&k); ton[1] = take8(&k); const char *src = take_cstr(&k);
    ton[2] = take8(&k); ton[3] = take8(&k); const char *dst = take_cstr(&k);
    uint8_t esm = take8(&k);
    take8(&k); take8(&k);
    take_cstr(&k);
    const char *validity = take_cstr(&k);
    uint8_t rd = take8(&k);
    take8(&k);
    uint8_t dcs = take8(&k);
    take8(&k);
    size_t len = take8(&k);
    const uint8_t *msg = k.p;
    if (k.bad || len > (size_t)(k.end - k.p) || strlen(src) > 20 || strlen(dst) > 20 || strlen(validity) > 16) {
        send_pdu(c, SUBMIT_SM | RESP, ESME_RINVMSGLEN, seq, "", 1);
        st.errors++;
        return;
    }
    if (!st.submits++) st.first_ns = now;
    st.last_ns = now;
    c->received++;
    if (++c->outstanding > st.max_outstanding) st.max_outstanding = c->outstanding;

    if (opt.throttle) {
        if (now / 1000000000u != tps_second) { tps_second = now / 1000000000u; tps_count = 0; }
        if (++tps_count > (uint64_t)opt.throttle) {
            send_pdu(c, SUBMIT_SM | RESP, ESME_RTHROTTLED, seq, "", 1);
            c->outstanding--;
            st.throttled++;
            return;
        }
    }
    if (opt.err_every && st.submits % (uint64_t)opt.err_every == 0) {
        send_pdu(c, SUBMIT_SM | RESP, opt.err_status, seq, "", 1);
        c->outstanding--;
        st.errors++;
        return;
    }
    uint64_t id = ++next_id;
    if (opt.dedupe) {
        uint64_t h = fnv(14695981039346656037u, dst, strlen(dst) + 1);
        if (seen_before(fnv(h, msg, len))) st.duplicates++; else st.unique++;
    }
    if (opt.tag) {                              // "<tag><CLOCK_MONOTONIC ns>" inside the text
        const uint8_t *t = memmem(msg, len, opt.tag, strlen(opt.tag));
        if (t) {
            uint64_t sent = 0;
            for (t += strlen(opt.tag); t < msg + len && *t >= '0' && *t <= '9'; t++) sent = sent * 10 + (*t - '0');
            uint64_t us = now > sent ? (now - sent) / 1000 : 0;
            hist[bucket(us)]++;
            hist_n++;
        }
    }
    if (log_file) log_submit(c, seq, id, src, dst, validity, esm, dcs, rd, msg, len, now);
    if (opt.close_every && st.submits % (uint64_t)opt.close_every == 0) { c->closing = true; c->out_len = c->out_off = 0; return; }
    if (opt.drop_every && st.submits % (uint64_t)opt.drop_every == 0) { st.dropped++; return; }

    bool receipt = opt.dlr_delay_ms >= 0 && (opt.dlr_always || (rd & 3) == 1);
    struct job j = { .id = id, .slot = (uint32_t)(c - conns), .gen = c->gen, .seq = seq };
    if (receipt) {
        strcpy(j.src, src);
        strcpy(j.dst, dst);
        memcpy(j.ton, ton, 4);
        memcpy(j.system_id, c->system_id, sizeof j.system_id);
        for (size_t i = 0; i < len && i < 20; i++) j.text[i] = msg[i] >= 32 && msg[i] < 127 ? (char)msg[i] : '.';
        j.submitted = time(NULL);
        // Due at full half milliseconds: receipts of one moment go out together, and the clock is not set for each.
        j.due = (now + (uint64_t)((opt.resp_delay_ms + opt.dlr_delay_ms) * 1e6) + 499999) / 500000 * 500000;
        if (!opt.dlr_before_resp) fifo_push(&dlr_q, &j);
        else if (!send_receipt(&j)) fifo_push(&waiting, &j);
    }
    if (opt.resp_delay_ms > 0) {
        j.due = now + (uint64_t)(opt.resp_delay_ms * 1e6);
        fifo_push(&resp_q, &j);
    } else {
        answer_submit(c, seq, id);
    }
}
static void on_bind(struct conn *c, uint32_t cmd, uint32_t seq, const uint8_t *body, size_t n) {
    struct cursor k = { body, body + n, false };
    const char *sys = take_cstr(&k), *pw = take_cstr(&k);
    uint32_t status = ESME_ROK;
    if (k.bad || strlen(sys) > 15) status = ESME_RINVCMDLEN;
    else if (c->bound) status = ESME_RALYBND;
    else if (opt.password && strcmp(pw, opt.password)) status = ESME_RINVPASWD;
    if (!status) {
        c->bound = (int)cmd;
        snprintf(c->system_id, sizeof c->system_id, "%s", sys);
        st.binds++;
    }
    uint8_t b[32];
    size_t len = put_cstr(b, "SINK");
    memcpy(b + len, "\x02\x10\x00\x01\x34", 5);  // sc_interface_version
    send_pdu(c, cmd | RESP, status, seq, b, status ? 0 : len + 5);
}
static void on_pdu(struct conn *c, const uint8_t *p, size_t n, uint64_t now) {
    uint32_t cmd = get32(p + 4), seq = get32(p + 12);
    switch (cmd) {
    case SUBMIT_SM: on_submit(c, seq, p + 16, n - 16, now); break;
    case DELIVER_SM | RESP: on_receipt_answer(c, seq, get32(p + 8), now); break;
    case ENQUIRE_LINK: st.enquires++; send_pdu(c, cmd | RESP, 0, seq, NULL, 0); break;
    case BIND_RX: case BIND_TX: case BIND_TRX: on_bind(c, cmd, seq, p + 16, n - 16); break;
    case UNBIND: send_pdu(c, cmd | RESP, 0, seq, NULL, 0); c->closing = true; break;
    default:
        if (cmd & RESP) break;                  // answers to nothing we asked: ignore
        st.nacks++;
        send_pdu(c, GENERIC_NACK, ESME_RINVCMDID, seq, NULL, 0);
    }
}
static void on_readable(struct conn *c) {
    for (int rounds = 0; rounds < 8 && c->fd >= 0 && !c->closing; rounds++) {
        if (c->out_len - c->out_off > OUT_HIGH) return;      // peer does not read: push back
        ssize_t n = recv(c->fd, c->in + c->in_len, IN_CAP - c->in_len, MSG_DONTWAIT);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) return;
        if (n <= 0) { conn_close(c); return; }
        if (opt.quickack) setsockopt(c->fd, IPPROTO_TCP, TCP_QUICKACK, &(int){ 1 }, sizeof(int));
        st.bytes_in += (uint64_t)n;
        st.reads++;
        bool full = (size_t)n == IN_CAP - c->in_len;
        c->in_len += (size_t)n;
        size_t off = 0;
        uint64_t now = now_ns(), before = c->received;
        while (c->in_len - off >= 16 && !c->closing) {
            size_t len = get32(c->in + off);
            if (len < 16 || len > MAX_PDU) {
                send_pdu(c, GENERIC_NACK, ESME_RINVCMDLEN, 0, NULL, 0);
                st.nacks++;
                c->closing = true;
                break;
            }
            if (c->in_len - off < len) break;
            on_pdu(c, c->in + off, len, now);
            off += len;
        }
        if (c->received - before > st.max_batch) st.max_batch = (unsigned)(c->received - before);
        memmove(c->in, c->in + off, c->in_len -= off);
        flush(c);
        if (!full) return;
    }
}
static void on_accept(int lfd) {
    int fd = accept4(lfd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), one = 1;
    if (fd < 0) return;
    for (int i = 0; i < MAX_CONN; i++)
        if (conns[i].fd < 0) {
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            conns[i] = (struct conn){ .fd = fd, .gen = ++gen_counter, .next_seq = opt.seq_base, .in = malloc(IN_CAP) };
            struct epoll_event e = { .events = EPOLLIN, .data.u32 = (uint32_t)i };
            epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
            if (++n_conns > st.max_conns) st.max_conns = n_conns;
            return;
        }
    close(fd);
}

// ---------------------------------------------------------------- reporting
static void summary(const char *why) {
    uint64_t now = now_ns();
    double span = st.submits > 1 ? (double)(st.last_ns - st.first_ns) / 1e9 : 0;
    double wall = (double)(now - st.start_ns) / 1e9, cpu = cpu_s() - st.cpu0;
    printf("{\"event\":\"%s\",\"first_ns\":%lu,\"last_ns\":%lu,\"last_ack_ns\":%lu,"
           "\"submits\":%lu,\"ok\":%lu,\"errors\":%lu,\"throttled\":%lu,\"dropped\":%lu,"
           "\"span_s\":%.3f,\"rate\":%.1f,\"unique\":%lu,\"duplicates\":%lu,\"dlr_sent\":%lu,\"dlr_acked\":%lu,"
           "\"dlr_refused\":%lu,\"dlr_again\":%lu,\"dlr_pending\":%zu,\"binds\":%lu,"
           "\"enquires\":%lu,\"nacks\":%lu,\"max_outstanding\":%u,\"max_batch\":%u,\"max_conns\":%u,"
           "\"submits_per_read\":%.2f,\"cpu_s\":%.3f,\"cpu_pct_of_span\":%.1f,\"wall_s\":%.2f",
           why, st.first_ns, st.last_ns, st.last_ack_ns, st.submits, st.ok, st.errors, st.throttled, st.dropped, span,
           span > 0 ? (double)(st.submits - 1) / span : 0, st.unique, st.duplicates, st.dlr_sent, st.dlr_acked,
           st.dlr_refused, st.dlr_again, dlr_q.len + waiting.len,
           st.binds, st.enquires, st.nacks, st.max_outstanding, st.max_batch, st.max_conns,
           st.reads ? (double)st.submits / (double)st.reads : 0, cpu, span > 0 ? 100 * cpu / span : 0, wall);
    if (hist_n)
        printf(",\"lat_n\":%lu,\"lat_p50_ms\":%.3f,\"lat_p90_ms\":%.3f,\"lat_p99_ms\":%.3f,\"lat_max_ms\":%.3f",
               hist_n, quantile_ms(.5), quantile_ms(.9), quantile_ms(.99), quantile_ms(.999999));
    puts("}");
    fflush(stdout);
    if (log_file) fflush(log_file);
}
static void reset(void) {
    st = (struct counters){ .start_ns = now_ns(), .cpu0 = cpu_s(), .max_conns = n_conns };
    memset(hist, 0, sizeof hist);
    hist_n = 0;
    free(seen_set);
    seen_set = NULL;
    seen_cap = seen_used = 0;
}
static volatile sig_atomic_t want_report, want_reset, want_quit;
static void on_signal(int s) {
    if (s == SIGUSR1) want_reset = 1;
    if (s == SIGUSR1 || s == SIGUSR2) want_report = 1;
    else want_quit = 1;
}

static const char *help =
    "smsc_sink - SMSC simulator and measuring device (127.0.0.1 only)\n"
    "  --port N              listen port (2775)\n"
    "  --password S          required bind password (any)\n"
    "  --resp-delay MS       delay of submit_sm_resp (0); then max_outstanding shows the peer's window\n"
    "  --dlr MS              send delivery receipts MS after the response, where registered_delivery asks\n"
    "  --dlr-always          ... whether or not it asks\n"
    "  --dlr-first           ... before the response (ordering fault)\n"
    "  --dlr-window N        receipts on one link that are not acknowledged yet, at most (1024)\n"
    "  --dlr-stat S          stat: word of receipts (DELIVRD)\n"
    "  --no-tlv              receipts without receipted_message_id and message_state\n"
    "  --seq-base N          first sequence_number of our own requests, less one (0)\n"
    "  --hex-id              message ids in hex (decimal)\n"
    "  --quickack            acknowledge TCP segments at once (hides a peer's missing TCP_NODELAY)\n"
    "  --throttle N          answer 0x58 above N submits in a second\n"
    "  --err-every K         answer every K-th submit with --err-status (0x14)\n"
    "  --err-status CODE\n"
    "  --drop-every K        never answer every K-th submit\n"
    "  --close-every K       drop the TCP connection on every K-th submit, unanswered\n"
    "  --dedupe              count unique and duplicate (destination, text)\n"
    "  --tag S               text holds S followed by CLOCK_MONOTONIC ns: report latency to here\n"
    "  --log FILE            JSON line for each submit, with CLOCK_MONOTONIC ns\n"
    "  --expect N            summary and exit after N submits (and their receipts)\n"
    "  --duration S          exit after S seconds\n"
    "  --interval S          seconds between progress lines (1), --quiet: none\n";

int main(int argc, char **argv) {
    static const struct option longs[] = {
        { "port", 1, 0, 'p' }, { "password", 1, 0, 'w' }, { "resp-delay", 1, 0, 'r' }, { "dlr", 1, 0, 'd' },
        { "dlr-always", 0, 0, 'a' }, { "dlr-first", 0, 0, 'f' }, { "dlr-stat", 1, 0, 's' }, { "dlr-window", 1, 0, 'W' },
        { "no-tlv", 0, 0, 'n' }, { "quickack", 0, 0, 'k' }, { "seq-base", 1, 0, 'S' },
        { "hex-id", 0, 0, 'x' }, { "throttle", 1, 0, 't' }, { "err-every", 1, 0, 'e' }, { "err-status", 1, 0, 'E' },
        { "drop-every", 1, 0, 'D' }, { "close-every", 1, 0, 'C' }, { "dedupe", 0, 0, 'u' }, { "tag", 1, 0, 'g' },
        { "log", 1, 0, 'l' }, { "expect", 1, 0, 'N' }, { "duration", 1, 0, 'T' }, { "interval", 1, 0, 'i' },
        { "quiet", 0, 0, 'q' }, { "help", 0, 0, 'h' }, { 0 } };
    for (int o; (o = getopt_long(argc, argv, "", longs, NULL)) != -1;) switch (o) {
        case 'p': opt.port = atoi(optarg); break;
        case 'w': opt.password = optarg; break;
        case 'r': opt.resp_delay_ms = atof(optarg); break;
        case 'd': opt.dlr_delay_ms = atof(optarg); break;
        case 'a': opt.dlr_always = true; break;
        case 'f': opt.dlr_before_resp = true; break;
        case 's': opt.stat = optarg; break;
        case 'W': opt.dlr_window = atol(optarg) > 0 ? atol(optarg) : 1; break;
        case 'n': opt.no_tlv = true; break;
        case 'k': opt.quickack = true; break;
        case 'S': opt.seq_base = (uint32_t)strtoul(optarg, NULL, 0); break;
        case 'x': opt.hex_id = true; break;
        case 't': opt.throttle = atol(optarg); break;
        case 'e': opt.err_every = atol(optarg); break;
        case 'E': opt.err_status = (uint32_t)strtoul(optarg, NULL, 0); break;
        case 'D': opt.drop_every = atol(optarg); break;
        case 'C': opt.close_every = atol(optarg); break;
        case 'u': opt.dedupe = true; break;
        case 'g': opt.tag = optarg; break;
        case 'l': opt.log_path = optarg; break;
        case 'N': opt.expect = atol(optarg); break;
        case 'T': opt.duration_s = atof(optarg); break;
        case 'i': opt.interval_s = atof(optarg); break;
        case 'q': opt.quiet = true; break;
        default: fputs(help, o == 'h' ? stdout : stderr); return o == 'h' ? 0 : 2;
    }
    if (opt.log_path && !(log_file = fopen(opt.log_path, "w"))) { perror(opt.log_path); return 1; }
    for (int i = 0; i < MAX_CONN; i++) conns[i].fd = -1;
    struct sigaction sa = { .sa_handler = on_signal };
    sigaction(SIGUSR1, &sa, NULL);
    sigaction(SIGUSR2, &sa, NULL);
    sigaction(SIGINT, &sa, NULL);
    sigaction(SIGTERM, &sa, NULL);

    int lfd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
    setsockopt(lfd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)opt.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (bind(lfd, (struct sockaddr *)&a, sizeof a) || listen(lfd, 64)) { perror("listen"); return 1; }
    ep = epoll_create1(EPOLL_CLOEXEC);
    int tfd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    enum { LISTEN = MAX_CONN, TIMER };
    struct epoll_event e = { .events = EPOLLIN, .data.u32 = LISTEN };
    epoll_ctl(ep, EPOLL_CTL_ADD, lfd, &e);
    e.data.u32 = TIMER;
    epoll_ctl(ep, EPOLL_CTL_ADD, tfd, &e);
    reset();
    uint64_t t0 = now_ns(), next_line = t0 + (uint64_t)(opt.interval_s * 1e9), last_t = t0, last_n = 0, last_d = 0;
    double last_cpu = cpu_s();

    while (!want_quit) {
        uint64_t now = now_ns(), wake = next_line;
        if (resp_q.len && resp_q.ring[resp_q.head].due < wake) wake = resp_q.ring[resp_q.head].due;
        if (dlr_q.len && dlr_q.ring[dlr_q.head].due < wake) wake = dlr_q.ring[dlr_q.head].due;
        if (waiting.len && now + 10000000u < wake) wake = now + 10000000u;
        uint64_t d = wake > now ? wake - now : 1;
        struct itimerspec its = { .it_value = { (time_t)(d / 1000000000u), (long)(d % 1000000000u) } };
        timerfd_settime(tfd, 0, &its, NULL);
        struct epoll_event ev[64];
        int n = epoll_wait(ep, ev, 64, 1000);
        for (int i = 0; i < n; i++) {
            uint32_t s = ev[i].data.u32;
            if (s == LISTEN) { on_accept(lfd); continue; }
            if (s == TIMER) { uint64_t x; if (read(tfd, &x, 8) < 0) {} continue; }
            struct conn *c = &conns[s];
            if (c->fd >= 0 && (ev[i].events & EPOLLOUT)) flush(c);
            if (c->fd >= 0 && (ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))) on_readable(c);
        }
        now = now_ns();
        run_due(now);
        for (int i = 0; i < MAX_CONN; i++)
            if (conns[i].fd >= 0 && (conns[i].out_len || conns[i].closing) && !conns[i].want_write) flush(&conns[i]);
        if (want_report) { want_report = 0; summary("report"); }
        if (want_reset) { want_reset = 0; reset(); last_n = last_d = 0; }
        if (now >= next_line) {
            double dt = (double)(now - last_t) / 1e9, cpu = cpu_s();
            if (!opt.quiet && st.submits != last_n)
                printf("t=%.1f submits=%lu rate=%.0f/s dlr=%lu (%.0f/s) conns=%u outstanding_max=%u cpu=%.0f%%\n",
                       (double)(now - t0) / 1e9, st.submits, (double)(st.submits - last_n) / dt, st.dlr_sent,
                       (double)(st.dlr_sent - last_d) / dt, n_conns, st.max_outstanding, 100 * (cpu - last_cpu) / dt);
            fflush(stdout);
            last_t = now; last_n = st.submits; last_d = st.dlr_sent; last_cpu = cpu;
            next_line = now + (uint64_t)(opt.interval_s * 1e9);
        }
        if (opt.duration_s > 0 && (double)(now - t0) / 1e9 > opt.duration_s) break;
        bool idle = !resp_q.len && !dlr_q.len && !waiting.len && st.dlr_acked >= st.dlr_sent;
        if (opt.expect && st.submits >= (uint64_t)opt.expect && idle) break;
    }
    summary("exit");
    return 0;
}
