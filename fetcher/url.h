#pragma once
// URLs as the fetcher needs them: absolute, of the web, and one spelling for one page. The parser
// is libcurl's (CURLU), so that what is checked here is what libcurl will connect to.
// All functions are pure and may be called from any thread.

#include <string>
#include <string_view>

#include "core/result.h"

namespace pactwatch {

// `reference` as found on the page or feed `base` (RFC 3986, 5), percent-encoded where it must be.
// An absolute reference needs no base. Fails unless the outcome is http or https and names a host.
Result<std::string> resolve_url(std::string_view base, std::string_view reference);

// The one spelling of a page's address: host in lower case, no default port, no fragment, no
// dot segments, no parameter that only tracks the reader (utm_*, fbclid, ...), an empty path as
// "/". A URL that cannot be parsed comes back as it is.
std::string canonical_url(std::string_view url);

// Key under which a page is the same however it was linked: the canonical URL without scheme,
// "www." and a final slash. For comparing only; it is no URL.
std::string url_key(std::string_view url);

// "example.org" or "example.org:8080" (the port only where it is not the scheme's own), lower case;
// empty when it is no URL of the web. Who is spared, paused and asked for robots.txt.
std::string host_of(std::string_view url);

// "https://example.org:8080", without path; empty when it is no URL of the web.
std::string origin_of(std::string_view url);

// Path and query as sent in a request, "/" at least; empty when it is no URL of the web.
std::string path_of(std::string_view url);

}  // namespace pactwatch
