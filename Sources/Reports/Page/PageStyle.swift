/// How the page looks: one type scale (12, 14, 16, 20, 32), numbers of one width, colour for data and for
/// what is off. Light and dark as the reader's system is; on paper light, with all of it unfolded.
enum PageStyle {
  static let css: StaticString = """
    :root{color-scheme:light dark;--ground:#fdfcf9;--panel:#f6f3ec;--line:#e5e0d5;--faint:#b9b2a3;\
    --dim:#726c5f;--text:#373633;--strong:#141312;--kept:#2e8b57;--before:#b8651b;--after:#1f6fb2;\
    --expected:#8f6a00;--alarm:#c0392b;--eval:#147d86}
    @media (prefers-color-scheme:dark){:root{--ground:#101418;--panel:#171d24;--line:#29323d;\
    --faint:#4c5967;--dim:#8a95a3;--text:#cbd2dc;--strong:#fff;--kept:#6fd08c;--before:#e8a25c;\
    --after:#5fb3f0;--expected:#f2c94c;--alarm:#ff6b6b;--eval:#4ecdc4}}
    *{box-sizing:border-box;margin:0}
    body{background:var(--ground);color:var(--text);font:14px/1.5 system-ui,-apple-system,"Segoe UI",\
    Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums;\
    -webkit-text-size-adjust:100%}
    main{max-width:1120px;margin:0 auto;padding:48px 32px 64px}
    article+article{margin-top:96px}
    code,.name{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;\
    font-size:.93em;overflow-wrap:anywhere}
    .over{color:var(--dim);font-size:12px}
    h1{color:var(--strong);font-size:32px;line-height:1.2;font-weight:600;letter-spacing:-.01em;\
    margin:4px 0 8px}
    h1 .mark{color:var(--kept);margin-right:.3em}
    h1.found .mark{color:var(--alarm)}
    h2{color:var(--strong);font-size:20px;line-height:1.3;font-weight:600;margin:56px 0 16px;\
    padding-top:16px;border-top:1px solid var(--line)}
    h3{color:var(--strong);font-size:16px;line-height:1.4;font-weight:600}
    .lead{font-size:16px}
    .dim,figcaption,th,dt{color:var(--dim)}
    small,figcaption,th,dt,.note{font-size:12px;line-height:1.5}
    strong,b{color:var(--strong);font-weight:600}
    .off{color:var(--alarm)}
    td .off,summary .off{white-space:nowrap}
    .facts{display:flex;flex-wrap:wrap;gap:12px 40px;margin-top:24px}
    .facts dd{color:var(--strong)}
    .finding{border:1px solid var(--line);border-left:3px solid var(--alarm);border-radius:4px;\
    padding:20px 24px;margin-bottom:16px;display:grid;grid-template-columns:minmax(0,9fr) minmax(0,10fr);\
    gap:16px 40px;break-inside:avoid}
    .finding header{grid-column:1/-1;display:flex;flex-wrap:wrap;align-items:baseline;gap:0 12px}
    .finding .rule{color:var(--alarm);font-weight:600;font-size:16px}
    .finding.quiet{border-left-color:var(--faint)}
    .finding.quiet .rule{color:var(--dim)}
    .finding p{margin-bottom:12px;max-width:66ch}
    .finding .what{font-size:16px;color:var(--strong);line-height:1.45}
    .words{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:8px 16px;margin-top:16px;\
    line-height:1.45}
    .words dt{line-height:1.7}
    table{border-collapse:collapse;width:100%}
    th{font-weight:400;text-align:right;vertical-align:bottom;padding:0 0 6px 20px;white-space:nowrap}
    td{text-align:right;padding:6px 0 6px 20px;border-top:1px solid var(--line);vertical-align:top;\
    white-space:nowrap}
    th:first-child,td:first-child{text-align:left;padding-left:0;white-space:normal}
    td.left,th.left{text-align:left}
    td.wrap{white-space:normal}
    tr.off-row td:first-child{box-shadow:-11px 0 0 -8px var(--alarm)}
    .numbers{margin-top:4px}
    .numbers td{padding-top:4px;padding-bottom:4px}
    .wide{overflow-x:auto}
    .wide td:first-child{min-width:10em}
    .rules td{padding-top:5px;padding-bottom:5px}
    .rules td:first-child{width:4.5em}
    svg{display:block;width:100%;overflow:visible}
    svg path{vector-effect:non-scaling-stroke;fill:none;stroke:none}
    .mask{background:var(--panel)}
    .mask path{vector-effect:none;stroke:var(--kept);stroke-width:.86;stroke-opacity:.9}
    .mask .k3{stroke-opacity:.74}.mask .k2{stroke-opacity:.48}.mask .k1{stroke-opacity:.24}
    .plot{height:112px}
    .spark{width:120px;height:24px;display:inline-block;vertical-align:middle}
    .band{fill:var(--kept)!important;fill-opacity:.14}
    .spark .band{fill-opacity:.1}
    .eval{fill:var(--eval)!important;fill-opacity:.12}
    .line{stroke:var(--expected)!important;stroke-width:1}
    .line.strong{stroke-width:2}
    .since{stroke:var(--alarm)!important;stroke-width:1;stroke-dasharray:3 3}
    .trace{stroke:var(--kept)!important;stroke-width:1;stroke-linejoin:round}
    .dot,.disc{stroke:var(--kept)!important;stroke-width:3;stroke-linecap:round}
    .disc{stroke-width:9}
    .dot.off,.disc.off,.gap{stroke:var(--alarm)!important}
    .gap{stroke-width:3}
    .rule{stroke:var(--faint)!important;stroke-width:1}
    .histogram{height:88px}
    .histogram .before,.shares .before{fill:var(--before);fill-opacity:.85}
    .histogram .masked,.shares .masked{fill:var(--kept);fill-opacity:.85}
    .histogram .after,.shares .after{fill:var(--after);fill-opacity:.85}
    .disc.before{stroke:var(--before)!important}.disc.after{stroke:var(--after)!important}
    .outline{stroke:var(--before)!important;stroke-width:1;stroke-dasharray:1 2;stroke-opacity:.9}
    .axis{height:14px}.shares{height:4px;margin-top:4px}
    .shares .cut{fill:var(--dim);fill-opacity:.55}.shares .null{fill:var(--faint);fill-opacity:.45}
    .scale{height:28px}
    figure{margin:0}
    figcaption{display:flex;justify-content:space-between;gap:16px;margin-bottom:6px}
    figcaption b{font-size:14px}
    .chart{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:0 8px}
    .chart figcaption{grid-column:1/-1}
    .chart .y{display:flex;flex-direction:column;justify-content:space-between;text-align:right}
    .chart .x{grid-column:2}
    .y,.x{color:var(--dim);font-size:12px;line-height:1}
    .x{display:flex;justify-content:space-between;margin-top:6px}
    .three .x{flex-wrap:wrap;gap:6px 12px}
    .three .x span:nth-child(2){order:3;flex:1 0 100%}
    .pictures{display:grid;gap:20px;align-content:start}
    .finding .plot{height:152px}
    .finding .three figcaption span:last-child,.finding .three .x span:nth-child(2){display:none}
    .pair+p{margin:8px 0 0!important}
    .pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}
    .three{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:24px}
    .two{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:24px 40px}
    .masks{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:24px 32px}
    .site{border-top:1px solid var(--line);padding:14px 0;break-inside:avoid}
    .site summary{display:flex;align-items:baseline;gap:4px 24px;flex-wrap:wrap;cursor:pointer;\
    list-style:none}
    .site summary::-webkit-details-marker{display:none}
    .site summary::before{content:"▸";color:var(--dim);width:1em;margin-right:-20px}
    .site[open] summary::before{content:"▾"}
    .site summary .name{color:var(--strong);font-size:14px;margin-right:auto}
    .site[open] summary{margin-bottom:16px}
    .site .pictures{gap:28px;padding-bottom:12px}
    .matrix{border-spacing:2px;border-collapse:separate;width:auto}
    .matrix td,.matrix th{padding:6px 10px;border:0;text-align:right}
    .matrix td{background:var(--panel)}
    .matrix td.off{background:color-mix(in srgb,var(--alarm) 18%,var(--ground));font-weight:600}
    .legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin-bottom:12px}
    .key{display:inline-block;width:10px;height:10px;border-radius:5px;background:var(--kept);\
    margin-right:6px}
    .key.expected{width:2px;border-radius:0;background:var(--expected)}
    .key.band{border-radius:0;width:16px;opacity:.3}
    .key.eval{border-radius:0;width:16px;background:var(--eval);opacity:.3}
    .key.off{background:var(--alarm)}
    footer{margin-top:56px;padding-top:16px;border-top:1px solid var(--line)}
    footer .words{max-width:none}
    @media (max-width:820px){.finding{grid-template-columns:minmax(0,1fr)}.two{grid-template-columns:\
    minmax(0,1fr)}}
    @media (max-width:560px){main{padding:24px 16px 48px}.finding{padding:16px}.three{\
    grid-template-columns:minmax(0,1fr)}h1{font-size:26px}.facts{gap:12px 28px}h2{margin-top:40px}\
    .pair{grid-template-columns:minmax(0,1fr)}.less{display:none}th,td{padding-left:12px}}
    @media print{:root{--ground:#fff;--panel:#f4f4f4;--line:#ddd;--faint:#aaa;--dim:#555;--text:#222;\
    --strong:#000;--kept:#2e8b57;--before:#b8651b;--after:#1f6fb2;--expected:#8f6a00;--alarm:#c0392b;\
    --eval:#147d86}@page{margin:14mm}main{max-width:none;padding:0}h2,h3,.legend,summary,tr:first-child{\
    break-after:avoid}tr,figure{break-inside:avoid}.site{break-inside:auto}h2{margin-top:32px}\
    .wide{overflow:visible}.wide table{font-size:10.5px}.wide th,.wide td{padding-left:9px}\
    .spark{width:72px}.site::details-content{content-visibility:visible;height:auto}\
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
    """
}
