#pragma once
// Links of feeds: what they are relative to. Private to the feed reader.

#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "fetcher/feed.h"

namespace pactwatch {

class FeedLinks {
 public:
  explicit FeedLinks(const FeedSource& source);

  // The feed's own page, once it is known: a better base for its entries than the feed's address,
  // which is often on somebody else's host. Content-Location and xml:base go before it.
  void set_page(const std::string& url);

  // `value`, as found at `node`, made absolute where a base is known (xml:base, RFC 3986).
  std::string at(pugi::xml_node node, std::string_view value) const;
  // The base that xml:base attributes give at `node`; empty when there are none.
  std::string xml_base(pugi::xml_node node) const;

 private:
  std::string document_;  // Content-Location, else the address; may be empty
  std::string page_;
  bool located_ = false;  // Content-Location was given
};

}  // namespace pactwatch
