#ifndef C_MASK_KERNELS_H
#define C_MASK_KERNELS_H

// Loops over the elements of a mask, once for each kind of vector that a processor may have.
//
// They are C because Swift has no way to compile one function for more than the processors that
// every machine has, which on x86-64 know neither rotations nor products of more than two lanes.
//
// A mask is words of 64 bits, element i bit i % 64 of word i / 64. Every kernel writes whole words;
// what the bits beyond a mask's last element are is not said.

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// The two words of a generator's key.
struct MaskKey {
  uint32_t k0, k1;
};

// Where Dropscope's own masks stand in Philox's counters: all words but the first, and the last word
// of the counters of ties.
struct PhiloxSite {
  uint32_t c1, c2, c3, ties;
};

// A matrix in memory: how many floats the next row and the next column stand further.
struct MatrixView {
  const float *base;
  size_t row, column;
};

// The kernels for one kind of vector.
struct MaskKernels {
  // What they are compiled for, to be printed.
  const char *name;

  // Threefry2x32-20. Bit i says whether the upper 23 bits of the exclusive or of the two words of
  // counter (high, low + i) are below `limit`; low + i must not wrap.
  void (*threefry)(
      struct MaskKey key, uint32_t high, uint32_t low, uint32_t limit, uint64_t *words,
      size_t count);

  // The same of the upper 31 bits of the first word alone of counter (high + step * i, low + i).
  // Returns whether any were equal to `limit`.
  _Bool (*threefry_wide)(
      struct MaskKey key, uint32_t high, uint32_t step, uint32_t low, uint32_t limit,
      uint64_t *words, size_t count);

  // Bit i of `firsts` says whether the first word of counter (high + i, low + i) is below `limit`, bit
  // i of `seconds` whether its second word is.
  void (*threefry_pairs)(
      struct MaskKey key, uint32_t high, uint32_t low, uint32_t limit, uint64_t *firsts,
      uint64_t *seconds, size_t count);

  // Philox4x32-10. Bit i of word 4 j + l says whether word l of the block of counter (block,
  // thread + 64 j + i), two numbers of 64 bits, is one of the `length` from `first` on, which go on
  // behind the largest at 0.
  void (*philox_lanes)(
      struct MaskKey key, uint64_t block, uint64_t thread, uint32_t first, uint32_t length,
      uint64_t *words, size_t count);

  // Philox4x32-10. Bit i says whether the first word of the block of counter (low + i, high), shifted
  // to the left, is one of the `length` from `first` on, which go on behind the largest at 0.
  void (*philox_firsts)(
      struct MaskKey key, uint64_t low, uint64_t high, uint32_t shift, uint32_t first,
      uint32_t length, uint64_t *words, size_t count);

  // The same of all words of those blocks: bit 4 i + l is that of word l of block i.
  void (*philox_words)(
      struct MaskKey key, uint64_t low, uint64_t high, uint32_t shift, uint32_t first,
      uint32_t length, uint64_t *words, size_t count);

  // Dropscope's own masks (docs/dialects.md): bit i says whether the 40-bit number of element i is
  // not below `limit`, which is 1 to 2^40 - 1.
  void (*philox_planes)(
      struct MaskKey key, struct PhiloxSite site, uint64_t limit, uint64_t *words, size_t count);

  // The same mask times `values` times `scale`, for `count` elements, without keeping the mask.
  void (*philox_product)(
      struct MaskKey key, struct PhiloxSite site, uint64_t limit, const float *values, float scale,
      float *product, size_t count);

  // values[i] * (bit i of the mask ? scale : 0), for `count` elements; `product` may be `values`.
  void (*product)(
      const uint64_t *words, const float *values, float scale, float *product, size_t count);

  // Normal numbers 1 + sd z of uniforms in [0, 1), in blocks of 16: of u_0 ... u_7 the radii
  // sqrt(-2 ln(1 - u)), of u_8 ... u_15 the angles 2 pi u; first the eight with the cosines of the
  // angles, then those with their sines. The same bits on every processor.
  void (*normal_blocks)(const double *uniforms, double sd, float *normals, size_t blocks);

  // c = a b, or c += a b where it adds; `rows` x `columns`, sums of `depth` terms. `c_step` floats
  // lie between the rows of c, which overlaps neither factor.
  void (*matrix_product)(
      struct MatrixView a, struct MatrixView b, size_t rows, size_t columns, size_t depth, float *c,
      size_t c_step, _Bool adds);
};

// The kernels of level 0 (any processor), 1 and 2, each faster than the one below; NULL where this
// processor cannot run them, or there are none.
const struct MaskKernels *_Nullable mask_kernels(int level);

#pragma clang assume_nonnull end

#endif
