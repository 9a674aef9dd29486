import DropoutEngine

/// The network, input to output, left to right: a box for each site and arrows between. What a log
/// does not carry, input and output, has the run and its findings in its place.
struct NetworkPanel {
  let scene: Scene

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let shape = NetworkShape(scene.state, scene.arrival)
    let layout = NetworkLayout(in: rect, shape)
    if let box = layout.input {
      if let picture = shape.picture {
        InputBox(scene: scene, picture: picture).draw(in: box, into: &canvas)
      } else {
        RunBox(scene: scene).draw(in: box, into: &canvas)
      }
    }
    for box in layout.layers {
      let layer = shape.layers[box.index]
      if layer.paths.isEmpty {
        LayerBox(scene: scene, index: layer.site ?? box.index, columns: layer.columns).draw(
          in: box.rect, into: &canvas)
      } else {
        PathPanel(scene: scene, sites: layer.paths).draw(in: box.rect, into: &canvas)
      }
    }
    if let box = layout.output {
      if shape.hasFindings {
        canvas.touch(box, .command(.view(7)))
        FindingsBox(scene: scene).draw(in: box, into: &canvas)
      } else {
        OutputBox(scene: scene, classes: shape.classes).draw(in: box, into: &canvas)
      }
    }
    if let box = layout.unit { UnitBox(scene: scene).draw(in: box, into: &canvas) }
    for arrow in layout.arrows {
      // Findings are no layer that anything flows into.
      guard !shape.hasFindings || arrow.maxX != layout.output?.x else { continue }
      canvas.write("→", scene.inks.label, x: arrow.x, y: arrow.y)
    }
    drawMarkers(layout, &canvas)
    if scene.call.sites.isEmpty {
      canvas.box(rect, scene.inks.border, left: [Run("network", scene.inks.strong)])
      canvas.write(
        "this call has no dropout layer", scene.inks.label, x: rect.x + 2, y: rect.y + 1,
        limit: rect.width - 4)
    }
  }

  /// `‹2` and `1›`: how many sites stand outside the window.
  private func drawMarkers(_ layout: NetworkLayout, _ canvas: inout Canvas) {
    func count(_ hidden: Int) -> String { hidden > 99 ? "++" : "\(hidden)" }
    if let place = layout.markers.before {
      canvas.write("‹" + count(layout.hiddenBefore), scene.inks.hotkey, x: place.x, y: place.y)
      canvas.touch(place, .command(.selectSite(-1)))
    }
    if let place = layout.markers.after {
      let text = count(layout.hiddenAfter) + "›"
      canvas.write(text, scene.inks.hotkey, x: place.maxX - text.count, y: place.y)
      canvas.touch(place, .command(.selectSite(1)))
    }
  }
}
