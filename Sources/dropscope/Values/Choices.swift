public import ArgumentParser
public import DropoutEngine
package import Interface

// One word of several: the parser quotes what was typed and names them all.
extension Preset: ExpressibleByArgument {}
extension Scenario: ExpressibleByArgument {}
extension Mode: ExpressibleByArgument {}
extension Phase: ExpressibleByArgument {}
extension ColorDepth: ExpressibleByArgument {}
extension FrameFormat: ExpressibleByArgument {}
