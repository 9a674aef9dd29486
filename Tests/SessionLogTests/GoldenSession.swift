/// The lines of a small session, byte for byte; `@` stands for the three stages of its one layer.
let goldenSession =
  #"""
  {"t":"session","v":1,"app":"dropscope 0.1.0","started":"2026-01-02T03:04:05Z","source":"simulation","preset":"module","seed":18446744073709551615,"dialect":"philox","layers":[{"name":"dropout","kind":"dropout","shape":[1,3],"rate":0.5}]}
  {"t":"call","n":1,"ms":0,"phase":"train","mode":"inverted","loss":2.31,"layers":[{"name":"dropout","rate":0.5,"scale":2,"kept":2,"mask":"a0",@}]}
  {"t":"change","n":2,"ms":400,"what":"mode","from":"inverted","to":"vanilla"}
  {"t":"change","n":2,"ms":401,"what":"rate","layer":"dropout","from":"0.5","to":"0.2"}
  {"t":"call","n":2,"ms":500,"phase":"eval","mode":"vanilla","epoch":1,"loss":null,"held_out":0.75,"layers":[{"name":"dropout","shape":[3],"rate":0.5,"scale":2,"kept":3,"mask":null,@}]}
  {"t":"mark","n":2,"ms":900,"text":"a \"mark\"\n\u007f\u009bé"}
  {"t":"rewind","n":2,"ms":1200}
  {"t":"end","n":1,"ms":16000,"reason":"quit"}

  """#.split(separator: "@", omittingEmptySubsequences: false).joined(separator: goldenStages)

private let goldenStages =
  #""before":\#(goldenStage),"masked":\#(goldenStage),"after":\#(goldenStage)"#

private let goldenStage =
  #"{"mean":0.5,"sd":0.25,"min":0,"max":1,"zeros":1,"nan":0,"inf":0,"lo":0,"hi":1,"below":0,"above":0,"bins":[1,2]}"#
