#pragma once
// What the demo newsroom's outlets publish, written as real outlets write it: article pages with
// menus, related links and a newsletter box around the text, and feeds in four formats. Pure.

#include <string>
#include <vector>

#include "daemon/newsroom_story.h"

namespace pactwatch {

// A story as it stands on its outlet's site now, corrections included.
struct PublishedStory {
  const Story* story = nullptr;    // whose words are shown
  const Story* address = nullptr;  // whose slug and date it has; another one after a correction
};

// `root` is the server's address without a final slash: "http://127.0.0.1:8080".
std::string story_url(const std::string& root, const Story& story);
std::string feed_url(const std::string& root, const Outlet& outlet);
const char* feed_type(FeedFormat format);

// `related` are other stories of the outlet, for the links around the article.
std::string article_page(const std::string& root, const Outlet& outlet,
                         const PublishedStory& published,
                         const std::vector<PublishedStory>& related);
// The outlet's newest stories, newest first.
std::string feed_document(const std::string& root, const Outlet& outlet,
                          const std::vector<PublishedStory>& newest);
// The server's front page: where the feeds are.
std::string front_page(const std::string& root, const std::vector<Outlet>& outlets);

}  // namespace pactwatch
