#include "project/migrations/histories.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "project/environments/environments.h"
#include "project/given/alembic_config.h"
#include "project/given/places.h"
#include "text/concat.h"
#include "text/expect.h"

namespace limbeck::project {
namespace {

using Names = std::set<std::string, std::less<>>;

/// Alembic reads `*.py` but `__init__*` and `.#*` (facts F52).
bool isScriptName(std::string_view name) { return !name.starts_with("__init__") && !name.starts_with(".#"); }

/// Both identifiers, or one of them where revisions usually are.
bool isRevisionFile(const ModuleFacts& facts) {
  if (facts.isRevision) return true;
  const auto& names = facts.names.module().names;
  return fileNameOf(folderOf(facts.path())) == "versions" &&
         (names.count("revision") > 0 || names.count("down_revision") > 0);
}

/// What stands in one folder, and what its revisions say of others.
struct Folder {
  std::vector<Revision> revisions;  ///< of every file that Alembic would load, sorted by name
  Names declared;                   ///< ids and labels
  Names wanted;                     ///< parents and dependencies
};

/// `a` asks for something that it lacks and `b` has.
bool leansOn(const Folder& a, const Folder& b) {
  return std::any_of(a.wanted.begin(), a.wanted.end(),
                     [&](const std::string& one) { return a.declared.count(one) == 0 && b.declared.count(one) > 0; });
}

/// Copies of each other, such as examples that all begin with the same ids, are no parts of one history.
bool clash(const Folder& a, const Folder& b) {
  return std::any_of(a.declared.begin(), a.declared.end(),
                     [&](const std::string& one) { return b.declared.count(one) > 0; });
}

class Finder {
 public:
  explicit Finder(const WithEnvironments& project) : project_(project) {
    std::map<std::string, std::vector<FileId>, std::less<>> files;
    std::set<std::string, std::less<>> holding;
    for (FileId file{0}; file < project.files().size(); ++file) {
      const std::string& path = project.file(file).path();
      if (!isScriptName(fileNameOf(path))) continue;
      files[std::string(folderOf(path))].push_back(file);
      if (isRevisionFile(project.file(file))) holding.insert(std::string(folderOf(path)));
    }
    for (const std::string& folder : holding) {
      Folder& read = folders_[folder];
      for (const FileId file : files[folder]) {
        if (fileNameOf(project.file(file).path()) != "env.py") add(read, file);
      }
    }
    for (auto& [folder, list] : files) files_.insert(folder);
  }

  std::vector<History> find() {
    for (const FileId file : environmentFiles()) placeEnvironment(file);
    joinBelow();
    joinPlugins();
    placeTheRest();
    for (History& history : histories_) load(history);
    std::vector<std::uint32_t> order(histories_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::tie(histories_[a].folder, histories_[a].locations) <
             std::tie(histories_[b].folder, histories_[b].locations);
    });
    std::vector<History> sorted;
    for (const std::uint32_t one : order) {
      sorted.push_back(std::move(histories_[one]));
      if (!sorted.back().partOf) continue;
      const auto at = std::find(order.begin(), order.end(), *sorted.back().partOf);
      sorted.back().partOf = static_cast<std::uint32_t>(at - order.begin());
    }
    return sorted;
  }

 private:
  void add(Folder& folder, FileId file) {
    Revision revision = readRevision(project_, file);
    const auto names = [](const RevisionNames& from, Names& into) {
      for (const RevisionName& name : from.names) into.insert(name.text);
    };
    if (!revision.id.empty()) folder.declared.insert(revision.id);
    names(revision.labels, folder.declared);
    names(revision.down, folder.wanted);
    names(revision.depends, folder.wanted);
    folder.revisions.push_back(std::move(revision));
  }

  /// Every env.py of Alembic, and every other one that stands beside revisions: those below tests are shown, not
  /// judged.
  [[nodiscard]] std::vector<FileId> environmentFiles() const {
    std::set<FileId> found;
    for (const Environment& environment : project_.environments().all()) found.insert(environment.file);
    for (FileId file{0}; file < project_.files().size(); ++file) {
      const std::string& path = project_.file(file).path();
      if (fileNameOf(path) != "env.py") continue;
      const std::string_view folder = folderOf(path);
      const auto below = [&](const auto& entry) { return folderOf(entry.first) == folder; };
      if (std::any_of(folders_.begin(), folders_.end(), below)) found.insert(file);
    }
    return {found.begin(), found.end()};
  }

