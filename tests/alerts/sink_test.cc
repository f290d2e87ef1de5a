// Each way out, against a real receiver on loopback.

#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>

#include <openssl/evp.h>
#include <unistd.h>

#include "alerts/signature.h"
#include "alerts/sink.h"
#include "tests/catch.h"
#include "tests/support/http_server.h"
#include "tests/support/smtp_server.h"

using namespace pactwatch;
using namespace pactwatch::alerts;
using test_support::HttpServer;
using test_support::Request;

namespace {

namespace fs = std::filesystem;

constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

Message message(int changes = 1) {
  Message out;
  out.id = "msg_1";
  out.subscription = "desk";
  out.timestamp = "2026-05-12T08:30:00Z";
  for (unsigned i = 1; i <= static_cast<unsigned>(changes); ++i) {
    nlohmann::json json = {
        {"seq", i},
        {"id", "c" + std::to_string(i)},
        {"kind", "new"},
        {"relationship", "microsoft~openai"},
        {"parties", {"OpenAI", "Microsoft"}},
        {"term", "revenue_share.cap"},
        {"status", "reported"},
        {"origins", 1},
        {"recorded", "2026-05-12T08:30:00Z"},
        {"before", nullptr},
        {"after", {{"amount", {{"value", 38e9}, {"currency", "USD"}}}}},
        {"claims",
         {{{"claim", "k"},
           {"outlet", "Tekedia"},
           {"attribution", "The Information"},
           {"sentence", "Payments are capped at $38 billion. <script>alert(1)</script>"},
           {"url", "https://tekedia.example/cap?a=1&b=2"}}}}};
    Result<ChangeView> view = change_from_json(json);
    REQUIRE(view);
    out.changes.push_back({*view, json});
  }
  return out;
}

fs::path scratch_file(const std::string& name) {
  return fs::temp_directory_path() / ("pactwatch-sink-" + std::to_string(::getpid()) + "-" + name);
}

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// The bodies of a mail's parts, decoded.
std::string decoded_parts(const std::string& mail) {
  std::string out;
  for (std::size_t at = mail.find("base64\r\n\r\n"); at != std::string::npos;
       at = mail.find("base64\r\n\r\n", at + 1)) {
    std::istringstream lines(mail.substr(at + 10));
    for (std::string line; std::getline(lines, line) && !line.starts_with("--");) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      std::string bytes(line.size(), '\0');
      const int n = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                    reinterpret_cast<const unsigned char*>(line.data()),
                                    static_cast<int>(line.size()));
      if (n > 0) out.append(bytes, 0, static_cast<std::size_t>(n));
    }
  }
  return out;
}

}  // namespace

