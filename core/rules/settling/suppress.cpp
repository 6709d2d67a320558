#include "rules/settling/suppress.h"

#include <algorithm>

#include "project/names/modules.h"
#include "project/project.h"
#include "rules/registry.h"
#include "rules/selection.h"
#include "text/concat.h"
#include "text/expect.h"

namespace limbeck::rules {
namespace {

using facts::SuppressedCode;
using facts::Suppression;

/// The comment without what a carriage return leaves at its end.
Span commentSpan(const SourceFile& file, const Suppression& suppression) {
  const Span line = file.lineSpan(file.lineOf(suppression.comment.begin));
  return {suppression.comment.begin, std::min(suppression.comment.end, line.end)};
}

/// What goes when the comment goes: its line if it stands alone, otherwise it and the blanks before it.
Span withItsBlanks(const SourceFile& file, const Suppression& suppression) {
  const std::uint32_t line = file.lineOf(suppression.comment.begin);
  Span span = commentSpan(file, suppression);
  const std::string_view before = file.text({file.lineStart(line), span.begin});
  const std::size_t last = before.find_last_not_of(" \t\f");
  if (last == std::string_view::npos) return file.wholeLineSpan(line);
  span.begin = file.lineStart(line) + static_cast<std::uint32_t>(last) + 1;
  return span;
}

/// One code of a list, and the comma that binds it to its neighbour.
Span withItsComma(const std::vector<SuppressedCode>& codes, std::size_t i) {
  if (i + 1 < codes.size()) return {codes[i].span.begin, codes[i + 1].span.begin};
  return {codes[i - 1].span.end, codes[i].span.end};
}

Finding about(const SourceFile& file, Span place, std::string subject, std::string message) {
  Finding finding;
  finding.code = unusedSuppression;
  finding.place = {file.path(), place};
  finding.subject = std::move(subject);
  finding.message = std::move(message);
  return finding;
}

Fix deletion(const SourceFile& file, Span span, std::string title) {
  Fix fix;
  fix.title = std::move(title);
  fix.fixClass = FixClass::Safe;
  fix.edits.push_back({file.path(), {span, {}}});
  return fix;
}

std::string inWords(const SuppressedCode& code, bool wholeFile) {
  if (findRule(code.code) == nullptr) {
    const std::string near = nearestSelector(code.code);
    const std::string text = concat("There is no rule ", quoted(code.code), ", so this suppression silences nothing");
    return near.empty() || findRule(near) == nullptr ? text : concat(text, "; the nearest is ", quoted(near));
  }
  return concat("There is no ", quoted(code.code), wholeFile ? " in this file" : " here",
                ", so this suppression silences nothing");
}

}  // namespace

Suppressions::Suppressions(const project::Project& project) : project_(project) {
  for (project::FileId i{0}; i < project.files().size(); ++i) fileByPath_.emplace(project.files()[i]->path(), i);
}

const Suppression* Suppressions::match(const Finding& finding) {
  const auto at = fileByPath_.find(finding.place.path);
  if (at == fileByPath_.end()) return nullptr;
  const facts::ModuleFacts& file = *project_.files()[at->second];
  LIMBECK_EXPECT(finding.place.span.end <= file.file->text().size());
  const std::uint32_t line = file.file->lineOf(finding.place.span.begin);
  const Suppression* found = nullptr;
  for (std::size_t i = 0; i < file.suppressions.size(); ++i) {
    const Suppression& suppression = file.suppressions[i];
    if (!suppression.wholeFile && (line < suppression.firstLine || line > suppression.lastLine)) continue;
    for (std::size_t k = 0; k < suppression.codes.size(); ++k) {
      if (suppression.codes[k].code != finding.code) continue;
      used_.insert({at->second, i, k});
      // A reason tells more than none.
      if (found == nullptr || found->reason.empty()) found = &suppression;
    }
  }
  return found;
}

std::vector<Finding> Suppressions::unused(bool aboutItself) const {
  std::vector<Finding> findings;
  for (project::FileId file{0}; file < project_.files().size(); ++file) {
    for (std::size_t i = 0; i < project_.files()[file]->suppressions.size(); ++i)
      review(file, i, aboutItself, findings);
  }
  return findings;
}

bool Suppressions::isOpen(project::FileId file, std::string_view code) const {
  const RegisteredRule* rule = findRule(code);
  if (rule == nullptr || code == unusedSuppression) return false;
  if (!project_.files()[file]->syntax.empty()) return true;
  const auto module = project_.modules().moduleOf(file);
  if (!module) return false;
  const std::string& path = project_.modules().all()[*module].path;
  return std::any_of(project_.unknowns().begin(), project_.unknowns().end(), [&](const project::Unknown& unknown) {
    return unknown.module == path && (unknown.requirement.empty() || unknown.requirement == rule->rule->requirement);
  });
}

void Suppressions::review(project::FileId file, std::size_t comment, bool aboutItself,
                          std::vector<Finding>& into) const {
  const facts::ModuleFacts& module = *project_.files()[file];
  const SourceFile& source = *module.file;
  const Suppression& suppression = module.suppressions[comment];
  const std::vector<SuppressedCode>& codes = suppression.codes;
  const Span place = commentSpan(source, suppression);
  if (codes.empty()) {
    if (aboutItself) return;
    into.push_back(about(source, place, "", "This suppression names no rule, so it silences nothing"));
    into.back().fixes.push_back(deletion(source, withItsBlanks(source, suppression), "Delete the comment"));
    return;
  }

  std::vector<std::size_t> idle;
  for (std::size_t k = 0; k < codes.size(); ++k) {
    const bool off =
        findRule(codes[k].code) != nullptr && !isSelectedAt(project_.settings(), codes[k].code, module.path());
    if ((codes[k].code == unusedSuppression) != aboutItself || off || used_.count({file, comment, k}) == 1) continue;
    if (isOpen(file, codes[k].code)) continue;
    idle.push_back(k);
  }
  const bool whole = idle.size() == codes.size();
  for (const std::size_t k : idle) {
    into.push_back(about(source, codes[k].span, codes[k].code, inWords(codes[k], suppression.wholeFile)));
    into.back().fixes.push_back(whole ? deletion(source, withItsBlanks(source, suppression), "Delete the comment")
                                      : deletion(source, withItsComma(codes, k),
                                                 concat("Delete ", quoted(codes[k].code), " from the comment")));
  }
}

}  // namespace limbeck::rules
