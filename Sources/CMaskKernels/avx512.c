#if defined(__x86_64__)

#define NAME "avx512"
#define TABLE mask_kernels_avx512
#define PLANES_AT_ONCE 4
#define TILE_ROWS 12
#define TILE_VECTORS 2
#define IN_ORDER(p, q) __asm__("" : "+v"(p), "+v"(q))

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl"))), apply_to = function)
#include "table.h"
#pragma clang attribute pop

#endif
