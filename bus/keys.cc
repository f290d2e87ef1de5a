#include "bus/keys.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <zmq.h>

#include "core/text.h"

namespace pactwatch::bus {
namespace {

constexpr std::size_t kKeyLength = 40;  // of Z85, as zmq_curve(7) has it
// Z85 (https://rfc.zeromq.org/spec/32/) but for letters and digits.
constexpr std::string_view kSigns = ".-:+=^!/*?&<>()[]{}@%$#";

tl::unexpected<Error> system_failure(const std::string& doing, const std::filesystem::path& file) {
  return fail(ErrorCode::unavailable, doing + ": " + std::strerror(errno), file.string(),
              "look at the owner and the mode of the file and of its directory");
}

// The whole text, or nothing of it, for its owner alone.
Status write_private(const std::filesystem::path& file, const std::string& text, int flags) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
  if (descriptor < 0) return system_failure("cannot write", file);
  const bool written =
      write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(descriptor) == 0;
  const bool closed = close(descriptor) == 0;
  if (!written || !closed) return system_failure("cannot write", file);
  return {};
}

}  // namespace

Result<KeyPair> make_keys() {
  std::array<char, kKeyLength + 1> public_key{};
  std::array<char, kKeyLength + 1> secret_key{};
  // One that begins with a sign would be taken for an option ("-") or for more by a shell.
  do {
    if (zmq_curve_keypair(public_key.data(), secret_key.data()) != 0)
      return fail(ErrorCode::internal, "this libzmq was built without CURVE", {},
                  "install libzmq5 of the distribution, which has it");
  } while (kSigns.find(public_key[0]) != std::string_view::npos);
  return KeyPair{public_key.data(), secret_key.data()};
}

bool is_key(std::string_view text) {
  if (text.size() != kKeyLength) return false;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain && kSigns.find(c) == std::string_view::npos) return false;
  }
  std::array<std::uint8_t, 32> bytes{};
  return zmq_z85_decode(bytes.data(), std::string(text).c_str()) != nullptr;
}

Status write_keys(const std::filesystem::path& file, const KeyPair& keys) {
  Status written = write_private(
      file, "public " + keys.public_key + "\nsecret " + keys.secret_key + "\n", O_EXCL);
  if (!written && errno == EEXIST)
    return fail(ErrorCode::conflict, "the file is there already", file.string(),
                "a key in use is not overwritten; choose another name or move it away");
  return written;
}

Result<KeyPair> read_keys(const std::filesystem::path& file) {
  struct stat found {};
  if (stat(file.c_str(), &found) != 0)
    return fail(ErrorCode::not_found, std::string("cannot read the key: ") + std::strerror(errno),
                file.string(), "pactwatch keygen " + file.string() + " makes one");
  // systemd hands credentials on with the group's bit set where it uses an access list.
  if ((found.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0)
    return fail(ErrorCode::invalid_input, "the secret key can be read by others", file.string(),
                "chmod 600 " + file.string() + ", and make a new one if somebody may have it");
  std::ifstream in(file);
  KeyPair keys;
  for (std::string word, value; in >> word >> value;) {
    if (word == "public") keys.public_key = value;
    if (word == "secret") keys.secret_key = value;
  }
  if (!is_key(keys.public_key) || !is_key(keys.secret_key))
    return fail(ErrorCode::invalid_input, "no key pair is in the file", file.string(),
                "pactwatch keygen FILE makes one");
  return keys;
}

Result<AllowList> read_allow_list(const std::filesystem::path& file) {
  AllowList list;
  std::ifstream in(file);
  if (!in) {
    if (errno == ENOENT) return list;
    return system_failure("cannot read who is allowed", file);
  }
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::string_view rest = trim(line);
    if (rest.empty() || rest == "#" || rest.starts_with("# ")) continue;
    const std::size_t space = rest.find_first_of(" \t");
    const std::string_view key = rest.substr(0, space);
    if (!is_key(key))
      return fail(ErrorCode::invalid_input, "this line does not begin with a key",
                  file.string() + ":" + std::to_string(number) + ":1",
                  "a line is KEY NAME; pactwatch keys allow NAME KEY writes it");
    list[std::string(key)] =
        space == std::string_view::npos ? std::string() : std::string(trim(rest.substr(space)));
  }
  return list;
}

Status write_allow_list(const std::filesystem::path& file, const AllowList& list) {
  std::string text =
      "# Who may connect to pactwatch: KEY NAME. pactwatch keys changes this file.\n";
  for (const auto& [key, name] : list) text += key + " " + name + "\n";
  // A daemon that reads it meanwhile sees the old list or the new one, never half of one.
  const std::filesystem::path fresh = file.string() + ".new";
  unlink(fresh.c_str());
  if (Status written = write_private(fresh, text, O_EXCL); !written) return written;
  if (rename(fresh.c_str(), file.c_str()) != 0) return system_failure("cannot replace", file);
  return {};
}

}  // namespace pactwatch::bus
