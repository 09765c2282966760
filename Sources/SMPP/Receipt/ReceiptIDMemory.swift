// SPDX-License-Identifier: Apache-2.0

/// The last ids that were seen, found by whatever they may mean. When it is full the oldest goes.
struct ReceiptIDMemory: Sendable {
  private struct Entry {
    let forms: ReceiptIDForms
    /// True when a match of it has been counted.
    var isCounted = false
  }

  let capacity: Int
  private var entries: [Entry] = []
  private var oldest = 0
  private var byText: [String: Int] = [:]
  private var byDecimal: [UInt128: Int] = [:]
  private var byHexadecimal: [UInt128: Int] = [:]

  /// Longer ids are not kept, so that memory has a bound.
  static let idLengthMax = 255

  init(capacity: Int) { self.capacity = max(1, capacity) }

  var isEmpty: Bool { entries.isEmpty }

  mutating func insert(_ forms: ReceiptIDForms) {
    guard !forms.id.isEmpty, forms.id.utf8.count <= Self.idLengthMax else { return }
    let slot: Int
    if entries.count < capacity {
      slot = entries.count
      entries.append(Entry(forms: forms))
    } else {
      slot = oldest
      oldest = (oldest + 1) % capacity
      forget(slot)
      entries[slot] = Entry(forms: forms)
    }
    byText[forms.folded] = slot
    if let decimal = forms.decimal { byDecimal[decimal] = slot }
    if let hexadecimal = forms.hexadecimal { byHexadecimal[hexadecimal] = slot }
  }

  /// Ids that are the same but for zeros, blanks and case.
  func same(as forms: ReceiptIDForms) -> String? { byText[forms.folded].map { entries[$0].forms.id } }

  /// Ids that have this value when they are read as decimal numbers.
  func decimal(_ value: UInt128?) -> String? { value.flatMap { byDecimal[$0] }.map { entries[$0].forms.id } }

  /// Ids that have this value when they are read as hexadecimal numbers.
  func hexadecimal(_ value: UInt128?) -> String? { value.flatMap { byHexadecimal[$0] }.map { entries[$0].forms.id } }

  /// True the first time that it is asked of an id, and of one that is not kept.
  mutating func isFirstMatch(of id: String) -> Bool {
    guard let slot = byText[ReceiptIDForms(id).folded], entries[slot].forms.id == id else { return true }
    defer { entries[slot].isCounted = true }
    return !entries[slot].isCounted
  }

  mutating func removeAll() { self = ReceiptIDMemory(capacity: capacity) }

  private mutating func forget(_ slot: Int) {
    let forms = entries[slot].forms
    if byText[forms.folded] == slot { byText[forms.folded] = nil }
    if let decimal = forms.decimal, byDecimal[decimal] == slot { byDecimal[decimal] = nil }
    if let hexadecimal = forms.hexadecimal, byHexadecimal[hexadecimal] == slot { byHexadecimal[hexadecimal] = nil }
  }
}
