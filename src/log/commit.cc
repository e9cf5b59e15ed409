#include "log/commit.h"

namespace clearsky::log {

LogEnd EndAfter(LogEnd end, const Commit& commit) {
  for (const std::string& stored : commit.stored) end.frontier.Add(stored);
  end.size += commit.stored.size();
  end.last_record_time = commit.record_time;
  return end;
}

}  // namespace clearsky::log
