#include "base/sha256.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <memory>

#include "absl/strings/escaping.h"

namespace clearsky {
namespace {

// OpenSSL looks an algorithm up by name on each one-shot call, which takes
// longer than hashing an event; fetched once it costs nothing. Never freed: it
// is used until the process ends.
const EVP_MD* Algorithm() {
  static EVP_MD* const kAlgorithm =
      EVP_MD_fetch(nullptr, "SHA256", /*properties=*/nullptr);
  return kAlgorithm;
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

EVP_MD_CTX* Context() {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(
      EVP_MD_CTX_new());
  return context.get();
}

}  // namespace

Sha256Digest Sha256OfParts(std::initializer_list<absl::string_view> parts) {
  Sha256Digest digest;
  EVP_MD_CTX* const context = Context();
  bool is_ok = EVP_DigestInit_ex(context, Algorithm(), nullptr) == 1;
  for (const absl::string_view part : parts) {
    is_ok = is_ok && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
  }
  is_ok = is_ok && EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1;
  // It can fail for want of memory or of the algorithm; a wrong digest must
  // never go on.
  if (!is_ok) std::abort();
  return digest;
}

Sha256Digest Sha256(absl::string_view bytes) { return Sha256OfParts({bytes}); }

std::string DigestBytes(const Sha256Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string DigestHex(const Sha256Digest& digest) {
  return absl::BytesToHexString(DigestBytes(digest));
}

}  // namespace clearsky
