#include "log_benchmark/pg_connection.h"

#include "absl/strings/str_cat.h"
#include "log_benchmark/harness.h"

namespace clearsky::bench {
namespace {

template <typename T>
std::string BigEndian(T value) {
  std::string bytes(sizeof(T), '\0');
  for (size_t i = 0; i < sizeof(T); ++i) {
    bytes[i] = static_cast<char>(static_cast<uint64_t>(value) >>
                                 (8 * (sizeof(T) - 1 - i)));
  }
  return bytes;
}

}  // namespace

std::string PgInt2(int16_t value) { return BigEndian(value); }
std::string PgInt4(int32_t value) { return BigEndian(value); }
std::string PgInt8(int64_t value) { return BigEndian(value); }

std::string PgArray(uint32_t element,
                    const std::vector<absl::string_view>& values) {
  // Dimensions, whether there are nulls, element type, size, lower bound.
  std::string bytes =
      absl::StrCat(PgInt4(1), PgInt4(0), PgInt4(static_cast<int32_t>(element)),
                   PgInt4(static_cast<int32_t>(values.size())), PgInt4(1));
  for (const absl::string_view value : values) {
    absl::StrAppend(&bytes, PgInt4(static_cast<int32_t>(value.size())), value);
  }
  return bytes;
}

PgConnection::PgConnection(const std::string& connection)
    : connection_(PQconnectdb(connection.c_str()), PQfinish) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    Fail(PQerrorMessage(connection_.get()));
  }
}

PgConnection::Result PgConnection::Check(PGresult* result) {
  switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_COPY_IN:
      return {result, PQclear};
    default:
      Fail(absl::StrCat("PostgreSQL: ", PQerrorMessage(connection_.get())));
  }
}

PgConnection::Result PgConnection::Run(const std::string& sql) {
  return Check(PQexec(connection_.get(), sql.c_str()));
}

PgConnection::Result PgConnection::RunBinary(const std::string& sql) {
  return Check(PQexecParams(connection_.get(), sql.c_str(), 0, nullptr, nullptr,
                            nullptr, nullptr, 1));
}

void PgConnection::Prepare(const char* name, const std::string& sql) {
  Check(PQprepare(connection_.get(), name, sql.c_str(), 0, nullptr));
}

PgConnection::Result PgConnection::RunPrepared(
    const char* name, const std::vector<absl::string_view>& parameters) {
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const absl::string_view parameter : parameters) {
    values.push_back(parameter.data());
    lengths.push_back(static_cast<int>(parameter.size()));
  }
  const std::vector<int> formats(parameters.size(), 1);
  return Check(PQexecPrepared(
      connection_.get(), name, static_cast<int>(parameters.size()),
      values.data(), lengths.data(), formats.data(), 1));
}

void PgConnection::CopyData(absl::string_view bytes) {
  if (PQputCopyData(connection_.get(), bytes.data(),
                    static_cast<int>(bytes.size())) != 1) {
    Fail(absl::StrCat("PostgreSQL: ", PQerrorMessage(connection_.get())));
  }
}

void PgConnection::EndCopy() {
  if (PQputCopyEnd(connection_.get(), nullptr) != 1) {
    Fail(absl::StrCat("PostgreSQL: ", PQerrorMessage(connection_.get())));
  }
  while (PGresult* result = PQgetResult(connection_.get())) Check(result);
}

}  // namespace clearsky::bench
