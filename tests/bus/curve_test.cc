// Who may speak: CURVE over TCP with a list of keys, over real sockets.

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "bus/endpoint.h"
#include "bus/gatekeeper.h"
#include "bus/publisher.h"
#include "bus/subscriber.h"
#include "tests/catch.h"
#include "tests/support/scratch_directory.h"

using namespace pactwatch;
using namespace pactwatch::bus;
using namespace std::chrono_literals;

namespace {

KeyPair keys() {
  const Result<KeyPair> made = make_keys();
  REQUIRE(made);
  return *made;
}

// A daemon's doors on TCP with one kept message.
class Doors {
 public:
  Doors(const KeyPair& own, AllowList allowed) {
    Result<std::unique_ptr<Gatekeeper>> keeper =
        Gatekeeper::start(context_, std::move(allowed), own.public_key);
    REQUIRE(keeper);
    gatekeeper = std::move(*keeper);
    PublisherOptions options{"tcp://127.0.0.1:*", "tcp://127.0.0.1:*", "e1", 1, 50ms};
    options.curve = CurveKeys{own, own.public_key};
    options.gatekeeper = gatekeeper.get();
    Result<Publisher> publisher = Publisher::bind(
        context_, options, [](std::uint64_t since, const std::string&, std::size_t) {
          ReplayPage page;
          if (since == 0) page.messages.push_back({"change.a.new", "e1", 1, 0, "{}"});
          page.complete_to = 1;
          return Result<ReplayPage>(std::move(page));
        });
    REQUIRE(publisher);
    publish = publisher->publish_endpoint();
    replay = publisher->replay_endpoint();
    thread_ = std::thread([this, publisher = std::move(*publisher)]() mutable {
      while (!stopping_) failed = failed || !publisher.serve(nullptr, 50ms);
    });
  }
  ~Doors() {
    stopping_ = true;
    thread_.join();
  }
  std::string publish, replay;
  std::unique_ptr<Gatekeeper> gatekeeper;
  std::atomic<bool> failed = false;

