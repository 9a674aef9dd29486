// Activations times a mask times a scale.
//
// One product an element, with 0 or the scale: as the mask is 0 or 1 and the scale finite, that is
// x * m * scale to the bit, NaN, infinities and the sign of zero included.

#include "vectors.h"

// The product of 64 elements and one word of a mask.
INLINE void product_of_word(uint64_t word, const float *values, float scale, float *product) {
  Signed scales = __builtin_bit_cast(Signed, (Floats)scale);
  UNROLLED
  for (int v = 0; v < 4; v++) {
    Floats x;
    memcpy(&x, values + 16 * v, sizeof x);
    x *= __builtin_bit_cast(Floats, scales & unpacked(word >> (16 * v)));
    memcpy(product + 16 * v, &x, sizeof x);
  }
}

static void product(
    const uint64_t *words, const float *values, float scale, float *product, size_t count) {
  size_t whole = count / 64;
  for (size_t index = 0; index < whole; index++) {
    product_of_word(words[index], values + 64 * index, scale, product + 64 * index);
  }
  for (size_t i = 64 * whole; i < count; i++) {
    product[i] = values[i] * (words[whole] >> (i % 64) & 1 ? scale : 0);
  }
}

// A product that is taken bit by bit while masks are drawn: the one waits for memory, the other does
// not.
struct Product {
  const uint64_t *words;
  const float *values;
  float scale;
  float *result;
  // Elements that are left.
  size_t count;
};

// The product of the next `words` words, if there are as many.
INLINE void take(struct Product *product, size_t words) {
  if (product->count < 64 * words) return;
  for (size_t index = 0; index < words; index++) {
    product_of_word(*product->words++, product->values, product->scale, product->result);
    product->values += 64;
    product->result += 64;
  }
  product->count -= 64 * words;
}

// The product of all that is left.
INLINE void finish(struct Product left) {
  product(left.words, left.values, left.scale, left.result, left.count);
}
