// SPDX-License-Identifier: Apache-2.0
#include "CPhoneNumber.h"

#include <phonenumbers/phonenumberutil.h>

#include <bitset>
#include <cstring>
#include <set>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

// Calling codes have one to three digits, and none begins another.
std::bitset<1000> calling_codes() {
  std::set<int> codes;
  PhoneNumberUtil::GetInstance()->GetSupportedCallingCodes(&codes);
  std::bitset<1000> table;
  for (int code : codes) {
    if (code > 0 && code < 1000) table.set(static_cast<size_t>(code));
  }
  return table;
}

// Takes the number as it is written: calling code, then the national significant number. False when it begins with no
// calling code. The library's own Parse also undoes national habits (trunk prefixes and the like): by it one phone would have
// several spellings, and whoever is counted or blocked under one could come back under another.
bool as_written(const char *text, size_t length, PhoneNumber *number) {
  static const std::bitset<1000> codes = calling_codes();
  if (length < 4 || length > 16 || text[0] != '+') return false;
  int code = 0;
  size_t position = 1;
  do {
    if (position == 4) return false;
    code = code * 10 + (text[position] - '0');
    position++;
  } while (!codes[static_cast<size_t>(code)]);
  uint64_t national = 0;
  int leading_zeros = 0;
  for (size_t index = position; index < length; index++) {
    if (national == 0 && text[index] == '0') leading_zeros++;
    national = national * 10 + static_cast<uint64_t>(text[index] - '0');
  }
  if (national == 0) return false;
  number->set_country_code(code);
  number->set_national_number(national);
  if (leading_zeros > 0) number->set_italian_leading_zero(true);
  if (leading_zeros > 1) number->set_number_of_leading_zeros(leading_zeros);
  return true;
}

}  // namespace

extern "C" bool csn_parse_e164(const char *text, size_t length, struct csn_number *number) {
  try {
    for (size_t index = 1; index < length; index++) {
      if (text[index] < '0' || text[index] > '9') return false;
    }
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    PhoneNumber parsed;
    if (!as_written(text, length, &parsed)) return false;
    const PhoneNumberUtil::PhoneNumberType type = util->GetNumberType(parsed);
    std::string region;
    util->GetRegionCodeForNumber(parsed, &region);
    number->type = static_cast<int32_t>(type);
    // A number that matches no type of its region is not valid.
    number->is_valid = type != PhoneNumberUtil::UNKNOWN;
    std::memset(number->region, 0, sizeof number->region);
    std::strncpy(number->region, region.c_str(), sizeof number->region - 1);
    return true;
  } catch (...) {
    return false;
  }
}
