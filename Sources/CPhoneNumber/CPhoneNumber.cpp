// SPDX-License-Identifier: Apache-2.0
#include "CPhoneNumber.h"

#include <phonenumbers/phonenumberutil.h>

#include <cstring>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

extern "C" bool csn_parse_e164(const char *text, size_t length, struct csn_number *number) {
  try {
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    PhoneNumber parsed;
    // "ZZ" is the unknown region: without a default, only international form parses.
    if (util->Parse(std::string(text, length), "ZZ", &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return false;
    std::string region;
    util->GetRegionCodeForNumber(parsed, &region);
    number->country_calling_code = parsed.country_code();
    // Validity for the number's own region and its type cost a pattern match each, so the type answers both: a number
    // that matches no type of its region is not valid.
    number->type = static_cast<int32_t>(util->GetNumberType(parsed));
    number->is_valid = number->type != PhoneNumberUtil::UNKNOWN;
    std::memset(number->region, 0, sizeof number->region);
    std::strncpy(number->region, region.c_str(), sizeof number->region - 1);
    return true;
  } catch (...) {
    return false;
  }
}
