#pragma once
// JSON written straight into a string, for what the ledger writes thousands of times a second: a
// tree of values made only to be printed costs ten times as much. Whoever writes with it keeps the
// keys in alphabetical order, as dump_json() does, so that both write the same bytes.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.h"

namespace pactwatch {

// Appends a JSON string; ill-formed UTF-8 is replaced as dump_json() does it.
void put_text(std::string& out, std::string_view text);
void put_integer(std::string& out, std::int64_t value);
// A number as dump_json() writes a double: 10.0, 0.25.
void put_real(std::string& out, double value);
void put_texts(std::string& out, const std::vector<std::string>& texts);

// Writes the braces and commas of one object; `out` outlives it.
class ObjectText {
 public:
  explicit ObjectText(std::string& out) : out_(out) { out_ += '{'; }
  ~ObjectText() { out_ += '}'; }
  ObjectText(const ObjectText&) = delete;
  ObjectText& operator=(const ObjectText&) = delete;

  // Writes the key and gives what its value is to be appended to. `name` needs no escape.
  std::string& key(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
    return out_;
  }
  void text(std::string_view name, std::string_view value) { put_text(key(name), value); }
  void text_or_null(std::string_view name, std::string_view value) {
    if (value.empty())
      key(name) += "null";
    else
      put_text(key(name), value);
  }

 private:
  std::string& out_;
  bool first_ = true;
};

// As dump_json(to_json(money)).
void put_money(std::string& out, const Money& money);
// As dump_json(to_json(event)); without `found` lacking where it stands and which rule read it,
// which is what makes two readings of one article the same claim.
std::string event_text(const Event& event, bool found = true);

}  // namespace pactwatch
