#include "CPythonHook.h"

// SwiftPM would write these files as Swift arrays, whose compilation takes half a minute and a gigabyte.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const char pytorch[] = {
#embed "../PythonHook/dropscope_hook.py" suffix(, )
    0};

static const char numpy[] = {
#embed "../PythonHook/dropscope_numpy.py" suffix(, )
    0};

const char *const python_hook_pytorch = pytorch;
const char *const python_hook_numpy = numpy;
