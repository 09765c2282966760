// SPDX-License-Identifier: Apache-2.0

package import SMSCodec

extension TextEncoding {
  /// The name that operators know the alphabet by.
  package var name: String {
    switch self {
    case .gsm7: "GSM-7"
    case .ucs2: "UCS-2"
    }
  }
}
