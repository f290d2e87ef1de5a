#pragma once
// The day a page prints for its reader, in whatever language. Private to the page reader.

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"
#include "fetcher/html.h"

namespace pactwatch {

// The first date in running text: "12. Mai 2026", "mercredi 3 juin 2026", "May 12, 2026",
// "12/05/2026", "2026年5月12日". Months are read in some forty languages (ICU's names); numbers
// with slashes as day/month unless that is no date or `language` is "en-us". Years with two digits
// only where `short_years`. Pure, thread-safe.
std::optional<Day> find_day(std::string_view text, std::string_view language,
                            bool short_years = false);

// The date that stands beside the headline, or in an element named for a date near it; nullopt when
// there is none. `title` tells the headline among several.
std::optional<Day> day_at_headline(xmlDoc* document, const std::string& title,
                                   std::string_view language);

// The date behind "Published", "Stand:", "Mis à jour le" and the like anywhere on the page, else
// the first date of the page's text.
std::optional<Day> day_in_text(xmlDoc* document, std::string_view language);

}  // namespace pactwatch
