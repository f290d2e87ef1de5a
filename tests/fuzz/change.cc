// A change as a subscriber receives it, and how it reads.

#include <nlohmann/json.hpp>

#include "alerts/change_view.h"
#include "alerts/render.h"
#include "alerts/subscription.h"
#include "core/json.h"
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<nlohmann::json> json = parse_json(fuzz::bytes(data, size), "fuzz");
  if (!json) return 0;
  const Result<alerts::ChangeView> change = alerts::change_from_json(*json);
  if (!change) return 0;
  for (const std::string& line : alerts::render(*change))
    fuzz::expect(is_valid_utf8(line), "an alert is UTF-8");
  (void)alerts::any_wants({{{"OpenAI", "Microsoft"}}}, *change);
  return 0;
}
