// files.h: all disk access of the command line: finding files, reading them, writing fixes.
// It refuses to decide what is worth reading (the core does) and to check anything.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "workspace.h"

namespace limbeck::cli {

/// Called now and then while files are read: how many of how many.
using Progress = std::function<void(std::size_t done, std::size_t total)>;

/// A workspace filled from disk, and the way back.
struct Loaded {
  Workspace workspace;
  std::map<std::string, std::filesystem::path> diskPaths;  ///< by path in the workspace
  std::map<std::string, std::filesystem::path> roots;      ///< folder in the workspace ("" or "shop") -> folder on disk
  std::vector<std::string> fatal;                          ///< sentences: nothing can be checked
  std::vector<std::string> warnings;                       ///< sentences: the rest was checked
};

/// Reads the given files and folders. A relative path inside the current folder keeps its name from there, and the
/// settings of the current folder count; any other path begins with the given folder's own name. Below a given folder
/// `.gitignore` files are followed (gitignore(5); those above it are not read) and linked folders are not. The files
/// are read on `threads` threads, which changes nothing of what is loaded.
[[nodiscard]] Loaded load(const std::vector<std::string>& paths, unsigned threads, const Progress& progress);

/// What a file on disk is called in the workspace, there or not; empty when it lies outside of what was given.
[[nodiscard]] std::string nameOnDisk(const Loaded& loaded, const std::filesystem::path& disk);

/// Where a baseline is written, and what it is called in the workspace.
struct BaselineFile {
  std::filesystem::path disk;
  std::string name;
  bool isFound = false;  ///< a check looks there for it
};

/// `wanted` is a path on disk; empty: where a check looks for the baseline.
[[nodiscard]] BaselineFile baselineFile(const Loaded& loaded, const std::string& wanted);

/// Writes what a fix made; returns sentences about files that could not be written, or had changed since they were
/// read.
[[nodiscard]] std::vector<std::string> save(const Loaded& loaded, const FixResult& result);

}  // namespace limbeck::cli
