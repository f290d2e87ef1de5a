#pragma once
// Which element fills which field of the model, and which is believed first where several would.
// The whole knowledge of vocabularies is the two tables in feed_fields.cc.

#include <cstdint>

#include "fetcher/feed_xml.h"

namespace pactwatch {

enum class Field : std::uint8_t {
  none,
  title,
  link,
  id,
  published,
  updated,
  summary,
  content,
  author,        // of feeds and entries
  other_author,  // of the source an Atom entry was copied from
  original_link,
  enclosure,
  media,  // of entries
  language,
  minutes,
  period,
  frequency,
  entry,
  container,  // of feeds
};

struct FieldRule {
  Field field = Field::none;
  std::uint8_t rank = 0;  // lower is believed first; equal ranks: the reader's rule for the field
};

FieldRule entry_field(const XmlName& name);
FieldRule feed_field(const XmlName& name);

}  // namespace pactwatch
