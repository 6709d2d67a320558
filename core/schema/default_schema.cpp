// What PostgreSQL calls "public" is where tables without a schema stand (its manual, 5.9.2): one table, however it is
// written.

#include "schema/default_schema.h"

#include <type_traits>
#include <variant>

namespace limbeck::schema {
namespace {

/// Hands every name of a schema in an effect to `see`; const as the effect is.
template <class AnyEffect, class See>
void eachSchema(AnyEffect& effect, See see) {
  const auto keys = [&](auto& all) {
    for (auto& key : all) see(key.schema);
  };
  std::visit(
      [&](auto& one) {
        using T = std::remove_cvref_t<decltype(one)>;
        if constexpr (std::is_same_v<T, CreateTable>) {
          see(one.table.schema);
          keys(one.table.foreignKeys);
        } else if constexpr (std::is_same_v<T, DropIndex> || std::is_same_v<T, Unread>) {
          if (one.table) see(one.table->first);
        } else if constexpr (requires { one.table.first; }) {
          see(one.table.first);
        }
        if constexpr (requires { one.toSchema; }) see(one.toSchema);
        if constexpr (requires { one.foreignKeys; }) keys(one.foreignKeys);
        if constexpr (std::is_same_v<T, AddForeignKey>) see(one.key.schema);
        if constexpr (std::is_same_v<T, DropIndex> || std::is_same_v<T, RenameIndex>) see(one.schema);
        if constexpr (std::is_same_v<T, CreateEnum>) see(one.type.schema);
        if constexpr (std::is_same_v<T, AlterEnum> || std::is_same_v<T, DropEnum>) see(one.type.first);
      },
      effect);
}

}  // namespace

std::optional<Change> inDefaultSchema(const Change& change, std::string_view usual) {
  bool some = false;
  if (!usual.empty()) eachSchema(change.effect, [&](const std::string& name) { some = some || name == usual; });
  if (!some) return std::nullopt;
  Change made = change;
  eachSchema(made.effect, [&](std::string& name) {
    if (name == usual) name.clear();
  });
  return made;
}

}  // namespace limbeck::schema
