// HTTP/2 over TLS on loopback: offered, and reset by servers that do not like us.

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>

#include "fetcher/http.h"
#include "tests/catch.h"
#include "tests/support/http_server.h"
#include "tests/support/loopback.h"
#include "tests/support/scratch_directory.h"

using namespace pactwatch;
using namespace std::chrono_literals;

namespace {

// A key and a certificate for 127.0.0.1 that signs itself.
struct Identity {
  Identity() : key(EVP_EC_gen("P-256"), &EVP_PKEY_free), certificate(X509_new(), &X509_free) {
    X509* cert = certificate.get();
    X509_set_version(cert, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
    X509_gmtime_adj(X509_getm_notBefore(cert), -3600);
    X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
    X509_set_pubkey(cert, key.get());
    X509_NAME* name = X509_get_subject_name(cert);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(cert, name);
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, cert, cert, nullptr, nullptr, 0);
    X509_EXTENSION* names =
        X509V3_EXT_conf_nid(nullptr, &context, NID_subject_alt_name, "IP:127.0.0.1");
    X509_add_ext(cert, names, -1);
    X509_EXTENSION_free(names);
    X509_sign(cert, key.get(), EVP_sha256());
  }
  void write(const std::string& file) const {
    FILE* out = std::fopen(file.c_str(), "w");
    REQUIRE(out != nullptr);
    PEM_write_X509(out, certificate.get());
    std::fclose(out);
  }
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key;
  std::unique_ptr<X509, decltype(&X509_free)> certificate;
};

// Speaks enough HTTP/2 (RFC 9113) to be asked: settings, and a RST_STREAM for every request; in
// HTTP/1.1 it answers. Connections are served one after another.
class ResettingServer {
 public:
  explicit ResettingServer(const Identity& identity)
      : context_(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free) {
    SSL_CTX_use_certificate(context_.get(), identity.certificate.get());
    SSL_CTX_use_PrivateKey(context_.get(), identity.key.get());
    SSL_CTX_set_alpn_select_cb(context_.get(), select_protocol, nullptr);
    const test_support::Loopback loopback = test_support::listen_on_loopback(8);
    listener_ = loopback.descriptor;
    port_ = loopback.port;
    thread_ = std::thread([this] { run(); });
  }
  ~ResettingServer() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
  }
  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/feed"; }
  int resets() const { return resets_; }
  int answers() const { return answers_; }

 private:
  static int select_protocol(SSL*, const unsigned char** out, unsigned char* size,
                             const unsigned char* offered, unsigned int offered_size, void*) {
    static const unsigned char ours[] = "\x02h2\x08http/1.1";
    return SSL_select_next_proto(const_cast<unsigned char**>(out), size, ours, sizeof ours - 1,
                                 offered, offered_size) == OPENSSL_NPN_NEGOTIATED
               ? SSL_TLSEXT_ERR_OK
               : SSL_TLSEXT_ERR_NOACK;
  }
  void run() {
    while (!stopping_) {
      pollfd wait{listener_, POLLIN, 0};
      if (::poll(&wait, 1, 20) <= 0) continue;
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      const timeval patience{2, 0};
      ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context_.get()), &SSL_free);
      SSL_set_fd(ssl.get(), socket);
      if (SSL_accept(ssl.get()) == 1) serve(ssl.get());
      ::close(socket);
    }
  }
  static bool read(SSL* ssl, void* data, int size) {
    for (int done = 0; done < size;) {
      const int n = SSL_read(ssl, static_cast<char*>(data) + done, size - done);
      if (n <= 0) return false;
      done += n;
    }
    return true;
  }
  void serve(SSL* ssl) {
    const unsigned char* protocol = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(ssl, &protocol, &size);
    if (std::string(reinterpret_cast<const char*>(protocol), size) == "h2")
      reset_streams(ssl);
    else
      answer(ssl);
  }
  void reset_streams(SSL* ssl) {
    char preface[24];
    if (!read(ssl, preface, sizeof preface)) return;
    static const char settings[] = "\0\0\0\4\0\0\0\0\0";
    SSL_write(ssl, settings, 9);
    unsigned char head[9];
    while (read(ssl, head, sizeof head)) {
      const int length = head[0] << 16 | head[1] << 8 | head[2];
      std::string body(static_cast<std::size_t>(length), '\0');
      if (length > 0 && !read(ssl, body.data(), length)) return;
      if (head[3] != 1) continue;  // HEADERS
      unsigned char reset[13] = {0, 0, 4, 3, 0, head[5], head[6], head[7], head[8], 0, 0, 0, 2};
      ++resets_;
      SSL_write(ssl, reset, sizeof reset);
    }
  }
  void answer(SSL* ssl) {
    char bytes[4096];
    if (SSL_read(ssl, bytes, sizeof bytes) <= 0) return;
    ++answers_;
    static const std::string reply =
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
    SSL_write(ssl, reply.data(), static_cast<int>(reply.size()));
    SSL_shutdown(ssl);
  }

  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> resets_ = 0;
  std::atomic<int> answers_ = 0;
  std::thread thread_;
};

}  // namespace

TEST_CASE("an HTTP/2 stream that is reset is asked once more in HTTP/1.1",
          "[http][failures]") {  // 11
  const Identity identity;
  const test_support::ScratchDirectory directory;
  identity.write(directory / "ca.pem");
  ResettingServer server(identity);
  HttpOptions options;
  options.addresses.allow_loopback = true;
  HttpRequest request;
  request.url = server.url();
  {
    // Nobody trusts a certificate that signs itself, unless told to.
    const Result<std::unique_ptr<HttpClient>> client = HttpClient::create(options);
    REQUIRE(client);
    const Result<HttpResponse> refused = (*client)->fetch(request);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("is not trusted") != std::string::npos);
  }
  options.ca_file = directory / "ca.pem";
  const Result<std::unique_ptr<HttpClient>> client = HttpClient::create(options);
  REQUIRE(client);
  const Result<HttpResponse> response = (*client)->fetch(request);
  if (!response) FAIL(to_string(response.error()));
  CHECK(response->status == 200);
  CHECK(response->body == "hello");
  CHECK(server.resets() >= 1);  // libcurl may try a new connection first
  CHECK(server.answers() == 1);
}
