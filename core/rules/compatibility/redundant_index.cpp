#include <set>

#include "rules/compatibility/index_cover.h"
#include "rules/declaring.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc417 {
namespace {

using facts::Expr;

/// What finds the same rows: a key or a longer index; of two equal ones the first stays.
const Cover* betterThan(const std::vector<Cover>& covers, std::size_t index) {
  const Cover& own = covers[index];
  for (std::size_t i = 0; i < covers.size(); ++i) {
    const Cover& other = covers[i];
    if (i == index || !begins(own.columns, other.columns)) continue;
    const bool equal = own.columns.size() == other.columns.size();
    if (!equal || other.kind != Cover::Kind::Index || other.index->unique || i < index) return &other;
  }
  return nullptr;
}

Finding about(const project::Project& project, const project::DeclaredTable& table, const Cover& own,
              const Cover& better) {
  const schema::FilePlace place = own.index->place;
  const Expr call = project::writtenAt(project, place);
  const Expr flag = call.keyword("index");
  const Expr marked = flag ? flag.parent() : call.positional(0);
  Finding finding;
  finding.place = marked ? placeOf(project, place, marked) : placeOf(project, place);
  finding.subject = own.name.empty() ? show(table, own.columns.front()) : own.name;
  const bool equal = own.columns.size() == better.columns.size();
  finding.message = concat(own.name.empty() ? std::string("This index") : quoted(own.name), " repeats ",
                           equal ? "" : "the beginning of ", show(better), " of ", quoted(schema::show(table.name())));
  if (flag)
    finding.fixes.push_back({"Remove `index=True`; where the index exists, a migration has to drop it",
                             FixClass::Unsafe,
                             {removeItem(project.file(place.file), marked)},
                             {}});
  else
    finding.fixes.push_back(
        {"Remove it; where the index exists, a migration has to drop it", FixClass::Advice, {}, {}});
  return finding;
}

void check(const project::Project& project, Findings& findings) {
  std::set<Place> seen;
  for (const CompleteTable& one : completeTables(project, schema::Dialect::Generic)) {
    const std::vector<Cover> covers = coversOf(project, *one.table);
    for (std::size_t i = 0; i < covers.size(); ++i) {
      // A unique index enforces something too.
      const Cover* const better =
          covers[i].index == nullptr || covers[i].index->unique ? nullptr : betterThan(covers, i);
      if (better == nullptr) continue;
      Finding finding = about(project, *one.at.table, covers[i], *better);
      if (seen.insert(finding.place).second) findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mc417

// An index that is declared twice has a name that is taken.
extern const Rule redundant_index{"MC417", Severity::Info, FixClass::Unsafe, {}, &mc417::check, Weight::Style, "MC405"};

}  // namespace limbeck::rules
