// Runs the examples of the documents: in each ```console block, a line that
// starts with `$ ` is a command, and the lines below it, up to the next
// command, are what it prints on both outputs. `...` alone on a line stands for
// any lines, within a line for any words. The commands of one document run in
// one directory, in order, with the repository's examples in `examples/`.
// `clearskyd ... &` goes on to the end of the document; `localhost:7420` stands
// for where it serves gRPC.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tools/daemon.h"

namespace clearsky {
namespace {

struct Example {
  int line = 0;
  std::string command;
  std::string output;
};

std::vector<Example> ExamplesOf(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  std::vector<Example> examples;
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line == "```console") {
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside && line.rfind("$ ", 0) == 0) {
      examples.push_back({number, line.substr(2), ""});
    } else if (inside && !examples.empty()) {
      examples.back().output += line + "\n";
    }
  }
  return examples;
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Whether one line is as said, `...` standing for any words.
bool LineMatches(const std::string& said, const std::string& line) {
  const size_t dots = said.find("...");
  if (dots == std::string::npos) return said == line;
  if (line.compare(0, dots, said, 0, dots) != 0) return false;
  const std::string rest = said.substr(dots + 3);
  for (size_t i = dots; i <= line.size(); ++i) {
    if (LineMatches(rest, line.substr(i))) return true;
  }
  return false;
}

// Whether the lines from `i` on are as said from `k` on.
bool LinesMatch(const std::vector<std::string>& said, size_t k,
                const std::vector<std::string>& lines, size_t i) {
  if (k == said.size()) return i == lines.size();
  if (said[k] == "...") {
    for (size_t next = i; next <= lines.size(); ++next) {
      if (LinesMatch(said, k + 1, lines, next)) return true;
    }
    return false;
  }
  return i < lines.size() && LineMatches(said[k], lines[i]) &&
         LinesMatch(said, k + 1, lines, i + 1);
}

bool Matches(const std::string& said, const std::string& printed) {
  return LinesMatch(LinesOf(said), 0, LinesOf(printed), 0);
}

class DocumentTest : public ::testing::TestWithParam<const char*> {
 protected:
  DocumentTest() {
    std::string name =
        (std::filesystem::temp_directory_path() / "clearsky-docs-XXXXXX")
            .string();
    directory_ = mkdtemp(name.data());
    std::filesystem::create_directory(directory_ + "/bin");
    std::filesystem::create_symlink(CLEARSKY_PROGRAM,
                                    directory_ + "/bin/clearsky");
    std::filesystem::create_symlink(CLEARSKY_SOURCE_DIR "/examples",
                                    directory_ + "/examples");
  }
  ~DocumentTest() override {
    daemon_.reset();
    std::filesystem::remove_all(directory_);
  }

  // What a line of a document prints.
  std::string Run(const std::string& command) {
    if (command.rfind("clearskyd ", 0) == 0 && command.back() == '&') {
      return StartDaemon(command);
    }
    if (daemon_ == nullptr) return RunInShell(command);
    const std::string address = daemon_->address("grpc");
    return Replaced(RunInShell(Replaced(command, kDaemonAddress, address)),
                    address, kDaemonAddress);
  }

 private:
  static constexpr char kDaemonAddress[] = "localhost:7420";

  static std::string Replaced(std::string text, const std::string& old_words,
                              const std::string& new_words) {
    for (size_t at = 0; (at = text.find(old_words, at)) != std::string::npos;
         at += new_words.size()) {
      text.replace(at, old_words.size(), new_words);
    }
    return text;
  }

  std::string StartDaemon(const std::string& command) {
    std::istringstream words(command);
    std::vector<std::string> arguments;
    for (std::string word; words >> word;) arguments.push_back(word);
    arguments.erase(arguments.begin());
    arguments.back() = "--grpc";
    arguments.insert(arguments.end(), {"127.0.0.1:0", "--http", "127.0.0.1:0"});
    const std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::current_path(directory_);
    daemon_ = std::make_unique<test::DaemonProcess>(arguments);
    std::filesystem::current_path(before);
    EXPECT_TRUE(daemon_->WaitUntilReady()) << daemon_->err();
    return Replaced(daemon_->out(), daemon_->address("grpc"), kDaemonAddress);
  }

  std::string RunInShell(const std::string& command) {
    std::ofstream(directory_ + "/command.sh")
        << "unset CLEARSKY_DB CLEARSKY_SERVER\nexport PATH=\"" << directory_
        << "/bin:$PATH\"\ncd \"" << directory_ << "\"\n"
        << command << "\n";
    const std::string shell =
        "bash " + directory_ + "/command.sh > " + directory_ + "/out 2>&1";
    exit_status_ = std::system(shell.c_str());
    std::ostringstream out;
    out << std::ifstream(directory_ + "/out").rdbuf();
    return out.str();
  }

  std::string directory_;
  int exit_status_ = 0;
  std::unique_ptr<test::DaemonProcess> daemon_;
};

TEST_P(DocumentTest, PrintsWhatItSays) {
  const std::vector<Example> examples =
      ExamplesOf(std::string(CLEARSKY_SOURCE_DIR "/") + GetParam());
  ASSERT_FALSE(examples.empty());
  for (const Example& example : examples) {
    const std::string output = Run(example.command);
    EXPECT_TRUE(Matches(example.output, output))
        << GetParam() << ":" << example.line << ": $ " << example.command
        << "\nsays:\n"
        << example.output << "prints:\n"
        << output;
    if (HasFailure()) break;
  }
}

INSTANTIATE_TEST_SUITE_P(Documents, DocumentTest,
                         ::testing::Values("README.md", "docs/command-line.md",
                                           "docs/documents.md",
                                           "examples/README.md"),
                         [](const auto& param_info) {
                           std::string name = param_info.param;
                           for (char& c : name) {
                             if (std::isalnum(static_cast<unsigned char>(c)) ==
                                 0) {
                               c = '_';
                             }
                           }
                           return name;
                         });

TEST(ExampleTest, DotsStandForAnythingAndNothingElseDoes) {
  EXPECT_TRUE(Matches("a\n...\nb\n", "a\nx\ny\nb\n"));
  EXPECT_TRUE(Matches("id ... ends\n", "id 42 ends\n"));
  EXPECT_FALSE(Matches("id ... ends\n", "id 42\nends\n"));
  EXPECT_FALSE(Matches("a.c\n", "abc\n"));
  EXPECT_FALSE(Matches("a\n", "a\nb\n"));
}

}  // namespace
}  // namespace clearsky
