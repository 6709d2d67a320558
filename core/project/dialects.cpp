#include "project/dialects.h"

#include <algorithm>
#include <set>

#include "project/names/modules.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

struct Sign {
  std::string_view begin;
  std::string_view dialect;
};

/// How the address of a database begins; those with other uses than addresses are asked for in full.
constexpr Sign addresses[] = {{"sqlite://", "sqlite"},       {"sqlite+", "sqlite"},       {"postgresql", "postgresql"},
                              {"postgres://", "postgresql"}, {"postgres+", "postgresql"}, {"mysql", "mysql"},
                              {"mariadb", "mysql"},          {"mssql", "mssql"},          {"oracle+", "oracle"},
                              {"oracle://", "oracle"}};

/// Modules that are only imported for one of them.
constexpr Sign modules[] = {{"psycopg", "postgresql"},
                            {"asyncpg", "postgresql"},
                            {"sqlalchemy.dialects.postgresql", "postgresql"},
                            {"pymysql", "mysql"},
                            {"MySQLdb", "mysql"},
                            {"aiomysql", "mysql"},
                            {"asyncmy", "mysql"},
                            {"sqlalchemy.dialects.mysql", "mysql"},
                            {"sqlalchemy.dialects.mssql", "mssql"},
                            {"sqlalchemy.dialects.oracle", "oracle"}};

template <std::size_t N>
void note(const Sign (&signs)[N], std::string_view text, std::set<std::string>& names) {
  for (const Sign& sign : signs) {
    if (text.starts_with(sign.begin)) names.emplace(sign.dialect);
  }
}

/// A database in memory, and what a configuration for tests says: class TestConfig: URI = "sqlite:///test.db"
bool isForTests(Expr text) {
  const std::string& address = text.text();
  if (address == "sqlite://" || address.find(":memory:") != std::string::npos) return true;
  const std::string owner = lowered(python::enclosing(text, Kind::Class).text());
  return owner.starts_with("test") || owner.ends_with("testing") || owner.ends_with("testconfig");
}

void read(const ModuleFacts& facts, std::set<std::string>& names) {
  for (std::uint32_t i = 1; i < facts.code->size(); ++i) {
    const Expr node = facts.code->at(i);
    if (node.is(Kind::String) && !isForTests(node)) note(addresses, node.text(), names);
  }
  for (const Expr statement : facts.imports) {
    if (statement.is(Kind::ImportFrom)) note(modules, statement.text(), names);
    for (const Expr alias : statement) {
      note(modules, statement.is(Kind::ImportFrom) ? statement.text() + "." + alias.text() : alias.text(), names);
    }
  }
}

}  // namespace

bool Dialects::has(std::string_view name) const { return std::find(names.begin(), names.end(), name) != names.end(); }

Dialects dialectsOf(const Project& project) {
  std::set<std::string> names;
  for (const std::string& name : project.settings().dialects) names.insert(name == "mariadb" ? "mysql" : name);
  if (!names.empty()) return {{names.begin(), names.end()}, true};
  names.insert(project.inputs().drivers.begin(), project.inputs().drivers.end());
  for (const AlembicConfig& config : project.inputs().alembic) {
    // driver://user:pass@localhost/dbname is what `alembic init` writes.
    if (config.url != "driver://user:pass@localhost/dbname") note(addresses, config.url, names);
    for (const std::string& url : config.urls) note(addresses, url, names);
  }
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!project.modules().isTest(file) && !project.modules().isExample(file)) read(project.file(file), names);
  }
  if (names.empty() && project.modules().framework()) names.emplace("sqlite");
  return {{names.begin(), names.end()}, false};
}

}  // namespace limbeck::project
