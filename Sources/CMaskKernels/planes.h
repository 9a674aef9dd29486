// Dropscope's own masks: Philox blocks as planes of bits, so that comparing the numbers of many
// elements with a limit is a few operations a plane (docs/dialects.md).

#include "ties.h"

// Which of 1024 elements are below the limit, and which are at it so far; words 0 and 1 of each
// block's four in one vector, 2 and 3 in the other.
struct Comparison {
  Wides below[2], tied[2];
};

// A number of 40 bits that the elements' are compared with.
struct Limit {
  uint32_t high, low;
  // No planes are drawn that follow the limit's last 1.
  int planes;
};

INLINE struct Limit limit_of(uint64_t number) {
  struct Limit limit = {(uint32_t)(number >> 32), (uint32_t)number, PLANES};
  if (limit.low == 0) limit.planes = PLANES - __builtin_ctz(limit.high);
  return limit;
}

// Compares `planes` planes, from `plane` on, of the elements whose first block is `block`.
INLINE void compare_planes(
    struct MaskKey key, struct PhiloxSite site, uint32_t high, uint64_t block, int plane,
    int planes, struct Comparison *group) {
  struct Blocks x[PLANES];
  UNROLLED
  for (int v = 0; v < planes; v++) {
    x[v] = (struct Blocks){lanes * 8 + (block + (uint64_t)(plane + v)), site.c1, site.c2, site.c3};
  }
  philox_rounds(key, x, planes);
  UNROLLED
  for (int v = 0; v < planes; v++) {
    Wides bits[2] = {joined(x[v].c0, x[v].c1), joined(x[v].c2, x[v].c3)};
    _Bool is_set = high >> (PLANES - 1 - plane - v) & 1;
    UNROLLED
    for (int half = 0; half < 2; half++) {
      if (is_set) group->below[half] |= group->tied[half] & ~bits[half];
      group->tied[half] &= is_set ? bits[half] : ~bits[half];
    }
  }
}

INLINE void store_turns(Wides a, Wides b, uint64_t *words) {
  Wides low = TURNS_LOW(a, b), high = TURNS_HIGH(a, b);
  memcpy(words, &low, sizeof low);
  memcpy(words + 8, &high, sizeof high);
}

// The words of 1024 elements, from the word `index` of the mask on. Takes 16 words of a product
// meanwhile.
INLINE void compare_group(
    struct MaskKey key, struct PhiloxSite site, struct Limit limit, size_t index,
    struct Product *meanwhile, uint64_t kept[GROUP_WORDS], uint64_t tied[GROUP_WORDS]) {
  const Wides all = ~(Wides){0};
  struct Comparison group = {{0, 0}, {all, all}};
  size_t left = GROUP_WORDS;
  int plane = 0;
  for (; plane + PLANES_AT_ONCE <= limit.planes; plane += PLANES_AT_ONCE) {
    compare_planes(key, site, limit.high, 4 * index, plane, PLANES_AT_ONCE, &group);
    take(meanwhile, PLANES_AT_ONCE * GROUP_WORDS / PLANES);
    left -= PLANES_AT_ONCE * GROUP_WORDS / PLANES;
  }
  for (; plane < limit.planes; plane++) {
    compare_planes(key, site, limit.high, 4 * index, plane, 1, &group);
  }
  take(meanwhile, left);
  store_turns(~group.below[0], ~group.below[1], kept);
  store_turns(group.tied[0], group.tied[1], tied);
}

// A chunk of a mask from the word `index` on, in whole groups, for up to `rest` words.
INLINE void mask_chunk(
    struct MaskKey key, struct PhiloxSite site, struct Limit limit, size_t index, size_t rest,
    struct Product *meanwhile, uint64_t words[CHUNK_WORDS]) {
  uint64_t tied[CHUNK_WORDS];
  size_t count = 0;
  for (; count < CHUNK_WORDS && count < rest; count += GROUP_WORDS) {
    compare_group(key, site, limit, index + count, meanwhile, words + count, tied + count);
  }
  if (limit.low > 0) settle(key, site, limit.low, index, count, tied, words);
}

static void philox_planes(
    struct MaskKey key, struct PhiloxSite site, uint64_t number, uint64_t *words, size_t count) {
  struct Limit limit = limit_of(number);
  struct Product none = {.count = 0};
  size_t index = 0;
  for (; index + CHUNK_WORDS <= count; index += CHUNK_WORDS) {
    mask_chunk(key, site, limit, index, CHUNK_WORDS, &none, words + index);
  }
  if (index == count) return;
  uint64_t last[CHUNK_WORDS];
  mask_chunk(key, site, limit, index, count - index, &none, last);
  memcpy(words + index, last, (count - index) * sizeof *words);
}

static void philox_product(
    struct MaskKey key, struct PhiloxSite site, uint64_t number, const float *values, float scale,
    float *result, size_t count) {
  struct Limit limit = limit_of(number);
  struct Product before = {.count = 0};
  uint64_t chunks[2][CHUNK_WORDS];
  size_t size = (count + 63) / 64;
  for (size_t index = 0, turn = 0; index < size; index += CHUNK_WORDS, turn ^= 1) {
    mask_chunk(key, site, limit, index, size - index, &before, chunks[turn]);
    finish(before);
    size_t start = 64 * index, rest = count - start;
    before = (struct Product){
        chunks[turn], values + start, scale, result + start,
        rest < 64 * CHUNK_WORDS ? rest : 64 * CHUNK_WORDS};
  }
  finish(before);
}
