#pragma once
// What travels between the daemon and its subscribers, frame by frame. This is the wire format:
// do not change it without a new major version of the protocol.
//
//   publication   topic | epoch | seq | prev_seq_of_topic | payload
//   request       id | "replay" | since | topic prefix
//   reply         id | "item"  | topic | epoch | seq | prev_seq_of_topic | payload
//                 id | "done"  | epoch | complete_to | last_seq
//                 id | "error" | message
//
// All frames are text; numbers are ASCII decimal, so that a subscriber in any language needs no
// packing. `epoch` names one life of the store: it differs after the store was rebuilt, and all
// numbers start again. `seq` is gapless over all topics; 0 marks a live hint that is not kept and
// cannot be replayed (event.*). `prev_seq_of_topic` is the number of the topic's message before
// this one (0: none), by which a filtered subscriber sees that it missed one. The payload is a
// CloudEvent (cloud_event.h). The topic "heartbeat" comes every second with the last seq.

#include <cstdint>
#include <string>
#include <string_view>

#include "bus/socket.h"
#include "core/result.h"

namespace pactwatch::bus {

constexpr std::string_view kHeartbeatTopic = "heartbeat";
constexpr std::size_t kMaxTopicBytes = 512;  // two long party names; longest seen has 60
constexpr std::size_t kMaxEpochBytes = 64;
constexpr std::size_t kMaxPayloadBytes = 1 << 20;  // a change with its claims has about 4 KiB

struct Message {
  std::string topic;
  std::string epoch;
  std::uint64_t seq = 0;
  std::uint64_t prev_seq_of_topic = 0;
  std::string payload;
  bool operator==(const Message&) const = default;
};

struct ReplayRequest {
  std::string id;  // the requester's; comes back in every frame of the answer
  std::uint64_t since = 0;
  std::string prefix;
};

struct ReplayReply {
  enum class Kind { item, done, error };
  std::string id;
  Kind kind = Kind::error;
  Message item;                   // item
  std::string epoch;              // done
  std::uint64_t complete_to = 0;  // done: everything that matches up to here was sent
  std::uint64_t last_seq = 0;     // done: the newest number given out
  std::string error;              // error
};

// Encoding never fails; decoding checks every bound, since frames come from outside.
Frames encode(const Message& message);
Frames encode(const ReplayRequest& request);
Frames encode(const ReplayReply& reply);
Result<Message> decode_message(const Frames& frames);
Result<ReplayRequest> decode_request(const Frames& frames);
Result<ReplayReply> decode_reply(const Frames& frames);

// A name as one segment of a topic: ASCII lower case, white space to '-', and no '.', so that
// prefixes cut between segments ("OpenAI" -> "openai", "Stability AI Ltd." -> "stability-ai-ltd").
std::string topic_segment(std::string_view name);
// "event.<type>".
std::string event_topic(std::string_view type);
// "change.<relationship>.<kind>"; an empty kind gives the prefix of all kinds, with its last dot.
std::string change_topic(std::string_view relationship, std::string_view kind);

}  // namespace pactwatch::bus
