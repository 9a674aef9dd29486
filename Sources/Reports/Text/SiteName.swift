import DropoutEngine
import PlainText

/// A site's name with its run, where that is not the first: `shared.drop run 2 recomputed`.
func siteName(_ id: SiteRun) -> String {
  plain(id.name) + runName(id)
}

/// What tells a run of a site from its first one, with a blank before it: ` run 2 recomputed`.
func runName(_ id: SiteRun) -> String {
  (id.run == 1 ? "" : " run \(id.run)") + (id.isRecomputed ? " recomputed" : "")
}
