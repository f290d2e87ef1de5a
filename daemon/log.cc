#include "daemon/log.h"

#include <cstdlib>
#include <memory>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <systemd/sd-daemon.h>

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

// The text of a message as the inside of a JSON string.
void append_escaped(spdlog::string_view_t text, spdlog::memory_buf_t& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  for (const char c : text) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20) {
      for (const char part : {'\\', 'u', '0', '0'}) out.push_back(part);
      out.push_back(kHex[byte >> 4]);
      out.push_back(kHex[byte & 15]);
    } else {
      out.push_back(c);
    }
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
  if (json)
    logger->set_formatter(std::make_unique<JsonFormatter>());
  else if (std::getenv("JOURNAL_STREAM") != nullptr)
    logger->set_formatter(std::make_unique<JournalFormatter>());
  else
    logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        "%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(logger);
}

}  // namespace pactwatch
