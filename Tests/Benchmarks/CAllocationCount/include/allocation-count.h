// SPDX-License-Identifier: Apache-2.0

/// How often the process has asked for memory since it started: malloc, calloc, realloc and the aligned ones.
unsigned long long allocation_count(void);
