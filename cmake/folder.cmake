# firn_folder(p2p/base LIB...): static library firn_base from all .c in the
# folder; what follows EXCEPT is left out. firn_folder(server/api) gives
# firn_server_api. A folder without sources becomes an interface library.
function(firn_folder dir)
  cmake_parse_arguments(ARG "" "" "EXCEPT" ${ARGN})
  string(REGEX REPLACE "^p2p/" "" name ${dir})
  string(REPLACE "/" "_" name firn_${name})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${dir}/*.c)
  foreach(skip ${ARG_EXCEPT})
    list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/${dir}/${skip})
  endforeach()
  if(sources)
    add_library(${name} STATIC ${sources})
    set(kind PUBLIC)
  else()
    add_library(${name} INTERFACE)
    set(kind INTERFACE)
  endif()
  target_include_directories(${name} ${kind} ${PROJECT_SOURCE_DIR}/p2p ${PROJECT_SOURCE_DIR}/server)
  target_link_libraries(${name} ${kind} ${ARG_UNPARSED_ARGUMENTS})
endfunction()

# firn_program(firnd server/main.c LIB...): an executable from the files that
# the pattern names, skipped while there are none.
function(firn_program name pattern)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${pattern})
  if(sources)
    add_executable(${name} ${sources})
    target_link_libraries(${name} PRIVATE ${ARGN})
  endif()
endfunction()
