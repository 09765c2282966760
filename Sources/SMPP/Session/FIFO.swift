// SPDX-License-Identifier: Apache-2.0

/// A queue on an array: what has left it is cleared away in one go, now and then.
struct FIFO<Element>: Sequence {
  private var elements: [Element?] = []
  private var start = 0

  var count: Int { elements.count - start }
  var isEmpty: Bool { count == 0 }
  var first: Element? { start < elements.count ? elements[start] : nil }

  mutating func append(_ element: Element) { elements.append(element) }

  @discardableResult
  mutating func removeFirst() -> Element? {
    guard start < elements.count else { return nil }
    let element = elements[start]
    elements[start] = nil
    start += 1
    if start == elements.count {
      elements.removeAll(keepingCapacity: true)
      start = 0
    } else if start >= 64, start * 2 >= elements.count {
      elements.removeSubrange(..<start)
      start = 0
    }
    return element
  }

  func makeIterator() -> some IteratorProtocol<Element> {
    elements[start...].lazy.compactMap { $0 }.makeIterator()
  }
}

extension FIFO: Sendable where Element: Sendable {}
