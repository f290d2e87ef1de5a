#include "fetcher/http.h"

#include <arpa/inet.h>

#include <atomic>
#include <optional>
#include <thread>

#include "tests/catch.h"
#include "tests/support/http_server.h"

using namespace pactwatch;
using namespace std::chrono_literals;
using test_support::Connection;
using test_support::HttpServer;
using test_support::Request;

namespace {

HttpOptions on_loopback() {
  HttpOptions options;
  options.user_agent = "pactwatch-test/1 (+tests)";
  options.addresses.allow_loopback = true;
  options.total_timeout = 20s;
  return options;
}

Result<HttpResponse> get(const HttpOptions& options, const HttpRequest& request) {
  Result<std::unique_ptr<HttpClient>> client = HttpClient::create(options);
  REQUIRE(client);
  std::optional<Result<HttpResponse>> outcome;
  (*client)->get(request, [&](Result<HttpResponse> response) { outcome = std::move(response); });
  while (!outcome) REQUIRE((*client)->step(100ms));
  CHECK((*client)->running() == 0);
  return std::move(*outcome);
}

Result<HttpResponse> get(const std::string& url, const HttpOptions& options = on_loopback()) {
  HttpRequest request;
  request.url = url;
  return get(options, request);
}

// A gzip member (RFC 1952) of zeros in one block of fixed Huffman codes (RFC 1951, 3.2.6): a
// literal and then runs of length 258 at distance 1, 13 bits each. It lacks the trailer, for nobody
// reads that far.
std::string bomb(std::size_t decoded_bytes) {
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
  unsigned bits = 0;
  int count = 0;
  const auto put = [&](unsigned value, int width) {  // least significant bit first
    for (int i = 0; i < width; ++i) {
      bits |= (value >> i & 1U) << count;
      if (++count == 8) {
        out += static_cast<char>(bits);
        bits = 0;
        count = 0;
      }
    }
  };
  const auto put_code = [&](unsigned code, int width) {  // Huffman codes: first bit first
    for (int i = width - 1; i >= 0; --i) put(code >> i & 1U, 1);
  };
  put(1, 1);          // the last block
  put(1, 2);          // fixed Huffman codes
  put_code(0x30, 8);  // the literal 0
  for (std::size_t done = 1; done < decoded_bytes; done += 258) {
    put_code(0b11000101, 8);  // length 258
    put_code(0, 5);           // distance 1
  }
  put_code(0, 7);  // end of block
  put(0, 7);       // to a whole byte
  return out;
}

}  // namespace

TEST_CASE("a page is fetched with honest headers", "[http]") {
  HttpServer server([](const Request&, Connection& out) {
    out.reply(200, {{"ETag", "\"v1\""}, {"X-Twice", "a"}, {"x-twice", "b"}}, "hello");
  });
  HttpRequest request;
  request.url = server.url("/page?q=1");
  request.accept = "application/atom+xml";
  const Result<HttpResponse> response = get(on_loopback(), request);
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->body == "hello");
  CHECK(response->url == server.url("/page?q=1"));
  CHECK(response->permanent_url.empty());
  CHECK(response->header("etag") == "\"v1\"");
  CHECK(response->header("x-twice") == "a, b");
  CHECK(response->header("absent").empty());
  const Request seen = server.requests().at(0);
  CHECK(seen.target == "/page?q=1");
  CHECK(seen.header("user-agent") == "pactwatch-test/1 (+tests)");
  CHECK(seen.header("accept") == "application/atom+xml");
  CHECK(seen.header("accept-encoding").find("gzip") != std::string::npos);
  CHECK(seen.header("if-none-match").empty());
}

