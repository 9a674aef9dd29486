// What every processor of its kind has: SSE2 on x86-64, NEON on arm64.

#define NAME "baseline"
#define TABLE mask_kernels_baseline
#define PLANES_AT_ONCE 1
#define TILE_ROWS 2
#define TILE_VECTORS 1
#define IN_ORDER(p, q)

#include "table.h"
