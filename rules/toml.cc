#include "rules/toml.h"

#include <algorithm>

#include "core/text.h"

namespace pactwatch {
namespace {

std::string place(const std::filesystem::path& file, const toml::source_position& at) {
  return file.string() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

}  // namespace

Result<toml::table> read_toml(const std::filesystem::path& file) {
  try {  // the distribution's library is built with exceptions; they end here
    return toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::invalid_input, std::string(error.description()),
                place(file, error.source().begin));
  }
}

tl::unexpected<Error> toml_error(const std::filesystem::path& file, const toml::node& at,
                                 std::string message, std::string hint) {
  return fail(ErrorCode::invalid_input, std::move(message), place(file, at.source().begin),
              std::move(hint));
}

Result<std::vector<std::string>> toml_strings(const std::filesystem::path& file,
                                              const toml::node& node, std::string_view what) {
  std::vector<std::string> out;
  if (const auto* one = node.as_string()) {
    out.push_back(one->get());
    return out;
  }
  const toml::array* array = node.as_array();
  if (array == nullptr)
    return toml_error(file, node,
                      "\"" + std::string(what) + "\" must be a string or a list of them");
  for (const toml::node& element : *array) {
    const auto* text = element.as_string();
    if (text == nullptr)
      return toml_error(file, element, "\"" + std::string(what) + "\" may hold strings only");
    out.push_back(text->get());
  }
  return out;
}

Status check_keys(const std::filesystem::path& file, const toml::table& table,
                  const std::vector<std::string>& known) {
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string near = nearest_name(name, known);
    return fail(ErrorCode::invalid_input, "unknown key \"" + name + "\"",
                place(file, key.source().begin),
                near.empty() ? std::string() : "did you mean \"" + near + "\"?");
  }
  return {};
}

}  // namespace pactwatch
