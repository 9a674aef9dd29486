#if defined(__x86_64__)

#define NAME "avx2"
#define TABLE mask_kernels_avx2
#define PLANES_AT_ONCE 4
#define TILE_ROWS 6
#define TILE_VECTORS 1
#define IN_ORDER(p, q)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "table.h"
#pragma clang attribute pop

#endif
