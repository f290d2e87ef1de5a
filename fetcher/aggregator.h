#pragma once
// Links of aggregators, led back to the outlet: news searches hand out links to themselves, with
// the story's own address inside. What names its outlet is one story with what other feeds say of
// it; a wrapped link would be another page, on the aggregator's host, under its robots.txt. Pure
// functions.

#include <string>
#include <string_view>

namespace pactwatch {

// The address inside `url` when it is a link of an aggregator that carries it: Bing News
// (apiclick.aspx?url=), Google Alerts and searches (/url?url=, ?q=), Google News (the address in
// the article's id, as older ids hold it), Yahoo (RU=), DuckDuckGo (uddg=), Facebook (l.php?u=).
// What carries none (newer ids of Google News) comes back as it is, and the page's redirects
// decide.
std::string unwrap_link(std::string_view url);

}  // namespace pactwatch
