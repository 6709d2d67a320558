#include "project/application/effects.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>

#include "project/application/references.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

/// Calls that leave the program, or are known to raise what is wrong with models.
constexpr std::string_view stopping[] = {"exit", "_exit", "abort", "quit", "configure_mappers", "raise_for_status"};

/// Calls that change nothing about whether the caller goes on.
constexpr std::string_view harmless[] = {"len",          "set",
                                         "list",         "sorted",
                                         "str",          "repr",
                                         "any",          "all",
                                         "isinstance",   "getattr",
                                         "hasattr",      "tuple",
                                         "dict",         "frozenset",
                                         "map",          "filter",
                                         "zip",          "enumerate",
                                         "bool",         "sum",
                                         "difference",   "issubset",
                                         "issuperset",   "union",
                                         "intersection", "symmetric_difference",
                                         "keys",         "values",
                                         "items",        "get",
                                         "join",         "format",
                                         "add",          "append",
                                         "update",       "extend",
                                         "startswith",   "endswith",
                                         "lower",        "upper",
                                         "split",        "strip",
                                         "sort",         "copy",
                                         "getLogger",    "get_logger",
                                         "type",         "vars",
                                         "dir",          "max",
                                         "min",          "iter",
                                         "next"};

Truth stopsWithin(const Project& project, FileId file, Expr function, std::set<std::pair<FileId, std::uint32_t>>& seen,
                  unsigned depth);

Truth stopsAtCall(const Project& project, FileId file, Expr call, std::set<std::pair<FileId, std::uint32_t>>& seen,
                  unsigned depth) {
  const Expr callee = call.callee();
  if (oneOf(callee.text(), stopping)) return Truth::True;
  if (isLogging(call) || (oneOf(callee.text(), harmless))) return Truth::False;
  if (!callee.is(Kind::Name) && !callee.is(Kind::Attribute)) return Truth::Unknown;
  const Symbol symbol = project.resolver().only(file, callee);
  if (!symbol.is(Symbol::Kind::Function) || depth > 6) return Truth::Unknown;
  return stopsWithin(project, symbol.file, symbol.node, seen, depth + 1);
}

Truth stopsWithin(const Project& project, FileId file, Expr function, std::set<std::pair<FileId, std::uint32_t>>& seen,
                  unsigned depth) {
  if (!seen.insert({file, function.index()}).second) return Truth::False;
  Truth found = Truth::False;
  forBelow(function.body(), [&](Expr node) {
    Truth here = Truth::False;
    if (node.is(Kind::Raise) || node.is(Kind::Assert)) here = Truth::True;
    else if (node.is(Kind::Call) && !node.parent().is(Kind::Raise))
      here = stopsAtCall(project, file, node, seen, depth);
    if (here == Truth::False || swallowing(node, "Exception")) return;
    if (here == Truth::True || found == Truth::False) found = here;
  });
  return found;
}

}  // namespace

bool isLogging(Expr call) {
  static constexpr std::string_view methods[] = {"debug",    "info", "warning",   "warn", "error", "exception",
                                                 "critical", "log",  "print_exc", "echo", "secho"};
  const Expr callee = call.callee();
  return callee.is(Kind::Attribute) ? oneOf(callee.text(), methods)
                                    : callee.is(Kind::Name) && (callee.text() == "print" || callee.text() == "warn");
}

bool onlyLogs(Expr block) {
  return std::all_of(block.begin(), block.end(), [](Expr statement) {
    if (statement.is(Kind::Pass)) return true;
    if (statement.is(Kind::Return)) return !statement[0] || statement[0].is(Kind::None);
    if (!statement.is(Kind::Expression)) return false;
    const Expr value = statement[0].is(Kind::Await) ? statement[0][0] : statement[0];
    return value.is(Kind::String) || value.is(Kind::Ellipsis) || (value.is(Kind::Call) && isLogging(value));
  });
}

Expr swallowing(Expr node, std::string_view name) {
  for (Expr at = node; at && !at.is(Kind::Function) && !at.is(Kind::Lambda); at = at.parent()) {
    const Expr attempt = at.parent();
    if (!at.is(Kind::Block) || !attempt.is(Kind::Try) || attempt[0] != at) continue;
    for (const Expr handler : attempt) {
      if (!handler.is(Kind::Handler) || !catches(handler, name)) continue;
      if (onlyLogs(handler.body())) return handler;
      break;  // the first handler that fits decides
    }
  }
  return {};
}

Truth stops(const Project& project, FileId file, Expr function) {
  std::set<std::pair<FileId, std::uint32_t>> seen;
  return stopsWithin(project, file, function, seen, 0);
}

std::string raisedBy(Expr function) {
  std::string name;
  forBelow(function.body(), [&](Expr node) {
    std::string here;
    if (node.is(Kind::Assert)) here = "AssertionError";
    if (node.is(Kind::Raise)) here = node[0].is(Kind::Call) ? node[0].callee().text() : node[0].text();
    if (here.empty() || here == name) return;
    name = name.empty() ? here : "Exception";
  });
  return name.empty() ? "Exception" : name;
}

}  // namespace limbeck::project
