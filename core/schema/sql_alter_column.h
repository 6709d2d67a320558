// sql_alter_column.h: what ALTER TABLE ... ALTER COLUMN says behind the column's name.
// It refuses MySQL's MODIFY and CHANGE, which write whole columns.
#pragma once

#include "schema/sql_readers.h"

namespace limbeck::schema::sql {

/// False when it is not understood.
bool readAlterColumn(Cursor& at, AlterColumn alter, Statement& out);

}  // namespace limbeck::schema::sql