TEST_CASE("validators go out byte for byte and 304 is an answer", "[http]") {
  HttpServer server([](const Request& request, Connection& out) {
    const bool known = request.header("if-none-match") == "W/\"odd, tag\"" &&
                       request.header("if-modified-since") == "Mon, 1 Jan 2024 00:00:00 GMT";
    out.reply(known ? 304 : 200, {{"ETag", "\"v2\""}}, known ? "" : "body");
  });
  HttpRequest request;
  request.url = server.url();
  request.etag = "W/\"odd, tag\"";
  request.last_modified = "Mon, 1 Jan 2024 00:00:00 GMT";
  const Result<HttpResponse> response = get(on_loopback(), request);
  REQUIRE(response);
  CHECK(response->status == 304);
  CHECK(response->body.empty());
  CHECK(response->header("etag") == "\"v2\"");
}

TEST_CASE("loopback is refused unless it is allowed, however it is written", "[http]") {
  HttpServer server([](const Request&, Connection& out) { out.reply(200); });
  const std::string port = std::to_string(server.port());
  for (const std::string& host :
       {std::string("127.0.0.1"), std::string("localhost"), std::string("2130706433"),
        std::string("0x7f.1"), std::string("[::ffff:127.0.0.1]")}) {
    INFO(host);
    const Result<HttpResponse> response = get("http://" + host + ":" + port + "/", HttpOptions());
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::invalid_input);
    CHECK(response.error().message.find("not on the public Internet") != std::string::npos);
  }
  CHECK(server.requests().empty());
  CHECK(server.connections() == 0);
}

TEST_CASE("a redirect cannot lead where a feed may not", "[http]") {
  std::string to;
  HttpServer server([&](const Request&, Connection& out) { out.reply(302, {{"Location", to}}); });
  for (const char* target : {"http://169.254.169.254/latest/meta-data", "http://10.0.0.1/",
                             "file:///etc/passwd", "gopher://127.0.0.1/"}) {
    to = target;
    INFO(target);
    const Result<HttpResponse> response = get(server.url());
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::invalid_input);
  }
}

TEST_CASE("only http and https are spoken", "[http]") {
  for (const char* url : {"file:///etc/passwd", "ftp://example.org/", "example", ""}) {
    const Result<HttpResponse> response = get(url);
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::invalid_input);
  }
}

TEST_CASE("redirects are followed, counted, and permanent ones reported", "[http]") {
  HttpServer server([](const Request& request, Connection& out) {
    if (request.target == "/old") return out.reply(301, {{"Location", "/newer"}});
    if (request.target == "/newer") return out.reply(308, {{"Location", "newest"}});
    if (request.target == "/newest") return out.reply(302, {{"Location", "/today"}});
    if (request.target == "/today") return out.reply(301, {{"Location", "/end"}});
    if (request.target == "/loop") return out.reply(302, {{"Location", "/loop"}});
    if (request.target == "/none") return out.reply(301);
    out.reply(200, {}, "end");
  });
  const Result<HttpResponse> response = get(server.url("/old"));
  REQUIRE(response);
  CHECK(response->body == "end");
  CHECK(response->redirects == 4);
  CHECK(response->url == server.url("/end"));
  CHECK(response->permanent_url == server.url("/newest"));
  CHECK(server.connections() == 1);  // reused from hop to hop

  const Result<HttpResponse> loop = get(server.url("/loop"));
  REQUIRE_FALSE(loop);
  CHECK(loop.error().code == ErrorCode::limit);
  CHECK(server.count("/loop") == 9);  // the first and eight redirects

  CHECK(get(server.url("/none"))->status == 301);  // without Location it is the answer
}

TEST_CASE("a cookie lives as long as its request", "[http]") {
  HttpServer server([](const Request& request, Connection& out) {
    if (request.header("cookie").find("seen=1") != std::string::npos)
      return out.reply(200, {}, "through");
    out.reply(302, {{"Location", request.target}, {"Set-Cookie", "seen=1"}});
  });
  const Result<HttpResponse> response = get(server.url());
  REQUIRE(response);
  CHECK(response->body == "through");
  REQUIRE(get(server.url()));
  CHECK(server.requests().at(2).header("cookie").empty());
}

