#pragma once
// Keys of CURVE (https://rfc.zeromq.org/spec/26/): Curve25519, written as 40 characters of Z85.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/result.h"

namespace pactwatch::bus {

struct KeyPair {
  std::string public_key;
  std::string secret_key;
};

// What a socket needs to speak CURVE.
struct CurveKeys {
  KeyPair own;
  std::string server;  // public key of who is connected to; not looked at by who binds
};

Result<KeyPair> make_keys();
bool is_key(std::string_view text);

// A file of one key pair: "public KEY" and "secret KEY", a line each. Writing makes it 0600 and
// never overwrites. Reading refuses a file that others may read, for then it is no secret.
Status write_keys(const std::filesystem::path& file, const KeyPair& keys);
Result<KeyPair> read_keys(const std::filesystem::path& file);

// The list of who may come in: "KEY NAME" a line; lines that begin with "# " are remarks. By key.
using AllowList = std::map<std::string, std::string>;
// A file that is not there is an empty list: nobody may.
Result<AllowList> read_allow_list(const std::filesystem::path& file);
Status write_allow_list(const std::filesystem::path& file, const AllowList& list);

}  // namespace pactwatch::bus
