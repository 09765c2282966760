// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import NIOCore

/// Reads the JSON object of a request and says in words what is wrong with it.
enum RequestBody {
  static func decode<Body: Decodable>(_ type: Body.Type, from body: ByteBuffer) throws(PinpointError) -> Body {
    let octets = Data(body.readableBytesView)
    guard String(validating: octets, as: UTF8.self) != nil else { throw .badRequest("The body is not UTF-8") }
    do {
      return try JSONDecoder().decode(type, from: octets)
    } catch let fault as RequestShapeFault {
      throw .badRequest(fault.words)
    } catch let DecodingError.typeMismatch(expected, context) {
      throw .badRequest(words(expected: expected, at: context.codingPath))
    } catch let DecodingError.dataCorrupted(context) where !context.codingPath.isEmpty {
      throw .badRequest(words(expected: Int.self, at: context.codingPath))
    } catch {
      throw .badRequest("The body is not valid JSON")
    }
  }

  private static func words(expected: Any.Type, at path: [any CodingKey]) -> String {
    guard let name = path.last?.stringValue else { return "The body must be a JSON object" }
    return expected == Int.self ? "\(name) must be a whole number" : "\(name) must be a text"
  }
}

/// An object that is well-formed JSON and yet not a request.
struct RequestShapeFault: Error {
  let words: String
}