TEST_CASE("a body is bounded, announced or not", "[http]") {
  std::atomic<bool> endless_ended = false;
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.target == "/long") return out.reply(200, {}, std::string(70'000, 'x'));
    out.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    while (out.send(std::string(16'384, 'x'))) {
    }
    endless_ended = true;
  });
  HttpRequest request;
  request.max_bytes = 64 << 10;
  for (const char* target : {"/long", "/endless"}) {
    request.url = server.url(target);
    const Result<HttpResponse> response = get(on_loopback(), request);
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::limit);
    CHECK(response.error().message == "longer than 64 KiB");
  }
  request.max_bytes = 70'000;
  request.url = server.url("/long");
  CHECK(get(on_loopback(), request)->body.size() == 70'000);
  while (!endless_ended) std::this_thread::sleep_for(1ms);
}

TEST_CASE("a compressed bomb is cut at the limit of what it decodes to", "[http]") {
  const std::string large = bomb(200 << 20);
  REQUIRE(large.size() < 2 << 20);
  HttpServer server([&](const Request&, Connection& out) {
    out.reply(200, {{"Content-Encoding", "gzip"}}, large);
  });
  HttpRequest request;
  request.max_bytes = 1 << 20;
  request.url = server.url("/bomb");
  const Result<HttpResponse> response = get(on_loopback(), request);
  REQUIRE_FALSE(response);
  CHECK(response.error().message == "longer than 1 MiB");
}

TEST_CASE("a body that decodes to far more than came is a bomb below the limit of bytes, too",
          "[http]") {
  const std::string large = bomb(8 << 20);  // 158 times what comes over the wire
  const std::string text(3 << 20, 'x');
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.target == "/plain") return out.reply(200, {}, text);
    out.reply(200, {{"Content-Encoding", "gzip"}}, large);
  });
  HttpOptions options = on_loopback();
  options.expansion = 100;
  HttpRequest request;
  request.max_bytes = 16 << 20;
  request.url = server.url("/bomb");
  const Result<HttpResponse> response = get(options, request);
  REQUIRE_FALSE(response);
  CHECK(response.error().message == "it decodes to more than 100 times what came over the wire");
  request.url = server.url("/plain");
  CHECK(get(options, request)->body.size() == text.size());
}

TEST_CASE("a form goes out by POST, and again where a 307 leads, nowhere else", "[http]") {
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.target == "/307") return out.reply(307, {{"Location", "/here"}});
    if (request.target == "/302") return out.reply(302, {{"Location", "/here"}});
    out.reply(202, {}, request.method + " " + request.header("content-type") + " " + request.body);
  });
  HttpRequest request;
  request.form = "a=1&b=2";
  for (const char* path : {"/here", "/307"}) {
    request.url = server.url(path);
    const Result<HttpResponse> response = get(on_loopback(), request);
    REQUIRE(response);
    CHECK(response->status == 202);
    CHECK(response->body == "POST application/x-www-form-urlencoded a=1&b=2");
  }
  request.url = server.url("/302");
  CHECK(get(on_loopback(), request)->status == 302);
  CHECK(server.count("/here") == 2);
}

TEST_CASE("a plain body under a false Content-Encoding is read all the same", "[http]") {
  HttpServer server([](const Request&, Connection& out) {
    out.reply(200, {{"Content-Encoding", "gzip"}}, "<rss>plain</rss>");
  });
  const Result<HttpResponse> response = get(server.url());
  REQUIRE(response);
  CHECK(response->body == "<rss>plain</rss>");
}

