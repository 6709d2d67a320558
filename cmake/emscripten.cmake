# Finds Emscripten and hands over to its own toolchain file: Debian's package, else an activated emsdk, else the folder
# of the emcc on PATH. CMake reads a toolchain file several times, so this one only looks and includes.

set(places /usr/share/emscripten)
if(DEFINED ENV{EMSDK})
  list(APPEND places "$ENV{EMSDK}/upstream/emscripten")
endif()
find_program(LIMBECK_EMCC emcc NO_CMAKE_FIND_ROOT_PATH)
if(LIMBECK_EMCC)
  get_filename_component(place "${LIMBECK_EMCC}" REALPATH)
  get_filename_component(place "${place}" DIRECTORY)
  list(APPEND places "${place}" "${place}/../libexec")
endif()

foreach(place IN LISTS places)
  if(EXISTS "${place}/cmake/Modules/Platform/Emscripten.cmake")
    include("${place}/cmake/Modules/Platform/Emscripten.cmake")
    return()
  endif()
endforeach()

message(FATAL_ERROR "Emscripten was not found: run `./dev setup`, or activate an emsdk and try again.")
