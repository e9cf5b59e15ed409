#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "service/http/http_server.h"
#include "service/http/raw_client.h"

namespace clearsky::test {

using service::EventSource;
using service::HttpServer;
using service::Router;

// Events that a test tells.
class Channel {
 public:
  void Tell(const std::string& bytes) {
    std::function<void()> ready;
    {
      std::lock_guard<std::mutex> lock(mu_);
      bytes_ += bytes;
      ready.swap(ready_);
    }
    if (ready) ready();
  }
  void End() {
    ended_ = true;
    Tell("");
  }

  bool Pull(size_t max_bytes, std::string* out) {
    std::lock_guard<std::mutex> lock(mu_);
    ++pulls_;
    const size_t size = std::min(max_bytes, bytes_.size());
    out->append(bytes_, 0, size);
    bytes_.erase(0, size);
    return !ended_ || !bytes_.empty();
  }
  void NotifyWhenReady(std::function<void()> ready) {
    {
      std::lock_guard<std::mutex> lock(mu_);
      if (bytes_.empty() && !ended_) {
        ready_ = std::move(ready);
        return;
      }
    }
    ready();
  }
  int pulls() const { return pulls_; }

  // How many streams there are of it.
  std::atomic<int> streams = 0;

 private:
  std::mutex mu_;
  std::string bytes_;
  std::function<void()> ready_;
  std::atomic<bool> ended_ = false;
  std::atomic<int> pulls_ = 0;
};

class ChannelSource final : public EventSource {
 public:
  explicit ChannelSource(Channel* channel) : channel_(channel) {
    ++channel_->streams;
  }
  ~ChannelSource() override { --channel_->streams; }
  bool Pull(size_t max_bytes, std::string* out) override {
    return channel_->Pull(max_bytes, out);
  }
  void NotifyWhenReady(std::function<void()> ready) override {
    channel_->NotifyWhenReady(std::move(ready));
  }

 private:
  Channel* const channel_;
};

// A server with a few routes: /hello, /target, /header, /throws, /echo, /wait
// (until Open), /events (of `channel_`).
class HttpServerFixture : public ::testing::Test {
 protected:
  void Start(HttpServer::Options options = {}) {
    auto server = HttpServer::Start(options, [this](Router* router) {
      router->Get("/hello",
                  [](const httplib::Request&, httplib::Response& response) {
                    response.set_content("hello", "text/plain");
                  });
      router->Get("/target", [](const httplib::Request& request,
                                httplib::Response& response) {
        response.set_content(request.target, "text/plain");
      });
      router->Get("/header", [](const httplib::Request& request,
                                httplib::Response& response) {
        response.headers.emplace("X-Echo", request.get_header_value("X-Echo"));
        response.headers.emplace("X-Param",
                                 request.has_param("name")
                                     ? request.get_param_value("name")
                                     : std::string("a\r\nSet-Cookie: b"));
      });
      router->Get("/throws", [](const httplib::Request&, httplib::Response&) {
        throw std::runtime_error("secret\r\nX: y");
      });
      router->Post("/echo", [this](const httplib::Request& request,
                                   httplib::Response& response) {
        ++posts_;
        response.set_content(request.body, "application/json");
      });
      router->Get("/wait",
                  [this](const httplib::Request&, httplib::Response& response) {
                    ++waiting_;
                    gate_.wait();
                    response.set_content("waited", "text/plain");
                  });
      router->Get(
          "/events", [this](const httplib::Request&, httplib::Response&) {
            Router::StreamEvents(std::make_unique<ChannelSource>(&channel_));
          });
    });
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }
  void TearDown() override {
    Open();
    server_.reset();
    EXPECT_EQ(channel_.streams, 0);
  }

  int port() const { return server_->port(); }
  // Lets /wait answer.
  void Open() {
    if (!opened_.exchange(true)) go_.set_value();
  }

  Channel channel_;
  std::atomic<int> posts_ = 0;
  std::atomic<int> waiting_ = 0;
  std::promise<void> go_;
  std::shared_future<void> gate_ = go_.get_future().share();
  std::atomic<bool> opened_ = false;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace clearsky::test
