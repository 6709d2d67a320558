#include "project/application/application.h"

namespace limbeck::project {

WebApplication readApplication(const Project& project) {
  if (!servesWithAlembic(project)) return {};
  WebApplication application;
  application.objects = applications(project);
  application.startup = readStartup(project, application.objects);
  application.health = readHealth(project);
  return application;
}

}  // namespace limbeck::project
