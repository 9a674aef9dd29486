#ifndef CPYTHONHOOK_H
#define CPYTHONHOOK_H

// The Python files of Sources/PythonHook as text, which ends with a zero.
extern const char *const python_hook_pytorch;
extern const char *const python_hook_numpy;

#endif
