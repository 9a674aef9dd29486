/// Whether this build is optimised: statistical and training tests take minutes otherwise.
///
/// They run with `swift test -c release -Xswiftc -enable-testing`.
let isOptimised: Bool = {
  var result = true
  assert(
    {
      result = false
      return true
    }())
  return result
}()
