package import Evidence
import Foundation

/// Proofs as files.
package enum ProofFile {
  /// Writes a proof, readable by everybody: it holds no secret and no name.
  package static func write(
    _ proof: InclusionProof, to path: String
  ) throws(SecretFileError) {
    try PlainFile.write(Array(proof.text.utf8), to: path)
  }

  /// Reads a proof.
  /// - Throws: `Malformed`, also for a file that is too long or cannot be read.
  package static func read(_ path: String) throws(Malformed) -> InclusionProof {
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: InclusionProof.byteLimit + 1),
      let text = String(validating: data, as: UTF8.self)
    else {
      throw Malformed(
        operation: "read", code: "file", message: "\(path) cannot be read, or is not a text.")
    }
    return try InclusionProof(text: text)
  }
}
