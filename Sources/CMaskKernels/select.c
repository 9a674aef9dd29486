#include "CMaskKernels.h"

extern const struct MaskKernels mask_kernels_baseline;

#if defined(__x86_64__)
extern const struct MaskKernels mask_kernels_avx2, mask_kernels_avx512;
#endif

const struct MaskKernels *mask_kernels(int level) {
  if (level == 0) return &mask_kernels_baseline;
#if defined(__x86_64__)
  if (level == 1 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    return &mask_kernels_avx2;
  }
  if (level == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
      && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    return &mask_kernels_avx512;
  }
#endif
  return NULL;
}
