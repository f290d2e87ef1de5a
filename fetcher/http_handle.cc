#include "fetcher/http_handle.h"

namespace pactwatch {

Status start_curl() {
  // Initialised once and never cleaned up: other parts of the process may use libcurl, too.
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK)
    return fail(ErrorCode::internal,
                std::string("libcurl does not start: ") + curl_easy_strerror(code));
  return {};
}

std::string words_for(CURLcode code, const std::string& host, const std::string& detail) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "no address is known for " + host;
    case CURLE_COULDNT_CONNECT:
      return host + " does not accept connections";
    case CURLE_GOT_NOTHING:
      return host + " closed the connection without an answer";
    case CURLE_PARTIAL_FILE:
      return host + " sent less than it announced";
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return "the connection to " + host + " broke";
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return host + " does not answer in HTTP";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return "the certificate of " + host + " is not trusted: " + detail;
    case CURLE_SSL_CONNECT_ERROR:
      return "no encrypted connection to " + host + ": " + detail;
    case CURLE_BAD_CONTENT_ENCODING:
      return host + " sent a body that does not decompress";
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return host + " broke off the HTTP/2 stream";
    default:
      break;
  }
  return detail.empty() ? std::string(curl_easy_strerror(code)) : detail;
}

}  // namespace pactwatch
