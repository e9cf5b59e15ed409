#pragma once

#include <string>

namespace clearsky::bench {

// One connection to 127.0.0.1 that is kept alive: sends requests and reads the
// answers, as little of HTTP/1.1 as that takes, so that the client costs the
// same for every route. For one thread.
class HttpConnection {
 public:
  explicit HttpConnection(int port);
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;
  ~HttpConnection();

  struct Answer {
    int status = 0;
    std::string head;
    std::string body;
  };

  // GET `target` with `headers`, whole lines that end with CRLF.
  Answer Get(const std::string& target, const std::string& headers);

 private:
  void Fill();

  int socket_;
  std::string buffer_;
};

// The value of a header of an answer's head; empty when it has none.
std::string HeaderOf(const std::string& head, const std::string& name);

}  // namespace clearsky::bench
