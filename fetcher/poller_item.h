#pragma once
// Which entry of a feed is which item of the frontier: the same entry must stay the same item over
// all polls, and an edited one must be seen to be edited. Publishers break every single hint that
// formats offer for that, so the choice looks at the whole document. Pure functions.

#include <string>
#include <vector>

#include "fetcher/feed.h"
#include "store/frontier.h"

namespace pactwatch {

// The entries of `feed` as items, in document order, each identity once (the first wins).
//
// Identity is the first of these that can be trusted:
//   1. the link without scheme, "www." and tracking parameters, when no other entry has it and it
//      has no query (guids change with edits and moves to https more often than links do);
//   2. the guid, when no other entry has it and it is not a placeholder such as "N/A";
//   3. the link without its query (which may hold a fresh token each time), with the title;
//   4. title, date and beginning of the text.
//
// The fingerprint changes when the outlet edits the entry: title and `updated` where that tells
// entries apart, else title and text. Dates that all entries share are the moment of the request
// and tell nothing.
//
// `url` is the page to read; for an entry without a page of its own (no link, or one link shared by
// several entries) it is an address that has_page() denies.
std::vector<DiscoveredItem> identify_items(const Feed& feed, const std::string& feed_url);

// Whether the item's own page alone identifies it (rule 1): it is the same item in whatever
// document it stands.
bool is_known_by_page(const DiscoveredItem& item);

// Whether an item's URL is that of a page, or made up for an entry that lives in its feed alone.
bool has_page(const std::string& item_url);

// The text of an HTML fragment, as feeds hold it: paragraphs split by "\n\n", white space folded,
// scripts and styles left out. Text without mark-up comes back as it is, folded. At most
// `most_bytes` of the input are read. Valid UTF-8 in, valid UTF-8 out.
std::string fragment_text(std::string_view html, std::size_t most_bytes = 1 << 20);

}  // namespace pactwatch
