#include "daemon/log.h"

#include <cstdlib>
#include <memory>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <systemd/sd-daemon.h>

#include "core/printable.h"

namespace pactwatch {
namespace {

// spdlog in front, "<4>" in front of that: the prefix by which the journal knows a line's priority.
class JournalFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const char* prefix = SD_INFO;
    if (message.level >= spdlog::level::err)
      prefix = SD_ERR;
    else if (message.level == spdlog::level::warn)
      prefix = SD_WARNING;
    else if (message.level <= spdlog::level::debug)
      prefix = SD_DEBUG;
    out.append(prefix, prefix + 3);
    out.append(message.payload.begin(), message.payload.end());
    out.push_back('\n');
  }
  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<JournalFormatter>();
  }
};

// In front of any other: what a message quotes may come from the web, and a log is read on
// terminals. Nothing of it reaches one but text.
class SafeFormatter final : public spdlog::formatter {
 public:
  explicit SafeFormatter(std::unique_ptr<spdlog::formatter> inner) : inner_(std::move(inner)) {}
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const std::string text =
        printable(std::string_view(message.payload.data(), message.payload.size()));
    spdlog::details::log_msg safe = message;
    safe.payload = text;
    inner_->format(safe, out);
    // The pattern formatter notes in the message which part of the line is coloured.
    message.color_range_start = safe.color_range_start;
    message.color_range_end = safe.color_range_end;
  }
  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<SafeFormatter>(inner_->clone());
  }

 private:
  std::unique_ptr<spdlog::formatter> inner_;
};

// The text of a message as the inside of a JSON string.
void append_escaped(spdlog::string_view_t text, spdlog::memory_buf_t& out) {
  for (const char c : text) {  // SafeFormatter left no control characters
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
}

class JsonFormatter final : public spdlog::formatter {
 public:
  JsonFormatter()
      : head_("{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",\"level\":\"%l\",\"message\":\"",
              spdlog::pattern_time_type::utc, "") {}
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    head_.format(message, out);
    append_escaped(message.payload, out);
    for (const char c : {'"', '}', '\n'}) out.push_back(c);
  }
  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<JsonFormatter>();
  }

 private:
  spdlog::pattern_formatter head_;
};

}  // namespace

void start_log(const std::string& level, bool json) {
  const std::shared_ptr<spdlog::logger> logger = std::make_shared<spdlog::logger>(
      "pactwatch", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  logger->set_level(spdlog::level::from_str(level));
  std::unique_ptr<spdlog::formatter> form;
  if (json)
    form = std::make_unique<JsonFormatter>();
  else if (std::getenv("JOURNAL_STREAM") != nullptr)
    form = std::make_unique<JournalFormatter>();
  else
    form = std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v",
                                                       spdlog::pattern_time_type::utc);
  logger->set_formatter(std::make_unique<SafeFormatter>(std::move(form)));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(logger);
}

}  // namespace pactwatch