  void placeEnvironment(FileId file) {
    History history;
    history.environment = file;
    history.folder = std::string(folderOf(project_.file(file).path()));
    history.config = configOf(project_.inputs(), history.folder);
    const bool named = history.config != nullptr && !history.config->versionLocations.empty();
    if (named) {
      for (const std::string& location : history.config->versionLocations)
        history.locations.push_back(folderNamed(location));
    } else {
      history.locations.push_back(joinPath(history.folder, "versions"));
    }
    if (history.config != nullptr && history.config->recursiveVersions) addFoldersBelow(history.locations);
    for (const std::string& location : history.locations)
      history.whole = history.whole && (!named || files_.count(location) > 0);
    if (holdsRevisions(history)) return place(std::move(history));
    // env.py says where they are when it runs: each folder beside it is a history of its own.
    std::vector<std::string> beside;
    for (const auto& [folder, read] : folders_) {
      if (folderOf(folder) == history.folder && folder != history.folder && claimed_.count(folder) == 0)
        beside.push_back(folder);
    }
    // An env.py that nothing names and no revision stands beside is a template, or not in use.
    if (beside.empty() && history.config == nullptr && files_.count(history.locations[0]) == 0) return;
    if (beside.empty()) return place(std::move(history));
    for (const std::string& folder : beside) {
      History one = history;
      one.locations = {folder};
      one.chosenAtRunTime = true;
      one.whole = beside.size() == 1;
      place(std::move(one));
    }
  }

  /// `package:folder` of an installed package, when it is in the workspace after all.
  [[nodiscard]] std::string folderNamed(const std::string& written) const {
    const std::size_t colon = written.find(':');
    if (colon == std::string::npos) return written;
    std::string path = written;
    std::replace(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(colon), '.', '/');
    path[colon] = '/';
    for (const auto& [folder, read] : folders_) {
      if (folder == path || folder.ends_with("/" + path)) return folder;
    }
    return path;
  }

  void addFoldersBelow(std::vector<std::string>& locations) const {
    std::vector<std::string> all;
    for (const std::string& location : locations) {
      for (const std::string& folder : files_) {
        if (isBelow(folder, location)) all.push_back(folder);
      }
    }
    if (!all.empty()) locations = std::move(all);
  }

  [[nodiscard]] bool holdsRevisions(const History& history) const {
    return std::any_of(history.locations.begin(), history.locations.end(),
                       [&](const std::string& one) { return folders_.count(one) > 0; });
  }

  void place(History history) {
    for (const std::string& location : history.locations) claimed_.insert(location);
    histories_.push_back(std::move(history));
  }

  /// Some location of the history and the folder need each other's revisions.
  [[nodiscard]] bool linked(const std::vector<std::string>& locations, const std::string& folder) const {
    const Folder& one = folders_.at(folder);
    bool any = false;
    for (const std::string& location : locations) {
      const auto other = folders_.find(location);
      if (other == folders_.end()) continue;
      if (clash(one, other->second)) return false;
      any = any || leansOn(one, other->second) || leansOn(other->second, one);
    }
    return any;
  }

  /// Adds every folder that passes and is linked with what is there already, until none is left.
  template <typename Test>
  bool join(std::vector<std::string>& locations, Test test) {
    bool any = false;
    for (bool more = true; more;) {
      more = false;
      for (const auto& [folder, read] : folders_) {
        if (claimed_.count(folder) > 0 || !test(folder) || !linked(locations, folder)) continue;
        locations.push_back(folder);
        claimed_.insert(folder);
        more = any = true;
      }
    }
    return any;
  }

  /// Some Python code chooses version locations.
  [[nodiscard]] bool choosesLocations() const {
    constexpr std::string_view option = "version_locations";
    return std::any_of(project_.files().begin(), project_.files().end(), [&](const FactsPtr& facts) {
      for (std::uint32_t i = 0; i < facts->code->size(); ++i) {
        const Expr node = facts->code->at(i);
        if ((node.is(Kind::String) || node.is(Kind::Keyword) || node.is(Kind::Attribute)) && node.text() == option)
          return true;
      }
      return false;
    });
  }

  /// versions/2024.1/expand below versions: the program reads them too, or the graph would be torn.
  void joinBelow() {
    for (History& history : histories_) {
      const auto below = [&](const std::string& folder) {
        return std::any_of(history.locations.begin(), history.locations.end(),
                           [&](const std::string& one) { return isBelow(folder, one); });
      };
      const bool any = std::any_of(folders_.begin(), folders_.end(), [&](const auto& entry) {
        return claimed_.count(entry.first) == 0 && below(entry.first) && linked(history.locations, entry.first);
      });
      if (!any || (history.config != nullptr && !choosesLocations())) continue;
      join(history.locations, below);
      std::sort(history.locations.begin(), history.locations.end());
      history.chosenAtRunTime = true;
      history.whole = false;
    }
  }

  /// Some location of the history has a revision that stands on one of the folder's.
  [[nodiscard]] bool needs(const History& history, const std::string& folder) const {
    return std::any_of(history.locations.begin(), history.locations.end(), [&](const std::string& location) {
      const auto own = folders_.find(location);
      return own != folders_.end() && leansOn(own->second, folders_.at(folder));
    });
  }

  /// Folders elsewhere whose revisions depend on this history: plug-ins. What it depends on itself is one only where a
  /// program chooses locations; else it lies where Alembic does not read.
  void joinPlugins() {
    const std::size_t count = histories_.size();
    for (std::uint32_t i = 0; i < count; ++i) {
      History extended = histories_[i];
      const auto loose = [&](const std::string& folder) {
        return !isBelowSome(folder) && (!needs(histories_[i], folder) || choosesLocations());
      };
      if (!join(extended.locations, loose)) continue;
      extended.chosenAtRunTime = true;
      extended.whole = false;
      histories_[i].partOf = static_cast<std::uint32_t>(histories_.size());
      histories_.push_back(std::move(extended));
    }
  }

