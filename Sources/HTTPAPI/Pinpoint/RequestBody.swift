// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import NIOCore

/// Reads the JSON object of a request and says in words what is wrong with it.
enum RequestBody {
  private static let decoder = JSONDecoder()

  static func decode<Body: Decodable>(_ type: Body.Type, from body: ByteBuffer) throws(PinpointError) -> Body {
    let octets = Data(body.readableBytesView)
    guard String(validating: octets, as: UTF8.self) != nil else { throw .badRequest("The body is not UTF-8") }
    do {
      return try decoder.decode(type, from: octets)
    } catch let fault as RequestShapeFault {
      throw .badRequest(fault.words)
    } catch DecodingError.typeMismatch {
      throw .badRequest("The body must be a JSON object")
    } catch {
      throw .badRequest("The body is not valid JSON")
    }
  }
}

/// An object that is well-formed JSON and yet not a request.
struct RequestShapeFault: Error {
  let words: String
}

extension KeyedDecodingContainer where Key: RawRepresentable<String> {
  /// The text of a member; nil when it is missing or null.
  func text(_ key: Key) throws(RequestShapeFault) -> String? {
    do {
      return try decodeIfPresent(String.self, forKey: key)
    } catch {
      throw RequestShapeFault(words: "\(key.rawValue) must be a text")
    }
  }

  /// The whole number of a member; nil when it is missing or null.
  func wholeNumber(_ key: Key) throws(RequestShapeFault) -> Int? {
    do {
      return try decodeIfPresent(Int.self, forKey: key)
    } catch {
      throw RequestShapeFault(words: "\(key.rawValue) must be a whole number")
    }
  }
}
