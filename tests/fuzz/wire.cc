// Everything that arrives by a socket: the frames of subscribers and stages, and the CloudEvents in
// them. Frames are split at the byte 0xFF, which no UTF-8 holds.

#include "bus/cloud_event.h"
#include "bus/message.h"
#include "bus/stage.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bus::Frames frames(1);
  for (const char c : fuzz::bytes(data, size)) {
    if (c == '\xFF')
      frames.emplace_back();
    else
      frames.back() += c;
  }
  if (const auto message = bus::decode_message(frames))
    fuzz::expect(bus::decode_message(bus::encode(*message)) == *message, "a message comes back");
  if (const auto request = bus::decode_request(frames)) {
    const auto again = bus::decode_request(bus::encode(*request));
    fuzz::expect(again && again->since == request->since && again->prefix == request->prefix,
                 "a request comes back");
  }
  if (const auto reply = bus::decode_reply(frames)) {
    const auto again = bus::decode_reply(bus::encode(*reply));
    fuzz::expect(again && again->kind == reply->kind && again->item == reply->item,
                 "a reply comes back");
  }
  if (const auto task = bus::decode_article_task(frames)) {
    const auto again = bus::decode_article_task(bus::encode(*task));
    fuzz::expect(again && again->item == task->item && again->article.text == task->article.text,
                 "an article comes back");
  }
  if (const auto extraction = bus::decode_extraction(frames))
    fuzz::expect(extraction->item == frames[1], "an extraction keeps its item");
  if (const auto event = bus::decode_cloud_event(frames.back())) {
    const auto again = bus::decode_cloud_event(bus::encode(*event));
    fuzz::expect(again && again->id == event->id && again->data == event->data,
                 "a CloudEvent comes back");
  }
  return 0;
}
