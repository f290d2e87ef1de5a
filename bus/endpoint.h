#pragma once
// Where a socket may listen. An endpoint is inproc://NAME, ipc://PATH or tcp://HOST:PORT.

#include <string>
#include <string_view>

#include "core/result.h"

namespace pactwatch::bus {

// May a socket listen here? Syntax is checked, and TCP beyond loopback is refused unless `secured`:
// without CURVE anybody on the network could read the changes and feed in articles.
Status check_bind(std::string_view endpoint, bool secured = false);
// May a socket connect here? Syntax only.
Status check_connect(std::string_view endpoint);

// ipc:// endpoint of the socket file `name` in `directory` (absolute).
std::string ipc_endpoint(std::string_view directory, std::string_view name);

}  // namespace pactwatch::bus
