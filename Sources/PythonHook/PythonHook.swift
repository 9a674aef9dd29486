import CPythonHook

/// The Python files that log a real run; they are inside the binary, and `dropscope hook` prints them.
package enum PythonHook {
  /// Records a PyTorch run: one file that needs PyTorch alone.
  package static var pytorch: [UInt8] { Array(String(cString: python_hook_pytorch).utf8) }

  /// Logs a loop of one's own that makes its masks with NumPy.
  package static var numpy: [UInt8] { Array(String(cString: python_hook_numpy).utf8) }
}
