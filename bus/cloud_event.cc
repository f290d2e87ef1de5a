#include "bus/cloud_event.h"

#include <array>

#include "core/json.h"

namespace pactwatch::bus {

std::string encode(const CloudEvent& event) {
  nlohmann::json out = {{"specversion", "1.0"},
                        {"id", event.id},
                        {"source", event.source},
                        {"type", event.type},
                        {"datacontenttype", "application/json"},
                        {"data", event.data}};
  if (!event.subject.empty()) out["subject"] = event.subject;
  if (!event.time.empty()) out["time"] = event.time;
  if (!event.dataschema.empty()) out["dataschema"] = event.dataschema;
  return dump_json(out);
}

Result<CloudEvent> decode_cloud_event(std::string_view text) {
  Result<nlohmann::json> parsed = parse_json(text, "CloudEvent");
  if (!parsed) return tl::unexpected(parsed.error());
  nlohmann::json& object = *parsed;
  if (!object.is_object()) return fail(ErrorCode::invalid_input, "a CloudEvent is an object");
  CloudEvent event;
  struct Member {
    const char* name;
    std::string* target;
    bool required;
  };
  std::string version;
  const std::array<Member, 7> members = {{{"specversion", &version, true},
                                          {"id", &event.id, true},
                                          {"source", &event.source, true},
                                          {"type", &event.type, true},
                                          {"subject", &event.subject, false},
                                          {"time", &event.time, false},
                                          {"dataschema", &event.dataschema, false}}};
  for (const Member& member : members) {
    const nlohmann::json::iterator found = object.find(member.name);
    if (found == object.end()) {
      if (!member.required) continue;
      return fail(ErrorCode::invalid_input, std::string("a CloudEvent needs ") + member.name);
    }
    if (!found->is_string() || (member.required && found->get_ref<std::string&>().empty()))
      return fail(ErrorCode::invalid_input, std::string(member.name) + " must be a string");
    *member.target = found->get<std::string>();
  }
  if (version != "1.0")
    return fail(ErrorCode::invalid_input, "unknown CloudEvents version " + version);
  if (const nlohmann::json::iterator data = object.find("data"); data != object.end())
    event.data = std::move(*data);
  return event;
}

}  // namespace pactwatch::bus
