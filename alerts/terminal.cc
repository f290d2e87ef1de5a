#include "alerts/terminal.h"

#include <unistd.h>

#include <cstdlib>
#include <ostream>
#include <string>
#include <string_view>

#include "alerts/render.h"

namespace pactwatch::alerts {
namespace {

// C0, DEL and, encoded in UTF-8, C1 (U+0080..U+009F), which some terminals obey, too.
std::string without_controls(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7f) continue;
    if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) {
      ++i;
      continue;
    }
    out += text[i];
  }
  return out;
}

}  // namespace

bool wants_colour(int descriptor) {
  if (isatty(descriptor) == 0) return false;
  const char* no_colour = std::getenv("NO_COLOR");  // https://no-color.org
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* terminal = std::getenv("TERM");
  return terminal != nullptr && std::string_view(terminal) != "dumb";
}

void print_alert(std::ostream& out, const ChangeView& change, bool colour) {
  const std::vector<std::string> lines = render(change);
  bool first = true;
  for (const std::string& line : lines) {
    const char* start = first ? "\x1b[1m" : "\x1b[2m";  // the headline bold, the rest faint
    if (colour) out << start;
    out << without_controls(line);
    if (colour) out << "\x1b[0m";
    out << '\n';
    first = false;
  }
  out << '\n' << std::flush;
}

}  // namespace pactwatch::alerts
