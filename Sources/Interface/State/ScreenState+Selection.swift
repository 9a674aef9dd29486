package import DropoutEngine

extension ScreenState {
  /// Where in the call on screen the selected site stands: that run of it, else another one; nil
  /// when it did not run in this call.
  package var selectedIndex: Int? {
    guard let sites = arrival?.call.sites else { return nil }
    guard let site else { return sites.isEmpty ? nil : 0 }
    return sites.firstIndex { $0.id == site } ?? sites.firstIndex { $0.name == site.name }
  }

  /// The selected site's part of the call on screen; nil when it did not run in this call.
  package var selectedSite: SiteCall? {
    selectedIndex.flatMap { arrival?.call.sites[$0] }
  }

  /// The rate of the selected site, as the person asked for it, or as the call has it.
  package var selectedRate: Rate? { selectedSite.flatMap { rate(of: $0) } }

  /// Where the network's boxes gather: at the selected site, or where it stood when it was last seen.
  package var networkPlace: Int { selectedIndex ?? place }

  /// How many samples of the batch can be walked, at least 1.
  package var sampleCount: Int {
    guard let arrival else { return 1 }
    if arrival.header.showsWholeTensor, let site = selectedSite {
      switch arrival.picture(site) {
      case .tiles(let tiles): return max(1, tiles.samples)
      case .path: return max(1, site.shape?.first ?? 1)
      case .units: break
      }
    }
    return max(1, arrival.call.tensors?.rows ?? selectedSite?.samples ?? 1)
  }

  /// Walks the sites of the call on screen in the order in which they ran. From a site that the
  /// call lacks, the way begins where it stood.
  mutating func selectSite(_ step: Int) {
    guard let sites = arrival?.call.sites, !sites.isEmpty else { return }
    let from = selectedIndex ?? (step > 0 ? place - 1 : place)
    let index = ((from + step) % sites.count + sites.count) % sites.count
    select(sites[index].id)
  }

  /// Selects a run of a site, whether the call on screen has it or not.
  mutating func select(_ site: SiteRun) {
    guard site != self.site else { return }
    self.site = site
    unit = nil
    clampSelection()
  }

  mutating func selectSample(_ step: Int) {
    sample += step
    clampSelection()
  }

  /// Pulls the selection back inside what the call on screen has; a site that it lacks stays
  /// selected.
  mutating func clampSelection() {
    if site == nil { site = arrival?.call.sites.first?.id }
    if let index = selectedIndex { place = index }
    let units = unitCount
    unit = units == 0 ? nil : unit.map { min(max($0, 0), units - 1) }
    sample = min(max(sample, 0), sampleCount - 1)
  }

  /// Undoes the innermost of what is open.
  mutating func goBack() -> [Request] {
    if helpIsOpen {
      helpIsOpen = false
    } else if seeking != nil {
      return [.cancel]
    } else if unit != nil {
      unit = nil
    } else if expanded != nil {
      expanded = nil
    } else if let origin {
      view = origin
      self.origin = nil
    } else {
      notice = nil
    }
    return []
  }
}
