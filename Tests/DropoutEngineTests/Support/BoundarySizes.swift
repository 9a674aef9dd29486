/// Sizes around the 8 lanes and 64-bit words that the engine works in.
let boundarySizes = [0, 1, 63, 64, 65, 127, 128, 129]
