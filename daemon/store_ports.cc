#include "daemon/store_ports.h"

#include <charconv>

#include <nlohmann/json.hpp>

#include "bus/cloud_event.h"
#include "bus/message.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/time.h"

namespace pactwatch {
namespace {

using nlohmann::json;

std::string source_name(const std::string& epoch) { return "pactwatch:" + epoch; }

// The hint that an article says something, for those who want to know before the ledger judges.
std::string hint_payload(const bus::Extraction& extraction, std::size_t index,
                         const std::string& epoch) {
  const Article& article = extraction.article;
  const Event& event = extraction.events[index];
  bus::CloudEvent hint;
  hint.id = content_id({article.id, article.content_hash, std::to_string(index)});
  hint.source = source_name(epoch);
  hint.type = "pactwatch.event." + event.type;
  hint.subject = article.url;
  hint.time = to_iso(system_clock().now());
  hint.dataschema = bus::kEventSchema;
  hint.data = {{"article",
                {{"id", article.id},
                 {"url", article.url},
                 {"outlet", article.outlet},
                 {"title", article.title},
                 {"published", article.published}}},
               {"event", to_json(event)}};
  return bus::encode(hint);
}

}  // namespace

std::string item_handle(std::int64_t item) { return std::to_string(item); }

Result<std::int64_t> item_of(const std::string& handle) {
  std::int64_t item = 0;
  const char* const end = handle.data() + handle.size();
  const std::from_chars_result read = std::from_chars(handle.data(), end, item);
  if (read.ec != std::errc() || read.ptr != end || item < 0)
    return fail(ErrorCode::invalid_input, "\"" + handle + "\" is no item of the frontier");
  return item;
}

LedgerPort ledger_port(std::shared_ptr<Ledger> ledger, std::shared_ptr<Frontier> frontier,
                       const std::string& epoch, HintQueue& hints, const bus::Wake& relay,
                       std::atomic<std::uint64_t>& settled) {
  LedgerPort port;
  port.record = [ledger = std::move(ledger)](const std::vector<bus::Extraction>& batch) -> Status {
    std::vector<Reading> readings;
    readings.reserve(batch.size());
    for (const bus::Extraction& extraction : batch) {
      const Result<std::int64_t> item = item_of(extraction.item);
      if (!item) return tl::unexpected(item.error());
      readings.push_back(
          {*item, extraction.article, extraction.events, extraction.rule_set, extraction.error});
    }
    return ledger->record(readings, system_clock().now());
  };
  port.give_up = [frontier = std::move(frontier), &settled](const bus::Extraction& extraction,
                                                            const Error& reason) -> Status {
    ++settled;
    const Result<std::int64_t> item = item_of(extraction.item);
    if (!item) return {};  // of no item of ours: there is nothing to give up
    return frontier->fail_item(*item, to_string(reason), std::nullopt);
  };
  port.committed = [epoch, &hints, &relay, &settled](const std::vector<bus::Extraction>& batch) {
    settled += batch.size();
    for (const bus::Extraction& extraction : batch) {
      for (std::size_t i = 0; i < extraction.events.size(); ++i)
        hints.offer(bus::event_topic(extraction.events[i].type),
                    hint_payload(extraction, i, epoch));
    }
    relay.wake();
  };
  return port;
}

bus::Message message_of(const Change& change, const std::string& epoch) {
  bus::CloudEvent event;
  event.id = change.id;
  event.source = source_name(epoch);
  event.type = "pactwatch.change." + change.kind;
  event.time = to_iso(change.recorded);
  event.dataschema = bus::kChangeSchema;
  // The store wrote this JSON; if it cannot be read, the change still goes out, without its data.
  if (Result<json> data = parse_json(change_json(change), change.id)) event.data = std::move(*data);
  if (const auto found = event.data.find("relationship");
      found != event.data.end() && found->is_string())
    event.subject = found->get<std::string>();
  return {change.topic, epoch, static_cast<std::uint64_t>(change.seq),
          static_cast<std::uint64_t>(change.prev_seq), bus::encode(event)};
}

OutboxPort outbox_port(std::shared_ptr<Ledger> ledger, const std::string& epoch,
                       std::function<void(const Change&)> numbered) {
  OutboxPort port;
  port.number = [ledger = std::move(ledger), epoch, numbered = std::move(numbered)](
                    std::size_t limit) -> Result<std::vector<bus::Message>> {
    const Result<std::vector<Change>> changes = ledger->number_changes(limit);
    if (!changes) return tl::unexpected(changes.error());
    std::vector<bus::Message> messages;
    messages.reserve(changes->size());
    for (const Change& change : *changes) {
      messages.push_back(message_of(change, epoch));
      numbered(change);
    }
    return messages;
  };
  return port;
}

bus::ReplaySource replay_source(std::shared_ptr<Ledger> ledger, const std::string& epoch) {
  return [ledger = std::move(ledger), epoch](std::uint64_t since, const std::string& prefix,
                                             std::size_t limit) -> Result<bus::ReplayPage> {
    const Result<std::vector<Change>> changes =
        ledger->changes_since(static_cast<std::int64_t>(since), limit);
    if (!changes) return tl::unexpected(changes.error());
    const Result<std::int64_t> last = ledger->last_seq();
    if (!last) return tl::unexpected(last.error());
    bus::ReplayPage page;
    // Rows are read without regard to the prefix, so that a page costs the same whatever is asked.
    page.complete_to = changes->size() < limit ? static_cast<std::uint64_t>(*last)
                                               : static_cast<std::uint64_t>(changes->back().seq);
    for (const Change& change : *changes)
      if (change.topic.starts_with(prefix)) page.messages.push_back(message_of(change, epoch));
    return page;
  };
}

}  // namespace pactwatch
