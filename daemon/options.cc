#include "daemon/options.h"

#include <charconv>
#include <iostream>

#include "core/text.h"

namespace pactwatch {

Result<Options> Options::parse(const Arguments& arguments,
                               const std::map<std::string, int>& declared) {
  Options out;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!argument.starts_with("-") || argument == "-") {
      out.positional_.push_back(argument);
      continue;
    }
    const std::size_t equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    const std::map<std::string, int>::const_iterator known = declared.find(name);
    if (known == declared.end()) {
      std::vector<std::string> names;
      names.reserve(declared.size());
      for (const auto& [each, count] : declared) names.push_back(each);
      const std::string near = nearest_name(name, names);
      return fail(ErrorCode::invalid_input, "no option " + name, {},
                  near.empty() ? "" : "did you mean " + near + "?");
    }
    std::vector<std::string>& values = out.values_[name];
    int wanted = known->second;
    if (equals != std::string::npos) {
      if (wanted == 0) return fail(ErrorCode::invalid_input, name + " takes no value");
      values.push_back(argument.substr(equals + 1));
      --wanted;
    }
    for (; wanted > 0; --wanted) {
      if (++i == arguments.size())
        return fail(
            ErrorCode::invalid_input,
            name + " needs " +
                (known->second == 1 ? "a value" : std::to_string(known->second) + " values"));
      values.push_back(arguments[i]);
    }
  }
  return out;
}

std::optional<std::string> Options::value(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || found->second.empty()) return std::nullopt;
  return found->second.back();
}

std::vector<std::string> Options::values(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

Result<std::optional<std::uint64_t>> Options::number(const std::string& name) const {
  const std::optional<std::string> text = value(name);
  if (!text) return std::nullopt;
  std::uint64_t parsed = 0;
  const char* const end = text->data() + text->size();
  const std::from_chars_result read = std::from_chars(text->data(), end, parsed);
  if (read.ec != std::errc() || read.ptr != end)
    return fail(ErrorCode::invalid_input, name + " needs a number, not \"" + *text + "\"");
  return parsed;
}

int usage_error(const std::string& verb, const Error& error, const std::string& usage) {
  std::cerr << "pactwatch " << verb << ": " << to_string(error) << "\nusage: pactwatch " << verb
            << " " << usage << "\n";
  return kExitUsage;
}

}  // namespace pactwatch
