// Alerts as their receivers meet them: the daemon over a real web server, a real mail server, a
// command and a file, killed on the way, and subscriptions made while it runs.

#include <map>
#include <random>
#include <set>

#include "tests/program/story.h"
#include "tests/support/http_server.h"
#include "tests/support/smtp_server.h"

using namespace harness;
using nlohmann::json;

namespace {

// A receiver of webhooks that drops what it had, as the standard asks.
class Receiver {
 public:
  Receiver()
      : server_([this](const test_support::Request& request, test_support::Connection& c) {
          const int status = status_;
          if (status == 200) take(request);
          c.reply(status);
        }) {}
  std::string url() const { return server_.url("/hook"); }
  void answer(int status) { status_ = status; }
  // Numbers of the changes that arrived, over all messages that were not had before.
  std::multiset<int> seqs() const {
    const std::lock_guard lock(mutex_);
    return seqs_;
  }
  std::size_t messages() const {
    const std::lock_guard lock(mutex_);
    return ids_.size();
  }

 private:
  void take(const test_support::Request& request) {
    const std::lock_guard lock(mutex_);
    if (!ids_.insert(request.header("webhook-id")).second) return;
    const json body = json::parse(request.body);
    for (const json& change : body["data"]["changes"]) seqs_.insert(change["seq"].get<int>());
  }

  mutable std::mutex mutex_;
  std::set<std::string> ids_;  // guarded by mutex_
  std::multiset<int> seqs_;    // guarded by mutex_
  std::atomic<int> status_{200};
  test_support::HttpServer server_;
};

std::multiset<int> up_to(std::size_t count) {
  std::multiset<int> out;
  for (std::size_t i = 1; i <= count; ++i) out.insert(static_cast<int>(i));
  return out;
}

std::string configuration(const Scratch& scratch, const Story& story, const std::string& alerts) {
  const std::string file = scratch / "pactwatch.toml";
  write_file(file,
             "[daemon]\ndata = \"d\"\n[fetch]\nallow_loopback = true\n[alerts]\n"
             "allow_private = true\n[[feed]]\nurl = \"" +
                 story.feed() + "\"\n" + alerts);
  return file;
}

}  // namespace

TEST_CASE("every way out brings every change that was asked for, once") {
  const Scratch scratch;
  Server server;
  const Story story(server, 12);
  Receiver receiver;
  test_support::SmtpServer mail;
  const std::string file =
      configuration(scratch, story,
                    "[mail]\nsmtp = \"" + mail.url() +
                        "\"\nfrom = \"pactwatch@desk.example\"\n"
                        "[[alert]]\nname = \"hook\"\nwebhook = \"" +
                        receiver.url() + "\"\n[[alert]]\nname = \"script\"\ncommand = \"cat >> " +
                        (scratch / "script.jsonl") +
                        "\"\n[[alert]]\nname = \"feed\"\natom = \"changes.atom\"\n"
                        "[[alert]]\nname = \"post\"\nmail = \"me@desk.example\"\ngroup = \"1s\"\n"
                        "[[alert]]\nname = \"one\"\nparties = [\"" +
                        story.investor(3) + "\", \"" + story.investee(3) +
                        "\"]\ncommand = \"cat >> " + (scratch / "one.jsonl") + "\"\n");
  Process run({binary(), "run", "--config", file});
  const auto recorded = [&] { return changes_of(scratch / "d").size(); };
  CHECK(eventually([&] { return recorded() >= story.size() && receiver.messages() > 0; }));
  CHECK(eventually([&] { return receiver.seqs() == up_to(recorded()); }));
  CHECK(eventually(
      [&] { return count_of(read_file(scratch / "script.jsonl"), "\n") == recorded(); }));
  CHECK(eventually(
      [&] { return count_of(read_file(scratch / "changes.atom"), "<entry>") == recorded(); }));
  CHECK(eventually([&] { return mail.mails().size() == recorded(); }));
  const json one = json::parse(read_file(scratch / "one.jsonl"));
  CHECK(one["data"]["headline"].get<std::string>().find("$4bn") != std::string::npos);
  CHECK(one["data"]["changes"].size() == 1);
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
  // The log tells the same.
  const Outcome log = harness::pactwatch({"deliveries", "--data", scratch / "d", "--json"});
  CHECK(count_of(log.out, "\"state\":\"sent\"") == count_of(log.out, "\n"));
  CHECK(harness::pactwatch({"deliveries", "--data", scratch / "d", "--dead"}).out.find("hook") ==
        std::string::npos);
}