TEST_CASE("headers are bounded", "[http]") {
  HttpServer server([](const Request&, Connection& out) {
    out.send("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 100'000; ++i)
      if (!out.send("X-" + std::to_string(i) + ": " + std::string(60, 'h') + "\r\n")) return;
  });
  const Result<HttpResponse> response = get(server.url());
  REQUIRE_FALSE(response);
  CHECK(response.error().code == ErrorCode::limit);
  CHECK(response.error().message == "its headers are longer than 64 KiB");
}

TEST_CASE("a server that stalls, drips or never answers is left", "[http]") {
  HttpServer server([](const Request& request, Connection& out) {
    if (request.target == "/drip") {
      out.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
      while (out.send("x")) std::this_thread::sleep_for(20ms);
      return;
    }
    if (request.target == "/stall") out.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    out.hold();
  });
  HttpOptions options = on_loopback();
  options.stall_timeout = 1s;
  for (const char* target : {"/stall", "/silent"}) {
    const Result<HttpResponse> response = get(server.url(target), options);
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::unavailable);
    CHECK(response.error().message.find("sent nothing for 1 s") != std::string::npos);
  }
  options.stall_timeout = 60s;
  options.total_timeout = 300ms;
  const Result<HttpResponse> response = get(server.url("/drip"), options);
  REQUIRE_FALSE(response);
  CHECK(response.error().message.find("did not finish its answer within 0.3 s") !=
        std::string::npos);
}

TEST_CASE("what breaks is named in words", "[http]") {
  HttpServer server([](const Request& request, Connection& out) {
    if (request.target == "/cut") out.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    if (request.target == "/noise") out.send("SSH-2.0-OpenSSH_9.2\r\n");
  });
  const auto words = [&](const std::string& url) {
    const Result<HttpResponse> response = get(url);
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::unavailable);
    CHECK(response.error().where.starts_with("http"));
    return response.error().message;
  };
  CHECK(words(server.url("/empty")).find("without an answer") != std::string::npos);
  CHECK(words(server.url("/cut")).find("less than it announced") != std::string::npos);
  CHECK(words(server.url("/noise")).find("does not answer in HTTP") != std::string::npos);
  CHECK(words("https://127.0.0.1:" + std::to_string(server.port()) + "/").find("encrypted") !=
        std::string::npos);
  CHECK(words("http://127.0.0.1:1/").find("does not accept connections") != std::string::npos);
  CHECK(words("http://no-such-host.invalid/").find("no address is known") != std::string::npos);
}

TEST_CASE("many transfers run at once on one thread, and wake() ends a wait", "[http]") {
  std::atomic<int> waiting = 0;
  HttpServer server([&](const Request&, Connection& out) {
    // No answer before four are there: only a client that asks at once gets any.
    ++waiting;
    for (int i = 0; i < 1000 && waiting < 4; ++i) std::this_thread::sleep_for(5ms);
    out.reply(200, {}, "ok");
  });
  HttpOptions options = on_loopback();
  options.connections_per_host = 4;
  Result<std::unique_ptr<HttpClient>> client = HttpClient::create(options);
  REQUIRE(client);
  int done = 0;
  for (int i = 0; i < 4; ++i) {
    HttpRequest request;
    request.url = server.url("/" + std::to_string(i));
    (*client)->get(request, [&](Result<HttpResponse> response) {
      REQUIRE(response);
      CHECK(response->body == "ok");
      ++done;
    });
  }
  while (done < 4) REQUIRE((*client)->step(100ms));
  CHECK(waiting == 4);

  std::thread waker([&] { (*client)->wake(); });
  REQUIRE((*client)->step(60s));  // the test's time limit is the check
  waker.join();
}

TEST_CASE("cancelled requests are never heard of again", "[http]") {
  HttpServer server([](const Request&, Connection& out) { out.hold(); });
  Result<std::unique_ptr<HttpClient>> client = HttpClient::create(on_loopback());
  REQUIRE(client);
  bool called = false;
  HttpRequest request;
  request.url = server.url();
  (*client)->get(request, [&](const Result<HttpResponse>&) { called = true; });
  request.url = "nonsense";
  (*client)->get(request, [&](const Result<HttpResponse>&) { called = true; });
  CHECK((*client)->running() == 2);
  (*client)->cancel_all();
  CHECK((*client)->running() == 0);
  REQUIRE((*client)->step(10ms));
  CHECK_FALSE(called);
}
