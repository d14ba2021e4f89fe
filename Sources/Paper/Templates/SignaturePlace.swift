/// Where a paper is signed: the dateline, the office, blank space for ink and seal, the name.
struct SignaturePlace {
  /// The blank that every template must leave under the office, for a signature and a round seal of
  /// 36 mm, in millimetres.
  static let leastBlank = 30.0
  /// The most lines of an office: "KT. GIÁM ĐỐC" over "PHÓ GIÁM ĐỐC".
  static let officeLines = 2

  /// The axis.
  let x: Double
  let width: Double
  /// The baseline of the dateline.
  let y: Double
  let dateline: Wording
  let datelineStyle: TextStyle
  /// From the dateline to the office.
  let officeSpace: Double
  let officeStyle: TextStyle
  /// From one line of the office to the next.
  let officeLeading: Double
  /// The baseline of the name.
  let nameY: Double
  let nameStyle: TextStyle

  init(
    _ reader: inout TemplateReader, _ styles: TemplateStyles, known: Set<String>, page: PageSize
  ) throws(TemplateError) {
    x = try reader.number("x", in: 0...page.width)
    width = try reader.number("width", in: 30...page.width)
    y = try reader.number("y", in: 0...page.height)
    var line = try reader.object("dateline")
    dateline = try Wording(&line, known: known)
    datelineStyle = try styles.style("style", &line)
    try line.finish()
    var office = try reader.object("office")
    officeStyle = try styles.style("style", &office)
    officeSpace = try office.number("space", in: 3...30)
    officeLeading = try office.number("leading", in: 3...30)
    try office.finish()
    var name = try reader.object("name")
    nameStyle = try styles.style("style", &name)
    nameY = try name.number("y", in: 0...page.height)
    try name.finish()
    try reader.finish()
    guard x - width / 2 >= 0, x + width / 2 <= page.width else {
      throw reader.wrong("width", "reaches beyond the page")
    }
    guard blank >= Self.leastBlank else {
      throw reader.wrong(
        "name.y", "leaves \(Int(blank)) mm for signature and seal under two lines; 30 are needed")
    }
  }

  /// The blank between the lowest possible line of the office and the capitals of the name.
  private var blank: Double {
    let descent = officeStyle.sizePoints * 0.22 / Canvas.millimetre
    let capitals = nameStyle.sizePoints * 0.9 / Canvas.millimetre
    let lowest = y + officeSpace + Double(Self.officeLines - 1) * officeLeading + descent
    return nameY - capitals - lowest
  }
}