TEST_CASE("killed at any moment the daemon misses no alert and sends none under two ids") {
  const Scratch scratch;
  Server server;
  server.delay(10ms);
  const Story story(server, 60);
  Receiver receiver;
  const std::string file = configuration(
      scratch, story, "[[alert]]\nname = \"hook\"\nwebhook = \"" + receiver.url() + "\"\n");
  std::mt19937 random(7);
  std::uniform_int_distribution<int> moment(150, 700);
  for (int kills = 0; kills < 8; ++kills) {
    Process run({binary(), "run", "--config", file});
    std::this_thread::sleep_for(std::chrono::milliseconds(moment(random)));
    run.signal(SIGKILL);
    CHECK(run.exit_code() == 128 + SIGKILL);
  }
  CHECK(harness::pactwatch({"run", "--config", file, "--until-idle"}).code == 0);
  const std::vector<json> changes = changes_of(scratch / "d");
  REQUIRE(changes.size() >= story.size());
  CHECK(receiver.seqs() == up_to(changes.size()));
}

TEST_CASE("subscriptions, silences and dead letters by command, while the daemon runs") {
  const Scratch scratch;
  Server server;
  const Story first(server, 3);
  const Story second(server, 3, "/second", 7);
  Receiver receiver;
  const std::string file = configuration(scratch, first, "");
  Process run({binary(), "run", "--config", file});
  const auto recorded = [&] { return changes_of(scratch / "d").size(); };
  CHECK(eventually([&] { return recorded() >= 3; }));
  const std::string data = scratch / "d";
  const auto cli = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--data", data});
    return harness::pactwatch(words);
  };
  CHECK(cli({"subscribe", "desk", "--webhook", receiver.url()}).code == 0);
  CHECK(cli({"subscribe", "desk"}).code == 2);  // no way out
  CHECK(cli({"subscribe", "x", "--webhook", "nowhere"}).code == 2);
  CHECK(cli({"subscriptions"}).out.find("desk") != std::string::npos);
  const Outcome silence = cli({"silence", "add", "--party", second.investor(0), "--for", "1h",
                               "--reason", "known", "--author", "me"});
  CHECK(silence.code == 0);
  CHECK(cli({"silence", "list"}).out.find("known") != std::string::npos);
  // More news: the silenced party's is not told, the others' is, and nothing of before.
  receiver.answer(410);
  const std::size_t before = recorded();
  CHECK(cli({"feeds", "add", "--unchecked", second.feed()}).code == 0);
  run.signal(SIGHUP);
  CHECK(eventually([&] { return recorded() >= before + 3; }));
  CHECK(eventually([&] {
    return cli({"deliveries", "--dead"}).out.find("the receiver answered 410") != std::string::npos;
  }));
  // Gone is gone, until it is asked for again.
  CHECK(eventually([&] { return cli({"subscriptions"}).out.find("desk") == std::string::npos; }));
  receiver.answer(200);
  CHECK(cli({"subscribe", "desk", "--webhook", receiver.url()}).code == 0);
  const json dead = json::parse(cli({"deliveries", "--dead", "--json", "--limit", "1"}).out);
  CHECK(cli({"deliveries", "--retry", std::to_string(dead["delivery"].get<int>())}).code == 0);
  CHECK(eventually([&] { return receiver.messages() == 1; }));
  CHECK(cli({"deliveries", "--retry", "1000"}).code == 1);
  for (const int seq : receiver.seqs()) {
    CHECK(seq > static_cast<int>(before));
    const json change = changes_of(data)[static_cast<std::size_t>(seq - 1)];
    for (const json& party : change["parties"]) CHECK(party != second.investor(0));
  }
  CHECK(cli({"unsubscribe", "desk"}).code == 0);
  CHECK(cli({"unsubscribe", "desk"}).code == 1);
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
}
