# SPDX-License-Identifier: Apache-2.0
#
# evenkeel_enable_nvcc()    turns CUDA on, or says what is missing
# evenkeel_add_ptx(ARCH a PTX_VERSION v VERIFY_ON sm...)
#                           kernels/*.cu -> PTX of one architecture, older ones first; target `verify` assembles it
# evenkeel_publish_ptx()    ${EVENKEEL_PTX_DIR}/compute_<a>/*.ptx and MANIFEST.txt, once all evenkeel_add_ptx calls are
#                           made; target `ptx`
include(CheckLanguage)

set(EVENKEEL_CMAKE_DIR ${CMAKE_CURRENT_LIST_DIR})
set(EVENKEEL_PINNED_DIR ${CMAKE_CURRENT_BINARY_DIR}/pinned)
get_filename_component(EVENKEEL_KERNEL_DIR ${CMAKE_CURRENT_LIST_DIR}/../kernels ABSOLUTE)
file(GLOB EVENKEEL_KERNELS CONFIGURE_DEPENDS ${EVENKEEL_KERNEL_DIR}/*.cu)

macro(evenkeel_enable_nvcc)
  check_language(CUDA)
  if(NOT CMAKE_CUDA_COMPILER)
    message(FATAL_ERROR
      "nvcc was not found. It is needed only to change a kernel: the PTX committed in kernels/ptx is complete.\n"
      "To rebuild it, install the CUDA toolkit and put nvcc on the PATH, or set CUDACXX to where it is.")
  endif()
  if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
  endif()
  # The flags are part of the result; those of the environment must not leak in.
  set(CMAKE_CUDA_FLAGS "")
  set(CMAKE_CUDA_FLAGS_RELEASE "-O3 -DNDEBUG")
  set(CMAKE_CUDA_ARCHITECTURES OFF)
  enable_language(CUDA)
  # The order of some of nvcc's instructions follows from addresses in its own memory: these must not be random.
  execute_process(COMMAND setarch -R true RESULT_VARIABLE refused OUTPUT_QUIET ERROR_QUIET)
  if(refused EQUAL 0)
    set(CMAKE_CUDA_COMPILER_LAUNCHER setarch -R)
  endif()
  get_filename_component(nvcc_folder ${CMAKE_CUDA_COMPILER} DIRECTORY)
  find_program(EVENKEEL_PTXAS ptxas HINTS ${nvcc_folder} REQUIRED)
  add_custom_target(verify)
endmacro()

function(evenkeel_add_ptx)
  cmake_parse_arguments(PARSE_ARGV 0 PTX "" "ARCH;PTX_VERSION" "VERIFY_ON")
  set(target ptx_${PTX_ARCH})
  set(out ${EVENKEEL_PINNED_DIR}/compute_${PTX_ARCH})

  # One library for each architecture: nvcc writes PTX for only one at a time.
  add_library(${target} OBJECT ${EVENKEEL_KERNELS})
  set_target_properties(${target} PROPERTIES
    CUDA_PTX_COMPILATION ON
    CUDA_ARCHITECTURES ${PTX_ARCH}-virtual
    CUDA_STANDARD 17
    CUDA_STANDARD_REQUIRED ON
    CUDA_EXTENSIONS OFF)
  target_compile_options(${target} PRIVATE -Werror all-warnings)

  set(ptx)
  foreach(kernel IN LISTS EVENKEEL_KERNELS)
    get_filename_component(name ${kernel} NAME_WE)
    list(APPEND ptx ${out}/${name}.ptx)
  endforeach()
  set(pinned ${CMAKE_CURRENT_BINARY_DIR}/pinned_${PTX_ARCH}.stamp)
  add_custom_command(
    OUTPUT ${pinned}
    BYPRODUCTS ${ptx}
    COMMAND ${CMAKE_COMMAND} -D VERSION=${PTX_PTX_VERSION} -D "OBJECTS=$<TARGET_OBJECTS:${target}>" -D OUT=${out}
            -P ${EVENKEEL_CMAKE_DIR}/PinPtxVersion.cmake
    COMMAND ${CMAKE_COMMAND} -E touch ${pinned}
    DEPENDS ${target} $<TARGET_OBJECTS:${target}> ${EVENKEEL_CMAKE_DIR}/PinPtxVersion.cmake
    COMMENT "Pinning compute_${PTX_ARCH} to PTX ${PTX_PTX_VERSION}"
    VERBATIM)
  set_property(GLOBAL APPEND PROPERTY EVENKEEL_PINNED ${pinned})
  set_property(GLOBAL APPEND PROPERTY EVENKEEL_PTX ${ptx})

  foreach(sm IN LISTS PTX_VERIFY_ON)
    set(verify verify_${PTX_ARCH}_on_${sm})
    add_custom_target(${verify}
      COMMAND ${CMAKE_COMMAND} -D PTXAS=${EVENKEEL_PTXAS} -D SM=${sm} -D "PTX=${ptx}"
              -P ${EVENKEEL_CMAKE_DIR}/VerifyPtx.cmake
      DEPENDS ${pinned}
      COMMENT "Assembling compute_${PTX_ARCH} for sm_${sm}"
      VERBATIM)
    add_dependencies(verify ${verify})
  endforeach()
endfunction()

function(evenkeel_publish_ptx)
  get_property(pinned GLOBAL PROPERTY EVENKEEL_PINNED)
  get_property(ptx GLOBAL PROPERTY EVENKEEL_PTX)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${EVENKEEL_KERNEL_DIR}/*.cu ${EVENKEEL_KERNEL_DIR}/*.cuh)
  set(written ${CMAKE_CURRENT_BINARY_DIR}/published.stamp)
  add_custom_command(
    OUTPUT ${written}
    BYPRODUCTS ${EVENKEEL_PTX_DIR}/MANIFEST.txt
    COMMAND ${CMAKE_COMMAND} -D PINNED_DIR=${EVENKEEL_PINNED_DIR} -D PTX_DIR=${EVENKEEL_PTX_DIR} -D "PTX=${ptx}"
            -P ${EVENKEEL_CMAKE_DIR}/PublishPtx.cmake
    COMMAND ${CMAKE_COMMAND} -D NVCC_VERSION=${CMAKE_CUDA_COMPILER_VERSION} -D KERNEL_DIR=${EVENKEEL_KERNEL_DIR}
            -D PTX_DIR=${EVENKEEL_PTX_DIR} -D "SOURCES=${sources}" -P ${EVENKEEL_CMAKE_DIR}/PtxManifest.cmake
    COMMAND ${CMAKE_COMMAND} -E touch ${written}
    DEPENDS ${pinned} ${sources} ${EVENKEEL_CMAKE_DIR}/PublishPtx.cmake ${EVENKEEL_CMAKE_DIR}/PtxManifest.cmake
    COMMENT "Publishing the PTX and its manifest"
    VERBATIM)
  add_custom_target(ptx ALL DEPENDS ${written})
endfunction()
