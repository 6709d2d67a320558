#include "git.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "text/concat.h"

extern char** environ;

namespace limbeck::cli {
namespace {

namespace fs = std::filesystem;

struct Ran {
  bool started = false;
  int code = -1;
  std::string out;
  std::string err;
};

/// Reads both to their ends: neither may fill up while the other is waited for.
void drain(int out, int err, Ran& ran) {
  std::array<pollfd, 2> ends = {pollfd{out, POLLIN, 0}, pollfd{err, POLLIN, 0}};
  std::array<std::string*, 2> texts = {&ran.out, &ran.err};
  std::array<char, 65536> buffer{};
  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    if (poll(ends.data(), ends.size(), -1) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (ends[i].fd < 0 || ends[i].revents == 0) continue;
      const ssize_t count = read(ends[i].fd, buffer.data(), buffer.size());
      if (count > 0) texts[i]->append(buffer.data(), static_cast<std::size_t>(count));
      else if (count == 0 || errno != EINTR) ends[i].fd = -1;
    }
  }
}

/// Starts git with these words, as they are; nobody reads them in between.
Ran git(const fs::path& folder, const std::vector<std::string>& words) {
  std::vector<std::string> all = {"git", "--no-optional-locks", "-C", folder.string()};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (std::string& word : all) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  Ran ran;
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (pipe2(out.data(), O_CLOEXEC) != 0) return ran;
  if (pipe2(err.data(), O_CLOEXEC) != 0) {
    close(out[0]);
    close(out[1]);
    return ran;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
  pid_t child = 0;
  ran.started = posix_spawnp(&child, "git", &actions, nullptr, arguments.data(), environ) == 0;
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  close(err[1]);
  if (ran.started) {
    drain(out[0], err[0], ran);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  close(out[0]);
  close(err[0]);
  return ran;
}

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\0', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

Difference failed(std::string problem) {
  Difference difference;
  difference.problem = std::move(problem);
  return difference;
}

/// What git itself says against it, where that is more than that there is nothing.
std::string withReason(std::string sentence, const Ran& ran) {
  std::string reason = firstLine(ran.err);
  if (reason.starts_with("fatal: ")) reason.erase(0, 7);
  return reason.empty() ? sentence + "." : concat(sentence, ": ", reason, ".");
}

/// `git diff --name-status -z`: a letter, and the path it is about.
void readStatus(const std::string& text, Difference& difference) {
  const std::vector<std::string> parts = split(text);
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
    (parts[i] == "D" ? difference.gone : difference.present).push_back(parts[i + 1]);
}

}  // namespace

Difference differenceTo(const fs::path& folder, const std::string& revision) {
  const Ran top = git(folder, {"rev-parse", "--show-toplevel"});
  if (!top.started) return failed("git was not found; `--diff-base` asks it what has changed.");
  if (top.code != 0)
    return failed(withReason(concat(limbeck::quoted(folder.generic_string()), " is in no git repository"), top));
  const bool option = revision.empty() || revision.front() == '-';
  const Ran commit = option ? Ran{} : git(folder, {"rev-parse", "--verify", "--quiet", concat(revision, "^{commit}")});
  if (commit.code != 0)
    return failed(concat("git knows no revision ", limbeck::quoted(revision),
                         " here; in a shallow clone it has to be fetched first."));
  const Ran base = git(folder, {"merge-base", firstLine(commit.out), "HEAD"});
  if (base.code != 0)
    return failed(concat(limbeck::quoted(revision),
                         " and `HEAD` have no commit in common here; a shallow clone needs more of its history."));

  Difference difference;
  difference.top = firstLine(top.out);
  difference.base = firstLine(base.out);
  const Ran changed = git(difference.top, {"diff", "--name-status", "--no-renames", "--no-ext-diff",
                                           "--ignore-submodules", "-z", difference.base, "--"});
  const Ran fresh = git(difference.top, {"ls-files", "--others", "--exclude-standard", "-z"});
  if (changed.code != 0) return failed(withReason("git could not say what has changed", changed));
  if (fresh.code != 0) return failed(withReason("git could not say which files are new", fresh));
  readStatus(changed.out, difference);
  for (std::string& path : split(fresh.out)) difference.present.push_back(std::move(path));
  return difference;
}

std::optional<std::string> contentAt(const Difference& difference, std::string_view path) {
  Ran shown = git(difference.top, {"cat-file", "blob", concat(difference.base, ":", path)});
  return shown.code == 0 ? std::optional(std::move(shown.out)) : std::nullopt;
}

}  // namespace limbeck::cli
