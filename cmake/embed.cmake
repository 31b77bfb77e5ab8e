# firn_embed(TARGET): compile the page for browsers (web/dist, when it is
# there) and the description of the interface into a target, as the table that
# server/api/embedded.h declares.
add_executable(yaml_to_json ${PROJECT_SOURCE_DIR}/openapi/yaml_to_json.c)
target_link_libraries(yaml_to_json PRIVATE PkgConfig::yaml)

function(firn_embed target)
  set(yaml ${PROJECT_SOURCE_DIR}/openapi/openapi.yaml)
  set(json ${PROJECT_BINARY_DIR}/openapi.json)
  add_custom_command(OUTPUT ${json}
    COMMAND yaml_to_json ${yaml} ${json}
    DEPENDS yaml_to_json ${yaml} VERBATIM)

  set(dist ${PROJECT_SOURCE_DIR}/web/dist)
  file(GLOB_RECURSE pages CONFIGURE_DEPENDS RELATIVE ${dist} ${dist}/*)
  set(names openapi.json ${pages})
  set(files ${json})
  foreach(page ${pages})
    list(APPEND files ${dist}/${page})
  endforeach()

  set(code "#include \"api/embedded.h\"\n")
  set(table "")
  set(n 0)
  foreach(name file IN ZIP_LISTS names files)
    string(APPEND code
      "__asm__(\".pushsection .rodata\\n.global embedded_${n}, embedded_${n}_end\\n\"\n"
      "        \"embedded_${n}:\\n.incbin \\\"${file}\\\"\\nembedded_${n}_end:\\n\"\n"
      "        \".byte 0\\n.popsection\\n\");\n"
      "extern const unsigned char embedded_${n}[], embedded_${n}_end[];\n")
    string(APPEND table "    {\"/${name}\", embedded_${n}, embedded_${n}_end},\n")
    math(EXPR n "${n} + 1")
  endforeach()
  string(APPEND code
    "const struct embedded embedded_files[] = {\n${table}};\n"
    "const size_t embedded_files_len = ${n};\n")
  set(out ${PROJECT_BINARY_DIR}/embedded.c)
  file(CONFIGURE OUTPUT ${out} CONTENT "${code}" @ONLY)
  # ccache does not see through .incbin, so the object must not be cached.
  add_library(${target}_files OBJECT ${out})
  set_target_properties(${target}_files PROPERTIES C_COMPILER_LAUNCHER "")
  set_source_files_properties(${out} PROPERTIES OBJECT_DEPENDS "${files}")
  target_include_directories(${target}_files PRIVATE ${PROJECT_SOURCE_DIR}/server)
  target_sources(${target} PRIVATE $<TARGET_OBJECTS:${target}_files>)
endfunction()
