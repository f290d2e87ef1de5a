#pragma once
// A page laid out as blocks of text under a tree of containers, so that every question about a
// container ("how much text, how many links") is a range of blocks. Private to the page reader.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fetcher/html.h"
#include "fetcher/page_names.h"

namespace pactwatch {

// One paragraph, list item, heading, table row: text between two block borders.
struct Block {
  std::string text;            // white space folded
  std::size_t link_bytes = 0;  // of the text, inside links
  int container = 0;           // the innermost
  bool heading = false;
  std::string_view tag;  // of the innermost block element
};

struct Container {
  const xmlNode* node = nullptr;
  std::string_view tag;
  int parent = -1;
  int end = 0;  // one past the last container below this one
  int first_block = 0;
  int end_block = 0;
  NameSays names;
  std::uint64_t look = 0;  // containers of one look have the same tag and class
  int kin = 0;             // containers that are doubted for the same name are kin
};

struct Layout {
  std::vector<Container> containers;  // [0] is the body; parents before children
  std::vector<Block> blocks;
  int kins = 0;  // their number
};

Layout lay_out(xmlNode* body);

}  // namespace pactwatch
