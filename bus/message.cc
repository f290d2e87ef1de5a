#include "bus/message.h"

#include <charconv>
#include <optional>

#include "core/text.h"

namespace pactwatch::bus {
namespace {

constexpr std::size_t kMaxIdBytes = 64;
constexpr std::string_view kReplay = "replay";

tl::unexpected<Error> bad(std::string why) {
  return fail(ErrorCode::invalid_input, "malformed message: " + std::move(why));
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const std::from_chars_result read =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

// The five frames of a publication that begin at `first`.
Result<Message> message_at(const Frames& frames, std::size_t first) {
  if (frames.size() != first + 5) return bad("wrong number of frames");
  const std::optional<std::uint64_t> seq = number(frames[first + 2]);
  const std::optional<std::uint64_t> previous = number(frames[first + 3]);
  if (frames[first].empty() || frames[first].size() > kMaxTopicBytes) return bad("topic length");
  if (frames[first + 1].size() > kMaxEpochBytes) return bad("epoch length");
  if (!seq || !previous) return bad("a number is not one");
  // A heartbeat's numbers are the state of the whole stream, not a place in it.
  if (*seq != 0 && *previous >= *seq) return bad("numbers do not rise");
  if (frames[first + 4].size() > kMaxPayloadBytes) return bad("payload too long");
  if (!is_valid_utf8(frames[first + 4])) return bad("payload is not UTF-8");
  return Message{frames[first], frames[first + 1], *seq, *previous, frames[first + 4]};
}

}  // namespace

Frames encode(const Message& message) {
  return {message.topic, message.epoch, std::to_string(message.seq),
          std::to_string(message.prev_seq_of_topic), message.payload};
}

Frames encode(const ReplayRequest& request) {
  return {request.id, std::string(kReplay), std::to_string(request.since), request.prefix};
}

Frames encode(const ReplayReply& reply) {
  switch (reply.kind) {
    case ReplayReply::Kind::item: {
      Frames frames = {reply.id, "item"};
      for (std::string& frame : encode(reply.item)) frames.push_back(std::move(frame));
      return frames;
    }
    case ReplayReply::Kind::done:
      return {reply.id, "done", reply.epoch, std::to_string(reply.complete_to),
              std::to_string(reply.last_seq)};
    case ReplayReply::Kind::error:
      break;
  }
  return {reply.id, "error", reply.error};
}

Result<Message> decode_message(const Frames& frames) { return message_at(frames, 0); }

Result<ReplayRequest> decode_request(const Frames& frames) {
  if (frames.size() != 4 || frames[1] != kReplay) return bad("not a replay request");
  if (frames[0].size() > kMaxIdBytes) return bad("id length");
  const std::optional<std::uint64_t> since = number(frames[2]);
  if (!since) return bad("a number is not one");
  if (frames[3].size() > kMaxTopicBytes) return bad("topic length");
  return ReplayRequest{frames[0], *since, frames[3]};
}

Result<ReplayReply> decode_reply(const Frames& frames) {
  if (frames.size() < 3 || frames[0].size() > kMaxIdBytes) return bad("not a replay reply");
  ReplayReply reply;
  reply.id = frames[0];
  if (frames[1] == "item") {
    reply.kind = ReplayReply::Kind::item;
    Result<Message> item = message_at(frames, 2);
    if (!item) return tl::unexpected(item.error());
    reply.item = std::move(*item);
    return reply;
  }
  if (frames[1] == "done" && frames.size() == 5) {
    reply.kind = ReplayReply::Kind::done;
    const std::optional<std::uint64_t> complete_to = number(frames[3]);
    const std::optional<std::uint64_t> last = number(frames[4]);
    if (frames[2].size() > kMaxEpochBytes || !complete_to || !last) return bad("done");
    reply.epoch = frames[2];
    reply.complete_to = *complete_to;
    reply.last_seq = *last;
    return reply;
  }
  if (frames[1] == "error" && frames.size() == 3) {
    reply.error = make_valid_utf8(frames[2].substr(0, kMaxTopicBytes));
    return reply;
  }
  return bad("not a replay reply");
}

std::string topic_segment(std::string_view name) {
  std::string out;
  for (const char c : ascii_lower(name)) {
    if (c == '.' || c == '\'' || c == '"') continue;
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/';
    out += space ? '-' : c;
  }
  return out;
}

std::string event_topic(std::string_view type) { return "event." + std::string(type); }

std::string change_topic(std::string_view relationship, std::string_view kind) {
  return "change." + topic_segment(relationship) + "." + std::string(kind);
}

}  // namespace pactwatch::bus
