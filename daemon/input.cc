#include "daemon/input.h"

#include <fstream>
#include <iostream>
#include <sstream>

namespace pactwatch {
namespace {

std::string all_of(std::istream& in) {
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

}  // namespace

Result<std::string> read_file(const std::string& name) {
  std::ifstream in(name, std::ios::binary);
  if (!in) return fail(ErrorCode::not_found, "cannot read the file", name);
  return all_of(in);
}

Result<std::string> read_input(const std::string& name) {
  return name == "-" ? all_of(std::cin) : read_file(name);
}

}  // namespace pactwatch
