package import DropoutEngine

/// All that the screen shows and knows; `draw` is a pure function of it.
package struct ScreenState: Equatable, Sendable {
  package var size: Size
  package var look: Look
  /// The newest answer of the timeline; nil until the first one.
  package var arrival: Arrival?
  /// What the person asked for and sees at once, before the next call arrives under it.
  package var playback = Playback()
  package var recording = RecordingStatus.off
  /// Set while the timeline works its way to a call, 0...1.
  package var seeking: Double?
  /// How much of a recording was read, 0...1, while its index is built.
  package var indexing: Double?
  /// Whether a log says that its session ended.
  package var hasEnded = false
  /// What is waited for before the first call.
  package var awaited: String?
  /// Why a recording is not read any further.
  package var problem: String?
  /// What the doctor says so far; nil where nothing was looked at.
  package var conclusion: Conclusion?
  /// How often time was zoomed, each time to a quarter; 0 for the whole session.
  package var timeZoom = 0
  /// A change that would replace calls, and waits to be asked for again.
  var armed: KeyBinding.Command?
  /// How far the axes of each site's histograms reach; they only grow.
  package var axes: [String: StageAxis] = [:]
  /// The number of the view on screen.
  package var view = 1
  /// The view that enter led here from, and esc leads back to.
  package var origin: Int?
  /// What the timeline was last told that the view on screen needs.
  var toldNeeds: Needs = []
  /// What the view on screen asked beyond the calls, and what is known of it.
  package var inquired = Inquired()
  /// What the views keep, each its own.
  package var memory = ViewMemory()
  /// The selected run of a site, also while calls lack it; nil before the first call with sites.
  package var site: SiteRun?
  /// Where the selected site stood among those of a call when it was last seen.
  var place = 0
  /// Index of the selected unit of the selected layer (its column in rows x units).
  package var unit: Int?
  /// Which sample of the batch the grids show.
  package var sample = 0
  /// The panel that fills the screen, if one was expanded.
  package var expanded: Panel?
  /// The tour, while one is led through the screen.
  package var tour: Tour?
  package var helpIsOpen = false
  /// The line at which the help begins.
  var helpTop = 0
  /// The line that is typed after `:`; nil when the prompt is closed.
  package var prompt: Prompt?
  /// Lines that were typed before, the newest last.
  package var lines: [String] = []
  package var notice: Notice?
  /// Whether the mouse is the program's; else the terminal's, which selects text with it.
  package var hasMouse = true
  /// Keys that do what others do.
  package var aliases: [Key: Key] = [:]
  /// What goes with the mouse while its button is held.
  var dragged: Dragged?
  /// How far panels extend whose border was dragged, by their names.
  package var extents: [String: Int] = [:]
  /// How far they extend otherwise, on screens of a size and larger.
  package var preferred: [PreferredExtent] = []
  /// Themes in the order in which t walks them.
  package var themes: [Theme]
  /// Index into `themes`.
  package var theme = 0

  /// The themes of which the terminal's ground chooses one; nil once it did, or is not waited for.
  package var themeChoice: ThemeChoice?

  package init(size: Size, look: Look, themes: [Theme], theme: Int = 0) {
    precondition(!themes.isEmpty, "a screen needs a theme")
    self.size = size
    self.look = look
    self.themes = themes
    self.theme = theme
  }

  /// Which theme is for a dark ground and which for a light one.
  package struct ThemeChoice: Equatable, Sendable {
    package var dark: Int
    package var light: Int
    /// An answer that comes later is too late, in seconds on the loop's clock.
    package var until: Double

    package init(dark: Int, light: Int, until: Double) {
      (self.dark, self.light, self.until) = (dark, light, until)
    }
  }

  /// A line for the person that goes away by itself.
  package struct Notice: Equatable, Sendable {
    package var text: String
    /// When it goes, in seconds on the loop's clock.
    package var until: Double
  }

  /// A part of the first view that can be selected and expanded.
  package enum Panel: String, Equatable, Sendable, CaseIterable {
    case network, batch, numbers, histograms, time
  }
}
