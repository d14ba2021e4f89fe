// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  // Release builds are made with other compilers too, which may warn of other things.
  .treatAllWarnings(as: .error, .when(configuration: .debug)),
]

/// A C library from Debian: found by pkg-config, installed by `make` from the package named.
func clibrary(_ name: String, pkgConfig: String?, debian: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func daemon(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: [], resources: resources,
    swiftSettings: strict)
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "learning-kiosk",
  products: [
    .executable(name: "kioskd", targets: ["kioskd"]),
    .executable(name: "provinced", targets: ["provinced"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    clibrary("CMicroHTTPD", pkgConfig: "libmicrohttpd", debian: "libmicrohttpd-dev"),
    clibrary("CQRencode", pkgConfig: "libqrencode", debian: "libqrencode-dev"),
    clibrary("CPangoCairo", pkgConfig: "pangocairo", debian: "libpango1.0-dev"),
    clibrary("CCUPS", pkgConfig: nil, debian: "libcups2-dev"),
    clibrary("CCurl", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
    clibrary("CZlib", pkgConfig: "zlib", debian: "zlib1g-dev"),
    clibrary("CPostgres", pkgConfig: "libpq", debian: "libpq-dev"),
    .target(
      name: "CZXing", path: "Sources/CZXing", publicHeadersPath: "include",
      linkerSettings: [.linkedLibrary("ZXing")]),

    // Loads pango, cairo and CUPS with the first paper, so that an idle kiosk does not carry them.
    .target(
      name: "COnDemand", dependencies: ["CPangoCairo", "CCUPS"],
      linkerSettings: [.linkedLibrary("dl")]),

    room("Evidence", [crypto, "CZlib"]),
    room("Centre", ["Evidence"]),
    room("Store", ["Centre", "Evidence", grdb]),
    room("Paper", ["Centre", "COnDemand", "CQRencode", "CZXing", "CPangoCairo", "CCUPS"]),
    room("HTTP", ["CMicroHTTPD", "CCurl", logging]),
    room(
      "Kiosk",
      [
        "Evidence", "Centre", "Store", "Paper", "HTTP", mustache, toml, logging, crypto,
        cryptoExtras,
      ]),
    daemon("kioskd", ["Kiosk", arguments, logging]),
    room(
      "Province",
      ["Evidence", "Centre", "HTTP", "CPostgres", mustache, toml, logging, crypto, cryptoExtras]),
    daemon("provinced", ["Province", arguments, logging]),

    tests("EvidenceTests", ["Evidence"], resources: [.copy("vectors")]),
    tests("CentreTests", ["Centre"]),
    tests("StoreTests", ["Store"]),
    tests("PaperTests", ["Paper"]),
    tests("HTTPTests", ["HTTP"]),
    tests("KioskTests", ["Kiosk"]),
    tests("ProvinceTests", ["Province"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
