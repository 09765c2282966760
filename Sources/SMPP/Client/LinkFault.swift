// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Words for what goes wrong below SMPP.
enum LinkFault {
  static func words(_ error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError:
      let first =
        error.connectionErrors.first.map { words($0.error) } ?? error.dnsAError.map { _ in "the name is not known" } ?? "no address"
      return first
    case let error as IOError: return words(ofErrno: error.errnoCode)
    case let error as ChannelError:
      switch error {
      case .connectTimeout: return "no answer in time"
      case .eof, .inputClosed, .outputClosed, .ioOnClosedChannel, .alreadyClosed: return "the peer closed the connection"
      default: return "\(error)"
      }
    case let error as NIOSSLError: return words(error)
    case let error as NIOSSLExtraError:
      return "TLS: the certificate is not for this host (\(error.description)); set tls.serverName to the name it is for"
    default: return "\(error)"
    }
  }

  private static func words(ofErrno code: CInt) -> String {
    switch code {
    case 111: "connection refused: nothing listens there"
    case 104: "connection reset by the peer"
    case 110: "no answer in time"
    case 113: "no route to the host"
    case 101: "the network cannot be reached"
    case 32: "the peer closed the connection"
    default: String(IOError(errnoCode: code, reason: "").description.drop { $0 == ":" || $0 == " " })
    }
  }

  private static func words(_ error: NIOSSLError) -> String {
    switch error {
    case .handshakeFailed(let reason):
      let text = "\(reason)"
      if text.contains("CERTIFICATE_VERIFY_FAILED") {
        return "TLS: the certificate of the SMSC is not signed by an authority that we trust; set tls.ca to the carrier's CA certificate"
      }
      if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
        return "TLS: the SMSC does not speak TLS on this port"
      }
      return "TLS handshake failed: \(text)"
    case .uncleanShutdown: return "the peer closed the connection without ending TLS"
    default: return "TLS: \(error)"
    }
  }
}
