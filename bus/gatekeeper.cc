#include "bus/gatekeeper.h"

#include <array>
#include <memory>
#include <utility>

#include <zmq.h>

namespace pactwatch::bus {
namespace {

constexpr const char* kZap = "inproc://zeromq.zap.01";
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kMostPeerText = 64;  // an address

std::string key_text(const std::string& bytes) {
  std::array<char, 41> text{};
  if (bytes.size() != kKeyBytes) return {};
  if (zmq_z85_encode(text.data(), reinterpret_cast<const std::uint8_t*>(bytes.data()),
                     bytes.size()) == nullptr)
    return {};
  return text.data();
}

}  // namespace

Gatekeeper::Gatekeeper(Socket door, AllowList allowed, std::string own)
    : door_(std::move(door)), own_(std::move(own)), allowed_(std::move(allowed)) {
  thread_ = std::thread([this] { run(); });
}

Result<std::unique_ptr<Gatekeeper>> Gatekeeper::start(const Context& context, AllowList allowed,
                                                      std::string own) {
  Result<Socket> door = Socket::open(context, SocketKind::reply, {});
  if (!door) return tl::unexpected(door.error());
  if (Status bound = door->bind(kZap); !bound) return tl::unexpected(bound.error());
  return std::unique_ptr<Gatekeeper>(
      new Gatekeeper(std::move(*door), std::move(allowed), std::move(own)));
}

Gatekeeper::~Gatekeeper() {
  stopping_ = true;
  stop_.wake();
  thread_.join();
}

void Gatekeeper::allow(AllowList allowed) {
  const std::lock_guard lock(mutex_);
  bool revoked = false;
  for (const auto& [key, name] : allowed_) revoked |= !allowed.contains(key);
  allowed_ = std::move(allowed);
  if (revoked) ++revocations_;
}

std::string Gatekeeper::last_denied() const {
  const std::lock_guard lock(mutex_);
  return last_denied_;
}

void Gatekeeper::run() {
  while (!stopping_) {
    const Result<bool> asked = wait_readable(&door_, &stop_, -1);
    if (!asked) return;  // nobody is let in any more, which is the safe way to fail
    if (!*asked) continue;
    const Result<std::optional<Frames>> question = door_.receive(0);
    if (!question || !*question) continue;
    const Result<bool> sent = door_.send(answer(**question), 0);
    if (!sent) return;
  }
}

Frames Gatekeeper::answer(const Frames& question) {
  // version | request | domain | address | identity | mechanism | credentials
  const auto part = [&](std::size_t i) { return i < question.size() ? question[i] : ""; };
  const std::string key = part(5) == "CURVE" ? key_text(part(6)) : std::string();
  bool admitted = false;
  {
    const std::lock_guard lock(mutex_);
    admitted = !key.empty() && (key == own_ || allowed_.contains(key));
    if (!admitted)
      last_denied_ = (key.empty() ? "no key" : key) + " at " + part(3).substr(0, kMostPeerText);
  }
  ++(admitted ? admitted_ : denied_);
  return {"1.0",
          part(1),
          admitted ? "200" : "400",
          admitted ? "OK" : "no such key is allowed",
          admitted ? key : std::string(),
          ""};
}

}  // namespace pactwatch::bus
