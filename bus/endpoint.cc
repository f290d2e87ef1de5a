#include "bus/endpoint.h"

#include <sys/un.h>

#include <charconv>

namespace pactwatch::bus {
namespace {

constexpr std::string_view kInproc = "inproc://";
constexpr std::string_view kIpc = "ipc://";
constexpr std::string_view kTcp = "tcp://";
// A socket's path has to fit sockaddr_un with its final zero (unix(7)).
constexpr std::size_t kMaxPath = sizeof(sockaddr_un::sun_path) - 1;

tl::unexpected<Error> malformed(std::string_view endpoint, std::string why) {
  return fail(ErrorCode::invalid_input, std::move(why), std::string(endpoint),
              "endpoints look like ipc:///var/lib/pactwatch/changes.sock or tcp://127.0.0.1:7311");
}

// 127.0.0.0/8, ::1 and the name localhost, as an endpoint writes them.
bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  if (!host.starts_with("127.")) return false;
  return host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_port(std::string_view text) {
  if (text == "*") return true;  // any free port
  unsigned port = 0;
  const std::from_chars_result read = std::from_chars(text.data(), text.data() + text.size(), port);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() && port > 0 &&
         port <= 65535;
}

Status check_syntax(std::string_view endpoint) {
  if (endpoint.starts_with(kInproc)) {
    if (endpoint.size() == kInproc.size()) return malformed(endpoint, "the endpoint has no name");
    return {};
  }
  if (endpoint.starts_with(kIpc)) {
    const std::size_t length = endpoint.size() - kIpc.size();
    if (length == 0) return malformed(endpoint, "the endpoint has no path");
    if (length > kMaxPath)
      return fail(ErrorCode::invalid_input,
                  "the socket's path has " + std::to_string(length) + " bytes; the system allows " +
                      std::to_string(kMaxPath),
                  std::string(endpoint),
                  "use a shorter data directory, or tcp://127.0.0.1:PORT endpoints in [bus]");
    return {};
  }
  if (endpoint.starts_with(kTcp)) {
    const std::string_view address = endpoint.substr(kTcp.size());
    const std::size_t colon = address.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
      return malformed(endpoint, "the endpoint needs a host and a port");
    if (!is_port(address.substr(colon + 1))) return malformed(endpoint, "the port is not a number");
    return {};
  }
  return malformed(endpoint, "the endpoint is none of inproc://, ipc://, tcp://");
}

}  // namespace

Status check_bind(std::string_view endpoint, bool secured) {
  if (Status syntax = check_syntax(endpoint); !syntax) return syntax;
  if (!endpoint.starts_with(kTcp)) return {};
  const std::string_view address = endpoint.substr(kTcp.size());
  if (secured || is_loopback(address.substr(0, address.rfind(':')))) return {};
  return fail(
      ErrorCode::invalid_input,
      "listening beyond this machine needs encryption (CURVE) and a list of who may come in",
      std::string(endpoint),
      "pactwatch keygen daemon.key; pactwatch keys allow NAME KEY; and in [bus]: secret = "
      "\"daemon.key\", allow = \"allowed_keys\"");
}

Status check_connect(std::string_view endpoint) { return check_syntax(endpoint); }

std::string ipc_endpoint(std::string_view directory, std::string_view name) {
  return std::string(kIpc) + std::string(directory) + "/" + std::string(name);
}

}  // namespace pactwatch::bus
