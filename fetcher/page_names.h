#pragma once
// What the class, id and role of an element say about its part in a page. Private to the page
// reader.

#include <string>
#include <string_view>

namespace pactwatch {

// How surely a name says "not the story". Names lie (a "hidden" or "paywall" block often holds the
// whole story), so a doubt is dropped where the block holds too much of the page's text.
enum class Doubt : unsigned char { none, slight, strong, certain };

struct NameSays {
  Doubt doubt = Doubt::none;
  signed char rank = -1;  // as a container of the story: 0 is the surest, -1 none
  bool lead = false;      // a standfirst, subtitle or summary of the story
};

// `names` in any spelling: "relatedPosts entry__meta". Pure, thread-safe.
NameSays judge_names(std::string_view names);

}  // namespace pactwatch