TEST_CASE("a signature is the one of the standard's own example") {
  const Result<std::string> one =
      sign({kSecret}, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", R"({"test": 2432232314})");
  REQUIRE(one);
  CHECK(*one == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  const Result<std::string> two = sign({kSecret, kSecret}, "a", "1", "b");
  REQUIRE(two);
  CHECK(two->find(" v1,") != std::string::npos);
  CHECK_FALSE(sign({"secret"}, "a", "1", "b"));
  CHECK_FALSE(sign({"whsec_c2hvcnQ="}, "a", "1", "b"));
  CHECK(sign({}, "a", "1", "b")->empty());
}

TEST_CASE("a webhook carries id, time and signature, and only 2xx is success") {
  std::mutex mutex;
  int status = 200;            // guarded by mutex
  test_support::Headers more;  // guarded by mutex
  HttpServer server([&](const Request&, test_support::Connection& c) {
    const std::lock_guard lock(mutex);
    c.reply(status, more);
  });
  const auto answer_from_now = [&](int code, test_support::Headers headers) {
    const std::lock_guard lock(mutex);
    status = code;
    more = std::move(headers);
  };
  const Target target{"webhook", server.url("/hook"), {kSecret}};
  const UtcTime now{1'614'265'330'000};
  const Attempt good = send_webhook(target, message(), now, {});
  CHECK(good.done);
  REQUIRE(server.requests().size() == 1);
  const Request request = server.requests()[0];
  CHECK(request.method == "POST");
  CHECK(request.header("content-type") == "application/json");
  CHECK(request.header("webhook-id") == "msg_1");
  CHECK(request.header("webhook-timestamp") == "1614265330");
  CHECK(request.header("webhook-signature") ==
        *sign({kSecret}, "msg_1", "1614265330", request.body));
  const nlohmann::json body = nlohmann::json::parse(request.body);
  CHECK(body["type"] == "pactwatch.changes");
  CHECK(body["data"]["headline"] == "OpenAI–Microsoft: revenue-share cap $38bn");
  CHECK(body["data"]["changes"][0]["seq"] == 1);

  answer_from_now(503, {{"Retry-After", "120"}});
  const Attempt later = send_webhook(target, message(), now, {});
  CHECK_FALSE(later.done);
  CHECK(later.error == "the receiver answered 503");
  REQUIRE(later.retry_after);
  CHECK(*later.retry_after == std::chrono::seconds(120));
  answer_from_now(302, {});
  CHECK_FALSE(send_webhook(target, message(), now, {}).done);
  answer_from_now(410, {});
  CHECK(send_webhook(target, message(), now, {}).gone);
}

TEST_CASE("a webhook goes nowhere it may not, whatever its name says") {
  HttpServer server([](const Request&, test_support::Connection& c) { c.reply(200); });
  SinkSettings settings;
  int asked = 0;
  settings.may_connect = [&](const sockaddr&) {
    ++asked;
    return false;
  };
  const std::string url = "http://localhost:" + std::to_string(server.port()) + "/";
  CHECK_FALSE(send_webhook({"webhook", url, {}}, message(), UtcTime{0}, settings).done);
  CHECK(asked > 0);
  CHECK(server.connections() == 0);
}

TEST_CASE("a receiver that says nothing is left in time, and a stop does not wait for it") {
  HttpServer server([](const Request&, test_support::Connection& c) { c.hold(); });
  SinkSettings settings;
  settings.timeout = std::chrono::milliseconds(200);
  CHECK_FALSE(send_webhook({"webhook", server.url(), {}}, message(), UtcTime{0}, settings).done);
  settings.timeout = std::chrono::minutes(10);
  settings.go_on = [] { return false; };
  CHECK_FALSE(send_webhook({"webhook", server.url(), {}}, message(), UtcTime{0}, settings).done);
}

TEST_CASE("a payload stays below what receivers take") {
  const std::string body = payload(message(200));
  CHECK(body.size() < kMostPayload);
  const nlohmann::json json = nlohmann::json::parse(body);
  CHECK(json["data"]["left_out"].get<std::size_t>() + json["data"]["changes"].size() == 200);
}

TEST_CASE("a mail arrives with text and HTML, from articles nothing but text") {
  test_support::SmtpServer server;
  SinkSettings settings;
  settings.smtp = server.url();
  settings.mail_from = "pactwatch@desk.example";
  const Attempt sent =
      send_mail({"mail", "me@desk.example", {}}, message(2), UtcTime{1'778'574'600'000}, settings);
  INFO(sent.error);
  REQUIRE(sent.done);
  REQUIRE(server.mails().size() == 1);
  const std::string mail = server.mails()[0];
  CHECK(mail.find("Date: Tue, 12 May 2026 08:30:00 +0000\r\n") != std::string::npos);
  CHECK(mail.find("Message-ID: <msg_1@desk.example>\r\n") != std::string::npos);
  CHECK(mail.find("To: <me@desk.example>\r\n") != std::string::npos);
  CHECK(mail.find("Subject: =?utf-8?B?") != std::string::npos);
  const std::string parts = decoded_parts(mail);
  CHECK(parts.find("OpenAI–Microsoft: revenue-share cap $38bn — reported by The Information") !=
        std::string::npos);
  CHECK(parts.find("<a href=\"https://tekedia.example/cap?a=1&amp;b=2\">") != std::string::npos);
  CHECK(parts.find("&lt;script&gt;") != std::string::npos);

  server.refuse(true);
  CHECK_FALSE(send_mail({"mail", "me@desk.example", {}}, message(), UtcTime{0}, settings).done);
  CHECK_FALSE(send_mail({"mail", "me@desk.example", {}}, message(), UtcTime{0}, {}).done);
}

TEST_CASE("a command gets the message on its standard input") {
  const fs::path file = scratch_file("command");
  CHECK(run_command({"command", "cat > " + file.string(), {}}, message(), {}).done);
  CHECK(nlohmann::json::parse(read(file))["data"]["subscription"] == "desk");
  fs::remove(file);
  CHECK(run_command({"command", "exit 3", {}}, message(), {}).error ==
        "the command ended with exit code 3");
  CHECK(run_command({"command", "true", {}}, message(), {}).done);  // does not read its input
  SinkSettings settings;
  settings.timeout = std::chrono::milliseconds(100);
  CHECK(run_command({"command", "sleep 100", {}}, message(), settings).error ==
        "the command did not end in time");
}

TEST_CASE("an Atom file is put in place whole") {
  const fs::path file = scratch_file("feed.atom");
  Message two = message(2);
  std::reverse(two.changes.begin(), two.changes.end());
  REQUIRE(write_atom({"atom", file.string(), {}}, "desk", two.changes).done);
  const std::string feed = read(file);
  CHECK(feed.find("<id>urn:pactwatch:change:c2</id>") < feed.find("urn:pactwatch:change:c1"));
  CHECK(feed.find("<script>") == std::string::npos);
  CHECK_FALSE(fs::exists(file.string() + ".new"));
  fs::remove(file);
  CHECK_FALSE(write_atom({"atom", "/nowhere/at/all.atom", {}}, "desk", two.changes).done);
}
