// Links as pages and feeds give them, and robots.txt.

#include "fetcher/url.h"
#include "fetcher/robots.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::bytes(data, size));
  const Result<std::string> url = resolve_url("https://example.org/a/b?c", text);
  if (url) {
    fuzz::expect(url->starts_with("http://") || url->starts_with("https://"), "it is of the web");
    fuzz::expect(!host_of(*url).empty(), "it names a host");
    const std::string canonical = canonical_url(*url);
    fuzz::expect(canonical_url(canonical) == canonical, "the one spelling is its own spelling");
  }
  const std::size_t line = text.find('\n');
  const RobotsRules rules = RobotsRules::parse(text, "pactwatch");
  (void)rules.allows(line == std::string::npos ? "/a" : "/" + text.substr(0, line));
  fuzz::expect(rules.allows("/robots.txt"), "robots.txt itself may be read");
  return 0;
}
