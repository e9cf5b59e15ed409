#pragma once

// NATS JetStream with file storage, spoken to in its own text protocol: a
// message is published with a reply subject, and acknowledged there once the
// server has written it to its file. Version 2.9 has no option to sync that
// file, so that an acknowledged message is not durable.

#include <memory>
#include <string>

#include "log_benchmark/store.h"

namespace clearsky::bench {

// As the server tells it.
std::string NatsVersion(const std::string& address);

// In a stream of the server at HOST:PORT that is made anew. Batches are sent
// one message behind the other, then all acknowledgements are waited for:
// JetStream has no batch that is written whole or not at all, and messages are
// published without an expected revision.
std::unique_ptr<Store> NewNatsStore(const std::string& address);

}  // namespace clearsky::bench
