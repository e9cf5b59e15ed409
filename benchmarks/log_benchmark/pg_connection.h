#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace clearsky::bench {

// Values as PostgreSQL's binary protocol has them.
std::string PgInt2(int16_t value);
std::string PgInt4(int32_t value);
std::string PgInt8(int64_t value);
// A one-dimensional array of values of type `element`, each already binary.
std::string PgArray(uint32_t element,
                    const std::vector<absl::string_view>& values);

inline constexpr uint32_t kPgBytea = 17;
inline constexpr uint32_t kPgText = 25;
inline constexpr uint32_t kPgUuid = 2950;

// A connection to PostgreSQL, for one thread. Errors end the program.
class PgConnection {
 public:
  using Result = std::unique_ptr<PGresult, void (*)(PGresult*)>;

  explicit PgConnection(const std::string& connection);

  // Runs statements without parameters.
  Result Run(const std::string& sql);
  // The same with results in binary.
  Result RunBinary(const std::string& sql);
  void Prepare(const char* name, const std::string& sql);
  // Parameters and results are binary.
  Result RunPrepared(const char* name,
                     const std::vector<absl::string_view>& parameters);
  // Feeds a COPY FROM STDIN that Run started; EndCopy finishes it.
  void CopyData(absl::string_view bytes);
  void EndCopy();

 private:
  Result Check(PGresult* result);

  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
};

}  // namespace clearsky::bench
