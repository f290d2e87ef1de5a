#pragma once
// Reading TOML into checked values, with errors that point at file, line and column. Private to
// rules/: tomlplusplus is a heavy header.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "core/result.h"

namespace pactwatch {

// Parses a whole file; a syntax error names file, line and column.
Result<toml::table> read_toml(const std::filesystem::path& file);

// An error at a node.
tl::unexpected<Error> toml_error(const std::filesystem::path& file, const toml::node& at,
                                 std::string message, std::string hint = {});

// The strings of an array node, or one string as a list of one.
Result<std::vector<std::string>> toml_strings(const std::filesystem::path& file,
                                              const toml::node& node, std::string_view what);

// Fails when `table` has a key that is not among `known`, naming the nearest one that is.
Status check_keys(const std::filesystem::path& file, const toml::table& table,
                  const std::vector<std::string>& known);

}  // namespace pactwatch