 private:
  Context context_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

Result<Subscriber> come(const Context& context, const Doors& doors,
                        const std::optional<CurveKeys>& curve) {
  SubscriberOptions options{doors.publish, doors.replay};
  options.reply_within = 100ms;
  options.curve = curve;
  return Subscriber::connect(context, options);
}

bool gets_in(Subscriber& subscriber, int tries) {
  for (int i = 0; i < tries; ++i) {
    const Result<std::optional<Delivery>> delivery = subscriber.next(100ms);
    REQUIRE(delivery);
    if (*delivery) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a key on the list gets in; a wrong one, a wrong server key and no key get nothing",
          "[curve]") {
  const KeyPair own = keys(), friendly = keys(), stranger = keys();
  const Doors doors(own, {{friendly.public_key, "desk"}});
  const Context context;
  Result<Subscriber> good = come(context, doors, CurveKeys{friendly, own.public_key});
  REQUIRE(good);
  CHECK(gets_in(*good, 100));
  CHECK(doors.gatekeeper->admitted() > 0);

  Result<Subscriber> wrong = come(context, doors, CurveKeys{stranger, own.public_key});
  REQUIRE(wrong);
  CHECK_FALSE(gets_in(*wrong, 5));
  CHECK(doors.gatekeeper->denied() > 0);
  CHECK(doors.gatekeeper->last_denied().starts_with(stranger.public_key));

  Result<Subscriber> misled = come(context, doors, CurveKeys{friendly, stranger.public_key});
  REQUIRE(misled);
  CHECK_FALSE(gets_in(*misled, 5));
  Result<Subscriber> plain = come(context, doors, std::nullopt);
  REQUIRE(plain);
  CHECK_FALSE(gets_in(*plain, 5));
  CHECK_FALSE(doors.failed);
}

TEST_CASE("a revoked key is put out although it was connected, the others stay", "[curve]") {
  const KeyPair own = keys(), staying = keys(), leaving = keys();
  const Doors doors(own, {{staying.public_key, "a"}, {leaving.public_key, "b"}});
  const Context context;
  Result<Subscriber> left = come(context, doors, CurveKeys{leaving, own.public_key});
  Result<Subscriber> right = come(context, doors, CurveKeys{staying, own.public_key});
  REQUIRE(left);
  REQUIRE(right);
  REQUIRE(gets_in(*left, 100));
  REQUIRE(gets_in(*right, 100));

  doors.gatekeeper->allow({{staying.public_key, "a"}});
  CHECK(doors.gatekeeper->revocations() == 1);
  // Whoever is left asks again and again, and is turned away; whoever stays has a live line again.
  bool denied = false;
  bool back = false;
  for (int i = 0; i < 200 && !(denied && back); ++i) {
    REQUIRE(left->next(50ms));
    REQUIRE(right->next(50ms));
    denied = doors.gatekeeper->denied() > 0;
    Result<Subscriber> again = come(context, doors, CurveKeys{staying, own.public_key});
    REQUIRE(again);
    back = back || gets_in(*again, 5);
  }
  CHECK(denied);
  CHECK(back);
  Result<Subscriber> again = come(context, doors, CurveKeys{leaving, own.public_key});
  REQUIRE(again);
  CHECK_FALSE(gets_in(*again, 5));
  CHECK_FALSE(doors.failed);
}

TEST_CASE("beyond this machine only with keys", "[curve]") {
  const Context context;
  SocketOptions options;
  Result<Socket> open = Socket::open(context, SocketKind::pub, options);
  REQUIRE(open);
  const Status refused = open->bind("tcp://0.0.0.0:*");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().hint.find("pactwatch keygen") != std::string::npos);
  CHECK(refused.error().hint.find("pactwatch keys allow") != std::string::npos);
  CHECK(check_bind("tcp://0.0.0.0:7311", /*secured=*/true));
  const KeyPair own = keys();
  options.curve = CurveKeys{own, own.public_key};
  Result<Socket> secured = Socket::open(context, SocketKind::pub, options);
  REQUIRE(secured);
  CHECK(secured->bind("tcp://127.0.0.1:*"));
}

TEST_CASE("key files are their owner's alone, and never overwritten", "[curve]") {
  const test_support::ScratchDirectory scratch;
  const std::string file = scratch / "daemon.key";
  const KeyPair own = keys();
  CHECK(is_key(own.public_key));
  REQUIRE(write_keys(file, own));
  struct stat found {};
  REQUIRE(stat(file.c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
  const Result<KeyPair> read = read_keys(file);
  REQUIRE(read);
  CHECK(read->secret_key == own.secret_key);
  const Status again = write_keys(file, keys());
  REQUIRE_FALSE(again);
  CHECK(again.error().code == ErrorCode::conflict);
  REQUIRE(chmod(file.c_str(), 0644) == 0);
  const Result<KeyPair> open = read_keys(file);
  REQUIRE_FALSE(open);
  CHECK(open.error().hint.find("chmod 600") != std::string::npos);
  CHECK(read_keys(scratch / "none").error().hint.find("pactwatch keygen") != std::string::npos);
  // No message ever tells the secret.
  CHECK(to_string(open.error()).find(own.secret_key) == std::string::npos);
}

TEST_CASE("the list of keys survives its file, and a bad line is named", "[curve]") {
  const test_support::ScratchDirectory scratch;
  const std::string file = scratch / "allowed";
  CHECK(read_allow_list(file)->empty());
  const KeyPair one = keys(), two = keys();
  REQUIRE(write_allow_list(file, {{one.public_key, "desk one"}, {two.public_key, ""}}));
  const Result<AllowList> read = read_allow_list(file);
  REQUIRE(read);
  CHECK(read->size() == 2);
  CHECK(read->at(one.public_key) == "desk one");
  std::ofstream(file, std::ios::app) << "nokey name\n";
  const Result<AllowList> broken = read_allow_list(file);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().where == file + ":4:1");
}
