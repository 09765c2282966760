// SPDX-License-Identifier: Apache-2.0
#ifndef COUNTERSIGN_CPHONENUMBER_H
#define COUNTERSIGN_CPHONENUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What libphonenumber calls a number's type; the values are its own (`PhoneNumberUtil::PhoneNumberType`).
enum csn_number_type {
  CSN_NUMBER_FIXED_LINE = 0,
  CSN_NUMBER_MOBILE = 1,
  CSN_NUMBER_FIXED_LINE_OR_MOBILE = 2,
  CSN_NUMBER_TOLL_FREE = 3,
  CSN_NUMBER_PREMIUM_RATE = 4,
  CSN_NUMBER_SHARED_COST = 5,
  CSN_NUMBER_VOIP = 6,
  CSN_NUMBER_PERSONAL = 7,
  CSN_NUMBER_PAGER = 8,
  CSN_NUMBER_UAN = 9,
  CSN_NUMBER_VOICEMAIL = 10,
  CSN_NUMBER_UNKNOWN = 11
};

/// A number as libphonenumber sees it.
struct csn_number {
  int32_t type;
  /// ISO 3166-1 alpha-2 region, NUL-terminated; "001" for numbers of no country; "ZZ" when unknown.
  char region[4];
  bool is_valid;
};

/// Looks up `length` octets of E.164 text that start with '+', exactly as written: no trunk prefix is taken out.
///
/// Never throws and never keeps the pointer. Safe from any thread: libphonenumber's own tables are immutable and its
/// pattern cache is locked.
/// Returns true and fills `number`, or false when the text is no number at all.
bool csn_parse_e164(const char *text, size_t length, struct csn_number *number);

#ifdef __cplusplus
}
#endif

#endif