  [[nodiscard]] bool isBelowSome(const std::string& folder) const {
    return std::any_of(histories_.begin(), histories_.end(), [&](const History& history) {
      return std::any_of(history.locations.begin(), history.locations.end(),
                         [&](const std::string& one) { return isBelow(folder, one); });
    });
  }

  /// Folders of revisions without an env.py: a library's, or what somebody pasted. What lies below a location is not
  /// read.
  void placeTheRest() {
    for (const auto& [folder, read] : folders_) {
      if (claimed_.count(folder) > 0 || isBelowSome(folder)) continue;
      History history;
      history.folder = folder;
      history.locations = {folder};
      history.config = configOf(project_.inputs(), folderOf(folder));
      if (history.config != nullptr) history.folder = std::string(folderOf(folder));
      else history.whole = false;
      place(std::move(history));
    }
  }

  void load(History& history) {
    const auto isShown = [](const std::string& path) { return isTestPath(path) || isExamplePath(path); };
    history.test = isShown(history.locations[0]) || isShown(joinPath(history.folder, "env.py"));
    std::vector<RevisionNode> nodes;
    for (const std::string& location : history.locations) {
      const auto found = folders_.find(location);
      if (found == folders_.end()) continue;
      for (const Revision& revision : found->second.revisions) {
        const bool unclear = revision.loading == Loading::Unknown || !revision.down.known || !revision.depends.known ||
                             !revision.labels.known;
        if (unclear) history.whole = false;
        if (revision.loading != Loading::Loads) {
          history.others.push_back(revision);
          continue;
        }
        history.revisions.push_back(revision);
        nodes.push_back(nodeOf(revision));
      }
    }
    history.graph = RevisionGraph(std::move(nodes));
  }

  static RevisionNode nodeOf(const Revision& revision) {
    const auto texts = [](const RevisionNames& from) {
      std::vector<std::string> list;
      for (const RevisionName& name : from.names) list.push_back(name.text);
      return list;
    };
    return {revision.id, texts(revision.down), texts(revision.depends), texts(revision.labels)};
  }

  const WithEnvironments& project_;
  std::map<std::string, Folder, std::less<>> folders_;  ///< those that hold a revision
  std::set<std::string, std::less<>> files_;            ///< those that hold any Python
  std::set<std::string, std::less<>> claimed_;
  std::vector<History> histories_;
};

}  // namespace

Histories::Histories(const WithEnvironments& project) : all_(Finder(project).find()) {
  for (std::uint32_t i = 0; i < all_.size(); ++i) {
    LIMBECK_EXPECT(all_[i].revisions.size() == all_[i].graph.size());
    for (RevisionGraph::Index at{0}; at < all_[i].revisions.size(); ++at) {
      const auto place = std::pair(i, at);
      const auto [known, added] = byFile_.emplace(all_[i].revisions[at].file, place);
      if (!added && all_[known->second.first].partOf) known->second = place;
    }
  }
}

std::optional<RevisionGraph::Index> revisionNamed(const History& history, const std::string& name) {
  if (const auto exact = history.graph.findNamed(name)) return exact;
  std::optional<RevisionGraph::Index> found;
  for (RevisionGraph::Index i{0}; i < history.graph.size(); ++i) {
    if (!history.graph.node(i).id.starts_with(name)) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

bool isWrittenByHand(const WithNames& project, const History& history) {
  constexpr std::size_t several = 3;
  const auto isGenerated = [&](const Revision& revision) {
    const ModuleFacts& facts = project.file(revision.file);
    // op.f(...) marks a name that a convention has made already: nobody writes it.
    return std::any_of(facts.comments.begin(), facts.comments.end(),
                       [&](Span comment) {
                         return facts.file->text(comment).find("auto generated by Alembic") != std::string_view::npos;
                       }) ||
           std::any_of(facts.calls.begin(), facts.calls.end(), [](Expr call) {
             const Expr callee = call.callee();
             return callee.is(Kind::Attribute) && callee.text() == "f" && callee[0].text() == "op";
           });
  };
  return history.revisions.size() >= several &&
         std::none_of(history.revisions.begin(), history.revisions.end(), isGenerated);
}

const History* Histories::below(FileId environment) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const History& one) {
    return environment != noFile && one.environment == environment && !one.partOf;
  });
  return found == all_.end() ? nullptr : &*found;
}

std::vector<const History*> Histories::judged() const {
  std::vector<const History*> found;
  for (const History& history : all_) {
    if (!history.test && !history.partOf) found.push_back(&history);
  }
  return found;
}

std::optional<std::pair<std::uint32_t, RevisionGraph::Index>> Histories::of(FileId file) const {
  const auto found = byFile_.find(file);
  return found == byFile_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace limbeck::project
