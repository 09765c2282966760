// SPDX-License-Identifier: Apache-2.0

/// What `countersign send --probe` sends: it fits into one part, and the phone shows which characters the network does not carry.
enum ProbeText {
  /// Every character of the GSM 7-bit alphabet and its extension that a phone shows, in the order of their codes, TS 23.038 §6.2.1.
  static let text = """
    @£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\
    ^{}\\[~]|€
    """
}
