#include "rules/rule.h"

namespace limbeck::rules {

/// Only settle() knows which comments silenced something, so it writes these findings itself.
extern const Rule unused_suppression{"XX002", Severity::Warning, FixClass::Safe, "", nullptr, Weight::Style};

}  // namespace limbeck::rules
