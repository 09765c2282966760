// SPDX-License-Identifier: Apache-2.0

// Stands in for the allocator of glibc and counts: a program's own malloc goes before the library's, for the Swift runtime too.

#define _GNU_SOURCE
#include "allocation-count.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_ullong count;

unsigned long long allocation_count(void) { return atomic_load_explicit(&count, memory_order_relaxed); }

static void another(void) { atomic_fetch_add_explicit(&count, 1, memory_order_relaxed); }

void *malloc(size_t size) {
  another();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  another();
  return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
  another();
  return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  another();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  another();
  *memory = __libc_memalign(alignment, size);
  return *memory == NULL ? ENOMEM : 0;
}
