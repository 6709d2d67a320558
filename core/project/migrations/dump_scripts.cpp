#include "project/dump.h"
#include "project/migrations/histories.h"
#include "project/migrations/message.h"
#include "project/migrations/replay/replay.h"
#include "text/concat.h"

namespace limbeck::project {
namespace {

std::string_view inWords(schema::Does does) {
  switch (does) {
    case schema::Does::Nothing: return "nothing";
    case schema::Does::Other: return "other";
    case schema::Does::Rows: return "rows";
    case schema::Does::Schema: return "schema";
    case schema::Does::Unknown: return "cannot tell";
  }
  return {};
}

void appendScript(std::string& out, std::string_view name, const ScriptRun& run) {
  out += concat("  ", name, ":", run.open || run.unread ? " more than can be read" : "", run.isEmpty() ? " empty" : "",
                "\n");
  for (const Executed* step : run.steps()) {
    out += concat("    ", inWords(step->does), " ",
                  !step->ofAlembic ? ""
                  : step->batched  ? "batch."
                                   : "op.",
                  step->name);
    if (step->table) out += concat(" ", schema::show(*step->table));
    if (!step->words.empty()) out += concat(" ", step->words);
    out += concat(step->stays ? ", stays" : "", step->isSure() ? "" : ", conditional",
                  run.holds(*step) ? "" : ", in another function", "\n");
  }
  if (run.raise() != nullptr) out += run.onlyRaises() ? "    only raises\n" : "    raises\n";
}

}  // namespace

std::string dumpScripts(const Project& project) {
  std::string out;
  for (const History* history : project.histories().judged()) {
    for (RevisionGraph::Index index{0}; index < history->revisions.size(); ++index) {
      const Revision& revision = history->at(index);
      const Message message = messageOf(project, *history, revision);
      out += concat(revision.id, " ", message.given ? message.slug : "without a message",
                    message.inFileName ? "" : ", from the docstring", message.truncated ? ", cut off" : "", "\n");
      if (revision.upgrade || revision.upgradeElsewhere)
        appendScript(out, "upgrade", project.replays().upgradeOf(*history, index));
      if (revision.downgrade || revision.downgradeElsewhere)
        appendScript(out, "downgrade", project.replays().downgradeOf(*history, index));
    }
  }
  return out;
}

}  // namespace limbeck::project
