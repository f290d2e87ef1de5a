// A server that wants to do harm, as feed and as article page. Whatever it sends, the daemon reads
// what is good, names what is bad, stays within memory and time, connects nowhere else, and writes
// nothing into the log that a terminal would obey.

#include <zlib.h>

#include <nlohmann/json.hpp>

#include "tests/program/invariants.h"
#include "tests/support/http_server.h"

// Within the namespace its runner pactwatch() and the namespace of that name do not meet.
namespace harness {
using test_support::Connection;
using test_support::HttpServer;
using test_support::Request;

namespace {

// With an allowance for the allocator; one 8 MiB body is in memory several times while it is
// parsed.
constexpr long kMostKib = 700 << 10;
constexpr std::size_t kDeep = 100'000;

std::string repeat(const std::string& text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

// 1 GiB of nothing in about a megabyte. Made once: that takes seconds.
const std::string& gzip_bomb() {
  static std::string out;
  if (!out.empty()) return out;
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string zeros(1 << 20, '\0');
  std::string buffer(1 << 16, '\0');
  for (int i = 0; i < 1024; ++i) {
    stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
    stream.avail_in = static_cast<uInt>(zeros.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream.avail_out = static_cast<uInt>(buffer.size());
      deflate(&stream, i == 1023 ? Z_FINISH : Z_NO_FLUSH);
      out.append(buffer, 0, buffer.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return out;
}

// 100 MiB of nothing as brotli writes it (brotli -q 5 -w 24).
std::string brotli_bomb() {
  static constexpr unsigned char kBytes[] = {
      0xcf, 0xff, 0xff, 0x7f, 0x00, 0x24, 0x00, 0xe2, 0xb1, 0x40, 0x72, 0xef, 0xff, 0xf9, 0xff,
      0xff, 0x0f, 0x80, 0x04, 0x40, 0x1c, 0x16, 0x80, 0xee, 0xfd, 0x3f, 0xff, 0xff, 0xff, 0x01,
      0x90, 0x00, 0x88, 0xc3, 0x02, 0xd0, 0xbd, 0xff, 0xe7, 0xff, 0xff, 0x3f, 0x00, 0x12, 0x00,
      0x71, 0x58, 0x00, 0xba, 0xf7, 0xff, 0xfc, 0xff, 0xff, 0x07, 0x40, 0x02, 0x20, 0x0e, 0x0b,
      0x40, 0xf7, 0xfe, 0x9f, 0xff, 0xff, 0xff, 0x00, 0x48, 0x00, 0xc4, 0x61, 0x01, 0xe8, 0xde,
      0xff, 0xe7, 0xff, 0xff, 0x0f, 0x00, 0x09, 0x80, 0x38, 0x2c, 0x00, 0xdd, 0xfb, 0x1f};
  return {reinterpret_cast<const char*>(kBytes), sizeof kBytes};
}

std::string utf16(const std::string& ascii, bool lone_surrogates) {
  std::string out = "\xff\xfe";
  for (const char c : ascii) {
    out += c;
    out += '\0';
    if (lone_surrogates && c == ' ') out += std::string("\x00\xd8", 2);
  }
  return out;
}

const char* const kHead = "<?xml version=\"1.0\"?>\n";

std::string entities(bool nested) {
  std::string out =
      std::string(kHead) + "<!DOCTYPE rss [<!ENTITY a \"" + repeat("ha", 500) + "\">\n";
  if (nested)
    for (char name = 'b'; name <= 'z'; ++name)
      out += std::string("<!ENTITY ") + name + " \"" +
             repeat(std::string("&") + static_cast<char>(name - 1) + ";", 10) + "\">\n";
  out += "<!ENTITY file SYSTEM \"file:///etc/passwd\">]>\n<rss version=\"2.0\"><channel><title>" +
         (nested ? std::string("&z;") : repeat("&a;", 100'000)) + "&file;</title></channel></rss>";
  return out;
}

// What a terminal would obey, in text.
const std::string kEscapes =
    "\x1b]0;owned\x07\x1b[2J\x9b"
    "31m\xc2\x9b"
    "31m\r\n\x7f evil";

void redirect(Connection& out, const std::string& to) { out.reply(302, {{"Location", to}}); }

// One evil answer a name. The same serve as feeds and as pages.
std::map<std::string, std::function<void(const Request&, Connection&)>> evil_answers() {
  std::map<std::string, std::function<void(const Request&, Connection&)>> all;
  const auto body = [&](const std::string& name, std::string text, std::string type) {
    all[name] = [text = std::move(text), type = std::move(type)](const Request&, Connection& out) {
      out.reply(200, {{"Content-Type", type}}, text);
    };
  };
  all["endless"] = [](const Request&, Connection& out) {
    out.send("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n");
    while (out.send(std::string(65'536, '<'))) {
    }
  };
  all["endless-chunks"] = [](const Request&, Connection& out) {
    out.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (out.send("1\r\nx\r\n")) {
    }
  };
  gzip_bomb();  // now, and not while somebody waits for it
  all["gzip-bomb"] = [](const Request&, Connection& out) {
    out.reply(200, {{"Content-Encoding", "gzip"}}, gzip_bomb());
  };
  all["gzip-thrice"] = [](const Request&, Connection& out) {
    out.reply(200, {{"Content-Encoding", "gzip, gzip, gzip, gzip, gzip, gzip, gzip"}}, gzip_bomb());
  };
  all["brotli-bomb"] = [bomb = brotli_bomb()](const Request&, Connection& out) {
    out.reply(200, {{"Content-Encoding", "br"}}, bomb);
  };
  all["redirect-loop"] = [](const Request& request, Connection& out) {
    redirect(out, request.target);
  };
  all["redirect-far"] = [](const Request& request, Connection& out) {
    redirect(out, request.target + "x");
  };
  for (const auto& [name, to] : std::map<std::string, std::string>{
           {"redirect-metadata", "http://169.254.169.254/latest/meta-data/"},
           {"redirect-private", "http://10.0.0.1/"},
           {"redirect-mapped", "http://[::ffff:192.168.0.1]/"},
           {"redirect-decimal", "http://167772161/"},
           {"redirect-file", "file:///etc/passwd"},
           {"redirect-gopher", "gopher://127.0.0.1:25/_MAIL"},
           {"redirect-dict", "dict://127.0.0.1:11211/stat"},
           {"redirect-script", "javascript:alert(1)"},
           {"redirect-noise", "http://\x01\x02 \xff/"}})
    all[name] = [to = to](const Request&, Connection& out) { redirect(out, to); };
  body("entity-bomb", entities(true), "text/xml");
  body("entity-heap", entities(false), "text/xml");
  body("deep-xml",
       std::string(kHead) + "<rss version=\"2.0\"><channel>" + repeat("<item><title>", kDeep) + "x",
       "text/xml");
  body("deep-html", "<html><body><article>" + repeat("<div><p><b>", kDeep) + "deep", "text/html");
  body("deep-json",
       "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":" + repeat("[", kDeep) +
           repeat("]", kDeep) + "}",
       "application/feed+json");
  body("wide-attributes", "<rss " + repeat("a='b' ", 200'000) + "><channel/></rss>", "text/xml");
  body("bad-utf8",
       std::string(kHead) +
           "<rss version=\"2.0\"><channel><title>\xc3\x28\xf0\x28\x8c"
           "\xff\xfe\xed\xa0\x80</title></channel></rss>",
       "text/xml; charset=utf-8");
  body("bad-utf16",
       utf16("<rss version=\"2.0\"><channel><title>a b c</title></channel></rss>", true),
       "text/xml; charset=utf-16");
  body("nuls",
       std::string(kHead) + "<rss version=\"2.0\"><channel><title>" + std::string(100'000, '\0') +
           "</title></channel></rss>",
       "text/xml");
  body("million-items",
       std::string(kHead) + "<rss version=\"2.0\"><channel>" +
           repeat("<item><guid>g</guid></item>", 1'000'000),
       "text/xml");
  body("small-items",
       std::string(kHead) + "<rss version=\"2.0\"><channel>" + repeat("<item/>", 1'000'000) +
           "</channel></rss>",
       "text/xml");
  body("escapes",
       kEscapes + "<rss version=\"2.0\"><channel><title>" + kEscapes + "</title></channel></rss>",
       "text/xml");
  all["header-flood"] = [](const Request&, Connection& out) {
    out.send("HTTP/1.1 200 OK\r\n");
    while (out.send("X-Flood: " + std::string(8000, 'h') + "\r\n")) {
    }
  };
  all["header-line"] = [](const Request&, Connection& out) {
    out.send("HTTP/1.1 200 OK\r\nX-Long: ");
    while (out.send(std::string(65'536, 'h'))) {
    }
  };
  all["header-escapes"] = [](const Request&, Connection& out) {
    out.send(
        "HTTP/1.1 200 OK\r\nETag: \x1b[2J\r\nContent-Type: \x1b]0;x\x07\r\nContent-Length: 1\r\n"
        "\r\nx");
  };
  all["cookie-flood"] = [](const Request& request, Connection& out) {
    test_support::Headers headers = {{"Location", request.target + "c"}};
    for (int i = 0; i < 200; ++i)
      headers.push_back({"Set-Cookie", "c" + std::to_string(i) + "=" + std::string(200, 'x')});
    out.reply(302, headers);
  };
  all["slow-loris"] = [](const Request&, Connection& out) {
    const std::string head = "HTTP/1.1 200 OK\r\nX: ";
    out.send(head);
    while (out.send("x")) std::this_thread::sleep_for(50ms);
  };
  all["slow-body"] = [](const Request&, Connection& out) {
    out.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (out.send("<")) std::this_thread::sleep_for(50ms);
  };
  all["stalled"] = [](const Request&, Connection& out) { out.hold(); };
  all["empty-answer"] = [](const Request&, Connection&) {};
  all["lying-length"] = [](const Request&, Connection& out) {
    out.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx");
  };
  all["negative-length"] = [](const Request&, Connection& out) {
    out.send("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx");
  };
  all["not-http"] = [](const Request&, Connection& out) {
    out.send("\x16\x03\x01\x02" + kEscapes);
  };
  all["status-999"] = [](const Request&, Connection& out) { out.reply(999, {}, kEscapes); };
  all["retry-after"] = [](const Request&, Connection& out) {
    out.reply(404, {{"Retry-After", "99999999999999999999"}}, "");
  };
  all["interim"] = [](const Request&, Connection& out) {
    while (out.send("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n")) {
    }
  };
  return all;
}

bool obeyed_by_terminals(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7f) return true;
    const unsigned char next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (byte == 0xc2 && next >= 0x80 && next < 0xa0) return true;
  }
  return false;
}

// Reads all of them beside a good feed.
void survive(const std::string& kind, bool as_pages) {
  const Scratch scratch;
  Server good;
  const Story story(good, 5);
  std::map<std::string, std::function<void(const Request&, Connection&)>> answers;
  HttpServer evil([&](const Request& request, Connection& out) {
    const std::string name = request.target.substr(request.target.rfind('/') + 1);
    for (const auto& [key, answer] : answers) {
      const bool asked =
          key == name || (name.starts_with(key) && key.find('-') != std::string::npos);
      if (!asked) continue;
      // As a page it is named by a feed of its own.
      if (as_pages && request.target.starts_with("/feed/"))
        out.reply(200, {{"Content-Type", "text/xml"}},
                  rss({{key, "http://" + request.header("host") + "/page/" + key}}));
      else
        answer(request, out);
      return;
    }
    out.reply(404, {}, "");
  });
  answers = evil_answers();
  std::string configuration =
      "[daemon]\ndata = \"d\"\nlog = \"debug\"\n[fetch]\ntimeout = \"3s\"\nallow_loopback = true\n";
  configuration += "[[feed]]\nurl = \"" + story.feed() + "\"\n";
  for (const auto& [name, answer] : answers)
    configuration += "[[feed]]\nurl = \"" + evil.url("/feed/" + name) + "\"\n";
  write_file(scratch / "p.toml", configuration);
  Process run({binary(), "run", "--config", scratch / "p.toml", "--until-idle"});
  const int code = run.exit_code(300s);
  INFO(run.error());
  CHECK(code == 0);
  CHECK(run.peak_kib() < kMostKib);
  CHECK_FALSE(obeyed_by_terminals(run.error()));
  CHECK_FALSE(obeyed_by_terminals(run.out()));
  check_ledger(scratch / "d");
  std::size_t told = 0;
  for (const nlohmann::json& change : changes_of(scratch / "d"))
    told += static_cast<std::size_t>(change.dump().find("/story/") != std::string::npos);
  CHECK(told >= story.size());
  CHECK(run.error().find("root:") == std::string::npos);  // of /etc/passwd
  const std::vector<std::vector<std::string>> asked = {
      {"feeds", "list"}, {"articles"}, {"doctor"}, {"changes"}};
  for (std::vector<std::string> verb : asked) {
    CAPTURE(verb);
    verb.insert(verb.end(), {"--data", scratch / "d"});
    CHECK_FALSE(obeyed_by_terminals(pactwatch(verb).out));
  }
  for (const auto& [name, answer] : answers) {
    CAPTURE(name);
    CHECK(evil.count("/feed/" + name) >= 1);
    if (as_pages && evil.count("/page/" + name) == 0) FAIL_CHECK("its page was never asked for");
  }
  WARN(answers.size() << " hostile answers as " << kind << " survived with at most "
                      << run.peak_kib() / 1024 << " MiB");
}

}  // namespace

TEST_CASE("hostile feeds harm nothing", "[hostile]") { survive("feeds", false); }

TEST_CASE("hostile pages harm nothing", "[hostile]") { survive("pages", true); }

TEST_CASE("the name of a feed's host that leads into the local network is refused", "[hostile]") {
  // As DNS rebinding would: a name, and an address behind it that is not public.
  const Scratch scratch;
  write_file(
      scratch / "p.toml",
      "[daemon]\ndata = \"d\"\n[[feed]]\nurl = \"http://localhost:9/feed\"\n"
      "[[feed]]\nurl = \"http://10.0.0.1/feed\"\n[[feed]]\nurl = \"http://[fe80::1]/feed\"\n");
  Process run({binary(), "run", "--config", scratch / "p.toml", "--until-idle"});
  CHECK(run.exit_code() == 0);
  CHECK(count_of(run.error(), "not on the public Internet") == 3);
  CHECK(run.error().find("allow_private") != std::string::npos);
}

}  // namespace harness
