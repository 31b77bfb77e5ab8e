# tests/bench/bench_<name>.c becomes target bench_<name>. It links what its
# first line says, "/* links: firn_quic */", or else firn_crypto. Not tests:
# tests/bench/run runs them.
file(GLOB bench_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/bench/bench_*.c)
foreach(file ${bench_files})
  get_filename_component(target ${file} NAME_WE)
  set(libs firn_crypto)
  file(STRINGS ${file} first LIMIT_COUNT 1)
  if(first MATCHES "links: ([a-z0-9_ ]*[a-z0-9_])")
    string(REPLACE " " ";" libs ${CMAKE_MATCH_1})
  endif()
  add_executable(${target} ${file})
  target_link_libraries(${target} PRIVATE ${libs})
endforeach()
