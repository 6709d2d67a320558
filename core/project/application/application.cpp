#include "project/application/application.h"

namespace limbeck::project {

WebApplication readApplication(const Project& project) {
  if (!servesWithAlembic(project)) return {};
  WebApplication application;
  application.objects = applications(project);
  const References references(project);
  application.startup = readStartup(project, references, application.objects);
  application.health = readHealth(project, references);
  return application;
}

}  // namespace limbeck::project
