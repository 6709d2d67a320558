#include <algorithm>

#include "project/migrations/histories.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/revision_places.h"
#include "rules/revisions/revision_names.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace rv508 {
namespace {

using project::History;
using project::Project;
using project::Revision;
using project::RevisionName;

std::string whatItIs(const History& history, const RevisionName& name, NameForm form) {
  switch (form) {
    case NameForm::Empty:
      return "An empty text is no parent: old releases of Alembic took it for `None`, new ones stop with a `KeyError`";
    case NameForm::Symbol:
      return concat(quoted(name.text), " is a word of the command line; a script names its parent by the whole id");
    case NameForm::Relative:
      return concat(quoted(name.text),
                    " counts from another revision, which only the command line may do; a script names its parent by "
                    "the whole id");
    case NameForm::Several:
      return concat(quoted(name.text), " is one text with two ids in it; several parents are a tuple of texts");
    case NameForm::Label:
      return concat(quoted(name.text), " is a branch label; a script names its parent by the whole id");
    default: break;
  }
  const std::vector<std::string> ids = idsBeginning(history, name.text);
  return concat(quoted(name.text), " is only the beginning of ", quotedAll(ids),
                "; scripts are looked up by the whole id");
}

/// What was meant, as Python; empty when that is a guess.
std::string meant(const History& history, const RevisionName& name, NameForm form, bool alone, char quote) {
  const auto text = [&](const std::string& id) { return concat(std::string(1, quote), id, std::string(1, quote)); };
  if (form == NameForm::Empty) return alone ? "None" : "";
  if (form == NameForm::Partial) {
    const std::vector<std::string> ids = idsBeginning(history, name.text);
    return ids.size() == 1 ? text(ids[0]) : "";
  }
  if (form != NameForm::Several || !alone) return {};
  std::string tuple;
  for (const std::string& id : idsIn(name.text)) {
    if (!history.graph.find(id)) return {};
    tuple += concat(tuple.empty() ? "(" : ", ", text(id));
  }
  return tuple + ")";
}

void check(const Project& project, Findings& findings) {
  for (const History* history : project.histories().judged()) {
    for (const Revision& revision : history->revisions) {
      for (const project::RevisionNames* names : {&revision.down, &revision.depends}) {
        for (std::size_t at = 0; at < names->names.size(); ++at) {
          const RevisionName& name = names->names[at];
          const NameForm form = formOf(*history, revision, name, names == &revision.depends);
          if (form == NameForm::Id) continue;
          Finding finding;
          finding.place = placeOf(project, revision, *names, at);
          finding.subject = name.text;
          finding.message = whatItIs(*history, name, form);
          if (name.file == revision.file && name.at) {
            const facts::ModuleFacts& facts = project.file(revision.file);
            const char quote = facts.file->text(name.at.span()).find('\'') != std::string_view::npos ? '\'' : '"';
            const std::string better = meant(*history, name, form, names->at == name.at, quote);
            if (!better.empty())
              finding.fixes.push_back(
                  {concat("Write ", quoted(better)), FixClass::Safe, {replace(facts, name.at.span(), better)}, {}});
          }
          findings.push_back(std::move(finding));
        }
      }
    }
  }
}

}  // namespace
}  // namespace rv508

extern const Rule bad_down_revision{"RV508", Severity::Error, FixClass::Safe, "", &rv508::check};

}  // namespace limbeck::rules
