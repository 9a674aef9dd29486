// The kernels as compiled with the settings of the file that includes this one: NAME, TABLE,
// PLANES_AT_ONCE, IN_ORDER, TILE_ROWS and TILE_VECTORS.

#include "CMaskKernels.h"
#include "matrices.h"
#include "normals.h"
#include "planes.h"
#include "threefry.h"

const struct MaskKernels TABLE = {
    .name = NAME,
    .threefry = threefry,
    .threefry_wide = threefry_wide,
    .threefry_pairs = threefry_pairs,
    .philox_lanes = philox_lanes,
    .philox_firsts = philox_firsts,
    .philox_words = philox_words,
    .philox_planes = philox_planes,
    .philox_product = philox_product,
    .product = product,
    .normal_blocks = normal_blocks,
    .matrix_product = matrix_product,
};
