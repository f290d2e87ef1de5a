#pragma once
// The envelope of every payload that leaves the daemon: CloudEvents 1.0, JSON format
// (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md).
// docs/schema/ holds the JSON Schema of what `data` is for each type.

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/result.h"

namespace pactwatch::bus {

struct CloudEvent {
  std::string id;          // with `source` unique: by it a receiver drops duplicates
  std::string source;      // "pactwatch:<epoch>"
  std::string type;        // "pactwatch.change.value_changed", "pactwatch.event.investment"
  std::string subject;     // the relationship, or the article's URL
  std::string time;        // RFC 3339, UTC: when it was recorded
  std::string dataschema;  // URI of the schema of `data`
  nlohmann::json data;
};

constexpr std::string_view kChangeSchema = "urn:pactwatch:schema:change:1";
constexpr std::string_view kEventSchema = "urn:pactwatch:schema:event:1";

// One line of JSON.
std::string encode(const CloudEvent& event);
// Checks that all required members are there and are strings, and that specversion is 1.0.
Result<CloudEvent> decode_cloud_event(std::string_view json);

}  // namespace pactwatch::bus
