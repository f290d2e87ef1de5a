// The list of keys that are let in, and a file with a key pair.

#include <sys/stat.h>

#include "bus/keys.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Scratch scratch;
  const std::filesystem::path file = scratch.path() / "keys";
  scratch.write("keys", fuzz::bytes(data, size));
  (void)chmod(file.c_str(), 0600);
  if (const auto keys = bus::read_keys(file))
    fuzz::expect(bus::is_key(keys->public_key) && bus::is_key(keys->secret_key), "keys are keys");
  const auto list = bus::read_allow_list(file);
  if (!list) return 0;
  for (const auto& [key, name] : *list) fuzz::expect(bus::is_key(key), "only keys are let in");
  const std::filesystem::path copy = scratch.path() / "copy";
  fuzz::expect(bus::write_allow_list(copy, *list).has_value(), "a list can be written");
  const auto again = bus::read_allow_list(copy);
  fuzz::expect(again && again->size() == list->size(), "and comes back");
  return 0;
}
