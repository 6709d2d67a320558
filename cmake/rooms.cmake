# limbeck_room and limbeck_program: how a folder becomes a target.

# limbeck_room(<room> SOURCES <folder> [TOP_ONLY] [MAY_USE <room>...] [LIBRARIES <library>...] [GENERATED <file>...])
# Every .cpp below the folder becomes limbeck_<room>. MAY_USE names the rooms it may know; LIBRARIES are its secret.
# A room of headers alone is an INTERFACE library, so that a room may be begun with its vocabulary.
function(limbeck_room room)
  cmake_parse_arguments(PARSE_ARGV 1 arg "TOP_ONLY" "SOURCES" "MAY_USE;LIBRARIES;GENERATED")
  set(target limbeck_${room})
  set(used ${arg_MAY_USE})
  list(TRANSFORM used PREPEND limbeck_)

  if(arg_TOP_ONLY)
    file(GLOB sources CONFIGURE_DEPENDS "${arg_SOURCES}/*.cpp")
  else()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${arg_SOURCES}/*.cpp")
  endif()
  list(APPEND sources ${arg_GENERATED})

  if(NOT sources)
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ${used} ${arg_LIBRARIES})
    return()
  endif()

  add_library(${target} STATIC ${sources})
  limbeck_core_code(${target})
  # The fuzz preset compiles every file alone, which shows the includes that a neighbour lends, and names that hide others.
  if(LIMBECK_UNITY AND NOT arg_TOP_ONLY)
    # By folder: a new file is a neighbour of few, and changes what nobody else is compiled with.
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    set_source_files_properties(${arg_GENERATED} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    foreach(source IN LISTS sources)
      get_filename_component(folder "${source}" DIRECTORY)
      string(MD5 counted "${folder}")
      math(EXPR files_${counted} "${files_${counted}} + 1")
      math(EXPR dozen "(${files_${counted}} - 1) / 12")
      string(REGEX REPLACE "^.*/core/" "" group "${folder}")
      string(REGEX REPLACE "[^a-z_]" "_" group "${group}")
      set_source_files_properties("${source}" PROPERTIES UNITY_GROUP "${group}_${dozen}")
    endforeach()
    # A local name may be that of a constant in a neighbour: only locals are compared, and by clang nothing.
    target_compile_options(${target} PRIVATE
      $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wno-shadow>)
  endif()
  target_link_libraries(${target} PUBLIC ${used} PRIVATE ${arg_LIBRARIES})
endfunction()

# limbeck_program(<name> SOURCES <folder> [LIBRARIES <library>...])
# A door in <folder>: an executable over the whole core. Without sources there is no such door yet.
function(limbeck_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "SOURCES" "LIBRARIES")
  file(GLOB sources CONFIGURE_DEPENDS "${arg_SOURCES}/*.cpp")
  if(NOT sources)
    message(STATUS "No sources in ${arg_SOURCES} yet: ${name} is not built")
    return()
  endif()

  add_executable(${name} ${sources})
  limbeck_own_code(${name})
  target_compile_definitions(${name} PRIVATE LIMBECK_VERSION="${PROJECT_VERSION}")
  target_link_libraries(${name} PRIVATE limbeck_workspace ${arg_LIBRARIES})
endfunction()
