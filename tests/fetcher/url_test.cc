#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

#include "fetcher/address.h"
#include "fetcher/url.h"

#include "fetcher/aggregator.h"
#include "tests/catch.h"

using namespace pactwatch;

TEST_CASE("references resolve against the page they stand on", "[url]") {
  CHECK(*resolve_url("https://example.org/a/b.html", "../c?d=1#e") ==
        "https://example.org/c?d=1#e");
  CHECK(*resolve_url("https://example.org/a/", "//cdn.example.net/x") ==
        "https://cdn.example.net/x");
  CHECK(*resolve_url("http://example.org/a?x=1", "?y=2") == "http://example.org/a?y=2");
  CHECK(canonical_url(*resolve_url("", "HTTP://Example.ORG/ä b")) ==
        "http://example.org/%C3%A4%20b");
  CHECK(*resolve_url("not a base", "https://example.org/x") == "https://example.org/x");
  CHECK_FALSE(resolve_url("https://example.org/", "javascript:alert(1)"));
  CHECK_FALSE(resolve_url("", "file:///etc/passwd"));
  CHECK_FALSE(resolve_url("", "/relative"));
  CHECK_FALSE(resolve_url("", ""));
  CHECK_FALSE(resolve_url("", "https://example.org/" + std::string(10'000, 'x')));
}

TEST_CASE("one page has one spelling", "[url]") {
  CHECK(canonical_url("HTTPS://Example.ORG:443/a/../b?utm_source=x&id=7&fbclid=1#top") ==
        "https://example.org/b?id=7");
  CHECK(canonical_url("http://example.org") == "http://example.org/");
  CHECK(canonical_url("http://example.org/?utm_campaign=only") == "http://example.org/");
  CHECK(canonical_url("http://example.org:8080/a") == "http://example.org:8080/a");
  CHECK(canonical_url("http://bücher.example/%c3%a4") == "http://xn--bcher-kva.example/%C3%A4");
  CHECK(canonical_url("no url at all") == "no url at all");
  CHECK(canonical_url("http://example.org./a") == "http://example.org/a");
  CHECK(canonical_url("http://example.org../a") == "http://example.org/a");
  CHECK(canonical_url("http://../a") == "http://../a");  // names no host
  CHECK(canonical_url("http://7.9.9./a") == canonical_url("http://7.9.9/a"));
  CHECK(host_of("http://./a").empty());
  CHECK(host_of("http://but%9\xC3\xBC"
                "cher/a")
            .empty());
  CHECK(host_of("http://ex%61mple.org/a") == "example.org");
  CHECK_FALSE(resolve_url("", "http://../a"));
  CHECK(url_key("https://www.example.org/a/") == url_key("http://example.org/a?utm_medium=rss"));
  CHECK(url_key("https://example.org/a?id=1") != url_key("https://example.org/a?id=2"));
}

TEST_CASE("the short way over a plain URL and the long way agree", "[url]") {
  // A scheme in upper case takes the long way.
  for (const char* const rest : {"example.org/feed",  "example.org:8080/a/b.xml?x=1&y=2",
                                 "a.b-c.example/",    "example.org:80/x",
                                 "example.org:443/x", "x.example/a/../b",
                                 "x.example/.a",      "x.example//a",
                                 "127.0.0.1:9/x",     "127.1/x",
                                 "1.2.3.4/x",         "1.2.3.04/x",
                                 "1.2.3.256/x",       "1.2.3.4.5/x",
                                 "1.2.3/x",           "x.0x7f/y",
                                 "localhost/x",       "example.org:65536/x",
                                 "example.org:0/x",   "example.org./x",
                                 "-x.example/a",      "x..example/a",
                                 "example.org:/x",    "example.org",
                                 "x.example/a?"}) {
    for (const std::string& scheme : {std::string("http://"), std::string("https://")}) {
      const std::string upper = scheme == "http://" ? "HTTP://" : "HTTPS://";
      INFO(scheme + rest);
      const Result<std::string> quick = resolve_url({}, scheme + rest);
      const Result<std::string> slow = resolve_url({}, upper + rest);
      REQUIRE(quick.has_value() == slow.has_value());
      if (quick) CHECK(*quick == *slow);
      CHECK(host_of(scheme + rest) == host_of(upper + rest));
    }
  }
}

TEST_CASE("hosts and origins keep a port that is not the scheme's own", "[url]") {
  CHECK(host_of("https://Example.org:443/x") == "example.org");
  CHECK(host_of("http://example.org:8080/x") == "example.org:8080");
  CHECK(host_of("http://[::1]:80/x") == "[::1]");
  CHECK(host_of("mailto:a@example.org").empty());
  CHECK(origin_of("https://user:pw@example.org/x") == "https://example.org");
  CHECK(path_of("https://example.org/a?b=c#d") == "/a?b=c");
  CHECK(path_of("https://example.org") == "/");
}

namespace {

bool reachable(const std::string& text, AddressPolicy policy = {}) {
  sockaddr_storage storage{};
  if (text.find(':') != std::string::npos) {
    auto* in = reinterpret_cast<sockaddr_in6*>(&storage);
    in->sin6_family = AF_INET6;
    REQUIRE(inet_pton(AF_INET6, text.c_str(), &in->sin6_addr) == 1);
  } else {
    auto* in = reinterpret_cast<sockaddr_in*>(&storage);
    in->sin_family = AF_INET;
    REQUIRE(inet_pton(AF_INET, text.c_str(), &in->sin_addr) == 1);
  }
  const sockaddr& address = *reinterpret_cast<const sockaddr*>(&storage);
  CHECK_FALSE(to_string(address).empty());
  return may_connect(address, policy);
}

}  // namespace

TEST_CASE("links of aggregators lead to the outlet where they say it", "[url]") {
  const std::string story = "https://www.example.com/2023/05/01/acme-buys-zeta.html";
  CHECK(
      unwrap_link("http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&tid=6&url=https%3a%2f%2f"
                  "www.example.com%2f2023%2f05%2f01%2facme-buys-zeta.html&c=1&mkt=en-us") == story);
  CHECK(unwrap_link("https://www.google.com/url?rct=j&sa=t&url=" + story + "&ct=ga&cd=1") == story);
  CHECK(unwrap_link("https://news.google.com/rss/articles/"
                    "CBMiNmh0dHBzOi8vd3d3LmV4YW1wbGUuY29tLzIwMjMvMDUvMDEvYWNtZS1idXlzLXpldGEuaHRtbN"
                    "IBAA?oc=5") == story);
  // A length of two bytes.
  CHECK(unwrap_link(
            "https://news.google.com/articles/"
            "CBMirgFodHRwczovL3d3dy5leGFtcGxlLmNvbS94eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eH"
            "h4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
            "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHjSAQA") ==
        "https://www.example.com/" + std::string(150, 'x'));
  CHECK(unwrap_link("https://r.search.yahoo.com/_ylt=A/RV=2/RE=1/RO=10/RU=https%3a%2f%2fwww.example"
                    ".com%2f2023%2f05%2f01%2facme-buys-zeta.html/RK=2/RS=b-") == story);
  // Wrapped twice, with what must be encoded.
  CHECK(
      unwrap_link("https://duckduckgo.com/l/?uddg=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps"
                  "%253A%252F%252Fo.example%252Fa%253Fid%253D1") == "https://o.example/a?id=1");
  // What says nothing, and what only looks like it.
  for (const char* same :
       {"https://news.google.com/rss/articles/CBMiakFVX3lxTE5abcdefghijk?oc=5",
        "https://news.google.com/rss/articles/", "https://o.example/url?url=https://p.example/",
        "https://notbing.com/news/apiclick.aspx?url=https%3a%2f%2fp.example",
        "https://www.google.com/url?url=javascript:alert(1)",
        "https://www.google.com/search?q=http", "https://www.google.com/url?url=http%3a%2f%2f"})
    CHECK(unwrap_link(same) == same);
}

TEST_CASE("only addresses of the public Internet are connected to", "[address]") {
  for (const char* open : {"93.184.216.34", "8.8.8.8", "172.15.0.1", "172.32.0.1",
                           "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"}) {
    INFO(open);
    CHECK(reachable(open));
  }
  for (const char* shut : {"127.0.0.1",
                           "127.9.9.9",
                           "0.0.0.0",
                           "10.1.2.3",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.168.1.1",
                           "169.254.169.254",
                           "100.64.0.1",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "fe80::1",
                           "fc00::1",
                           "ff02::1",
                           "::ffff:127.0.0.1",
                           "::127.0.0.1",
                           "64:ff9b::7f00:1",
                           "2002:7f00:1::",
                           "2001:db8::1"}) {
    INFO(shut);
    CHECK_FALSE(reachable(shut));
  }
}

TEST_CASE("loopback and private networks are let in one by one", "[address]") {
  const AddressPolicy loopback{true, false};
  CHECK(reachable("127.0.0.1", loopback));
  CHECK(reachable("::1", loopback));
  CHECK_FALSE(reachable("10.0.0.1", loopback));
  CHECK_FALSE(reachable("169.254.169.254", loopback));
  const AddressPolicy private_network{false, true};
  CHECK(reachable("192.168.0.9", private_network));
  CHECK(reachable("fd00::1", private_network));
  CHECK_FALSE(reachable("127.0.0.1", private_network));
  CHECK_FALSE(reachable("169.254.169.254", private_network));
}
