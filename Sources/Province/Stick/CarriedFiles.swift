import Evidence
import Foundation

/// A file that may hold a batch or the personal values beside one.
struct CarriedFile: Equatable {
  /// Where it is.
  let path: String
  /// What it holds, by its name or, of a batch, by its header.
  let name: CarriedName

  /// The folder that holds it.
  var folder: String { Self.folder(of: path) }

  /// The folder that holds a file.
  static func folder(of path: String) -> String {
    let parent = (path as NSString).deletingLastPathComponent
    return parent.isEmpty ? "." : parent
  }

  /// The order in which files are taken: the logs one after the other, each from its beginning, of two
  /// that begin alike the longer first; the values after the events.
  static func precedes(_ left: CarriedFile, _ right: CarriedFile) -> Bool {
    key(left).lexicographicallyPrecedes(key(right))
  }

  private static func key(_ file: CarriedFile) -> [Int64] {
    let log = file.name.log.bytes.map(Int64.init)
    return log + [file.name.isPersonal ? 1 : 0, file.name.start, -file.name.end]
  }
}

/// Finds files of kiosks: those named, and in folders those that look like one.
struct CarriedSearch {
  /// Folders within folders that are looked into.
  private static let deepest = 4
  /// The most files of one run.
  private static let mostFiles = 100_000

  private(set) var files: [CarriedFile] = []
  /// Where kiosks announce that a log goes on under another name.
  private(set) var branches: [String] = []
  /// Files that were named or look like one, but are none, and why.
  private(set) var refused: [(path: String, saying: Saying)] = []

  init(_ paths: [String], limits: BatchLimits) {
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        refused.append((path, Saying(.importAbsent)))
        continue
      }
      if isFolder.boolValue { look(in: path, depth: 0, limits) } else { add(path, limits) }
    }
    files.sort(by: CarriedFile.precedes)
  }

  private mutating func look(in folder: String, depth: Int, _ limits: BatchLimits) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      refused.append((folder, Saying(.importFolder)))
      return
    }
    // What begins with a dot is a stick's waste bin or a draft.
    for name in names where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
      if isFolder.boolValue, depth < Self.deepest {
        look(in: path, depth: depth + 1, limits)
      } else if name.hasSuffix(CarriedName.batchSuffix) || CarriedName.log(ofBranch: name) != nil,
        files.count < Self.mostFiles
      {
        add(path, limits)
      }
    }
  }

  private mutating func add(_ path: String, _ limits: BatchLimits) {
    let last = (path as NSString).lastPathComponent
    if last.hasSuffix(CarriedName.branchSuffix) {
      branches.append(path)
    } else if let name = CarriedName(last) {
      files.append(CarriedFile(path: path, name: name))
    } else if last.hasSuffix(CarriedName.personalSuffix) {
      let wanted = "<log>-<start>-<end>\(CarriedName.personalSuffix)"
      refused.append((path, Saying(.importName, ["name": wanted])))
    } else {
      addByContent(path, limits)
    }
  }

  private mutating func addByContent(_ path: String, _ limits: BatchLimits) {
    do {
      let batch = try Batch(gzip: PlainFile.read(path), limits: limits)
      let name = CarriedName(log: batch.log, start: batch.start, end: batch.end)
      files.append(CarriedFile(path: path, name: name))
    } catch {
      refused.append((path, Saying(refused: error)))
    }
  }
}
