#pragma once
// libcurl's handles, wrapped once. Internal to the HTTP client.

#include <curl/curl.h>

#include <memory>
#include <string>

#include "core/result.h"

namespace pactwatch {

struct CurlEasyDelete {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using CurlEasy = std::unique_ptr<CURL, CurlEasyDelete>;

struct CurlMultiDelete {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
using CurlMulti = std::unique_ptr<CURLM, CurlMultiDelete>;

// A list of header lines.
class CurlList {
 public:
  CurlList() = default;
  ~CurlList() { curl_slist_free_all(list_); }
  CurlList(const CurlList&) = delete;
  CurlList& operator=(const CurlList&) = delete;
  void add(const std::string& line) {
    curl_slist* longer = curl_slist_append(list_, line.c_str());
    if (longer != nullptr) list_ = longer;  // out of memory keeps the list as it was
  }
  curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

// Sets libcurl up once for the process, on the first call.
Status start_curl();

// What went wrong in words a person understands. `detail` is libcurl's own message (may be empty).
std::string words_for(CURLcode code, const std::string& host, const std::string& detail);

}  // namespace pactwatch
