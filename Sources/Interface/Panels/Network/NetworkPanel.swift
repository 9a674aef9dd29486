import DropoutEngine

/// The network, input to output, left to right: a box for each layer and arrows between.
struct NetworkPanel {
  let scene: Scene

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let shape = NetworkShape(scene.arrival, selected: scene.state.networkPlace)
    let layout = NetworkLayout(in: rect, shape)
    if let picture = shape.picture, let box = layout.input {
      InputBox(scene: scene, picture: picture).draw(in: box, into: &canvas)
    }
    for (index, box) in layout.layers {
      LayerBox(scene: scene, index: index, columns: shape.columns(index)).draw(
        in: box, into: &canvas)
    }
    if let box = layout.output {
      OutputBox(scene: scene, classes: shape.classes).draw(in: box, into: &canvas)
    }
    for arrow in layout.arrows {
      canvas.write("─→", scene.inks.faint, x: arrow.x, y: arrow.y)
    }
    drawMarkers(layout, rect, &canvas)
    if scene.call.sites.isEmpty {
      canvas.box(rect, scene.inks.border, left: [Run("network", scene.inks.strong)])
      canvas.write(
        "this call has no dropout layer", scene.inks.label, x: rect.x + 2, y: rect.y + 1,
        limit: rect.width - 4)
    }
  }

  /// `‹2` and `1›`: how many layers stand outside the window.
  private func drawMarkers(_ layout: NetworkLayout, _ rect: Rect, _ canvas: inout Canvas) {
    func count(_ hidden: Int) -> String { hidden > 9 ? "+" : "\(hidden)" }
    if layout.hiddenBefore > 0 {
      let place = layout.marker(before: true, in: rect)
      canvas.write("‹" + count(layout.hiddenBefore), scene.inks.hotkey, x: place.x, y: place.y)
    }
    if layout.hiddenAfter > 0 {
      let place = layout.marker(before: false, in: rect)
      canvas.write(count(layout.hiddenAfter) + "›", scene.inks.hotkey, x: place.x, y: place.y)
    }
  }
}
