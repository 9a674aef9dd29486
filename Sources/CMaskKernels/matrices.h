// Products of matrices.
//
// Every element is a sum over the depth in order, BLOCK terms at a time, whatever the tiles are: so
// that all kernels whose processor adds and multiplies at once agree to the bit.

#include "vectors.h"

// Terms that are summed in registers before they go to memory: a panel of them and of 32 columns is
// what the first cache holds.
enum { BLOCK = 256, LANES = 16, PANEL = LANES * TILE_VECTORS };

// `width` of the last vector's lanes are there, all of them unless it is the last of a row.
INLINE void keep(Floats sum, float *to, size_t width, _Bool adds) {
  if (width == LANES) {
    if (adds) {
      Floats old;
      memcpy(&old, to, sizeof old);
      sum += old;
    }
    memcpy(to, &sum, sizeof sum);
    return;
  }
  for (size_t lane = 0; lane < width; lane++) to[lane] = adds ? to[lane] + sum[lane] : sum[lane];
}

// `rows` x `vectors` vectors of the product, both constants where this is called.
INLINE void tile(
    int rows, int vectors, size_t depth, struct MatrixView a, const float *b, size_t b_step,
    float *c, size_t c_step, size_t width, _Bool adds) {
  Floats sums[TILE_ROWS][TILE_VECTORS] = {};
  for (size_t k = 0; k < depth; k++) {
    Floats right[TILE_VECTORS];
    UNROLLED
    for (int v = 0; v < vectors; v++) {
      memcpy(&right[v], b + k * b_step + v * LANES, sizeof right[v]);
    }
    UNROLLED
    for (int row = 0; row < rows; row++) {
      Floats left = (Floats)a.base[row * a.row + k * a.column];
      UNROLLED
      for (int v = 0; v < vectors; v++) sums[row][v] += left * right[v];
    }
  }
  UNROLLED
  for (int row = 0; row < rows; row++) {
    UNROLLED
    for (int v = 0; v < vectors; v++) {
      size_t lanes = v < vectors - 1 ? LANES : width - (vectors - 1) * LANES;
      keep(sums[row][v], c + row * c_step + v * LANES, lanes, adds);
    }
  }
}

// All rows of up to `vectors` vectors of columns.
INLINE void column(
    int vectors, size_t rows, size_t depth, struct MatrixView a, const float *b, size_t b_step,
    float *c, size_t c_step, size_t width, _Bool adds) {
  size_t row = 0;
#define TILES(count) \
  for (; row + count <= rows; row += count) { \
    struct MatrixView left = {a.base + row * a.row, a.row, a.column}; \
    tile(count, vectors, depth, left, b, b_step, c + row * c_step, c_step, width, adds); \
  }
  TILES(TILE_ROWS)
#if TILE_ROWS > 8
  TILES(8)
#endif
#if TILE_ROWS > 4
  TILES(4)
#endif
#if TILE_ROWS > 2
  TILES(2)
#endif
  TILES(1)
#undef TILES
}

static void matrix_product(
    struct MatrixView a, struct MatrixView b, size_t rows, size_t columns, size_t depth, float *c,
    size_t c_step, _Bool adds) {
  float panel[BLOCK * PANEL] __attribute__((aligned(64)));
  if (depth == 0 && !adds) {
    for (size_t row = 0; row < rows; row++) memset(c + row * c_step, 0, columns * sizeof *c);
  }
  for (size_t k = 0; k < depth; k += BLOCK) {
    size_t terms = depth - k < BLOCK ? depth - k : BLOCK;
    struct MatrixView left = {a.base + k * a.column, a.row, a.column};
    for (size_t j = 0; j < columns; j += PANEL) {
      size_t width = columns - j < PANEL ? columns - j : PANEL;
      const float *right = b.base + k * b.row + j * b.column;
      size_t step = b.row;
      if (b.column != 1 || width % LANES != 0) {
        step = (width + LANES - 1) / LANES * LANES;
        for (size_t term = 0; term < terms; term++) {
          const float *from = right + term * b.row;
          float *to = panel + term * step;
          for (size_t lane = 0; lane < width; lane++) to[lane] = from[lane * b.column];
          for (size_t lane = width; lane < step; lane++) to[lane] = 0;
        }
        right = panel;
      }
      _Bool sums = adds || k > 0;
      if (TILE_VECTORS > 1 && width > LANES) {
        column(TILE_VECTORS, rows, terms, left, right, step, c + j, c_step, width, sums);
      } else {
        column(1, rows, terms, left, right, step, c + j, c_step, width, sums);
      }
    }
  }
}
