#pragma once
// One delivery as its receivers see it: several changes of one matter in one message. All that is
// said comes from render.h.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "alerts/change_view.h"
#include "core/result.h"

namespace pactwatch::alerts {

// A change as told, with the JSON it came as.
struct ToldChange {
  ChangeView view;
  nlohmann::json json;
};

struct Message {
  std::string id;                   // webhook-id and Message-ID; the same at every attempt
  std::string subscription;         // its name
  std::string timestamp;            // ISO, when the first of its changes was put into it
  std::vector<ToldChange> changes;  // at least one
};

// The headline of one change; of several, that of the last and how many more.
std::string subject(const Message& message);
// For mail and terminals.
std::string plain_text(const Message& message);
// A whole document with no outside parts; everything from articles is escaped.
std::string html(const Message& message);
// {"type": "pactwatch.changes", "timestamp", "data": {...}}, as Standard Webhooks asks, in less
// than kMostPayload bytes: claims beyond the first are left out where it would be more, then the
// last changes, and "left_out" counts those.
std::string payload(const Message& message);
inline constexpr std::size_t kMostPayload = 20'000;
// An Atom feed (RFC 4287) of changes, the newest first. `id` names the feed.
std::string atom(const std::string& id, const std::string& title,
                 const std::vector<ToldChange>& changes);

}  // namespace pactwatch::alerts
