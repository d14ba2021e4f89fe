import Centre
import Evidence
import HTTP
import Store

/// The certificates: the courses to decide on, the page of one with its paper, and cancelling.
enum CertificateRoom {
  /// Certificates shown as the latest.
  private static let latestShown = 10

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.certificates, in: .certificates, list)
    routes.read(.certificate, in: .certificates) { call in
      try known(call) { call, certificate in try show(call, certificate) }
    }
    routes.read(.certificatePDF, in: .certificates) { call in try known(call, pdf) }
    routes.read(.certificateProof, in: .certificates) { call in try known(call, proof) }
    routes.write(.printCertificate, in: .certificates) { call in try known(call, printed) }
    routes.write(.cancelCertificate, in: .certificates) { call in try known(call, cancel) }
  }

  /// Answers about the certificate of the address, or that there is none.
  static func known(
    _ call: DeskRequest, _ answer: (DeskRequest, Certificate) throws -> Response
  ) throws -> Response {
    guard let certificate = try call.desk.store.certificate(number: call.parameter) else {
      return call.missing(.missingCertificate)
    }
    return try answer(call, certificate)
  }

  // MARK: List

  private static func list(_ call: DeskRequest) throws -> Response {
    let courses = try call.desk.store.courses().map { course -> [String: Any] in
      let groups = EligibleGroups(try call.desk.eligibility(course: course.code))
      var row = call.values(of: StateMark(course))
      row["href"] = DeskPlace.eligible.path(course.code)
      row["title"] = course.title
      row["eligible"] = call.number(groups.eligible.count)
      row["hasEligible"] = !groups.eligible.isEmpty
      row["done"] = call.number(groups.done.count)
      row["notYet"] = call.number(groups.others.count)
      return row
    }
    let latest = try call.desk.store.latestCertificates(limit: latestShown)
      .filter { $0.issuedDay.year == call.today.year }
    let year = ["year": String(call.today.year)]
    var page = DeskPage("desk-certificates", title: call.text(.certificatesTitle))
    page.values = [
      "courses": courses, "hasCourses": !courses.isEmpty,
      "certificates": latest.map { call.row(of: $0) }, "hasCertificates": !latest.isEmpty,
      "noneYet": call.text(.certificatesNoneYet, year), "awardHref": DeskPlace.addAward.path(),
    ]
    let needs: [Need] = call.desk.areNumbersUnsure ? [.numbers] : []
    page.values.merge(NeedList.values(call, needs)) { own, _ in own }
    return call.answer(page)
  }

  // MARK: One certificate

  private static func show(
    _ call: DeskRequest, _ certificate: Certificate, reason: String = "",
    problem: FormProblem? = nil, isSureMissing: Bool = false
  ) throws -> Response {
    let sheet = certificate.sheet
    let isIssued = certificate.state == .issued
    let isWrong = problem != nil || isSureMissing
    let display = ["number": sheet.displayNumber]
    let reprint: DeskText = certificate.copies == 0 ? .certificatePrint : .certificateReprint
    var page = DeskPage("desk-certificate", title: call.text(.certificateTitle, display))
    page.values = call.row(of: certificate)
    let own: [String: Any] = [
      "number": certificate.number, "isDemo": sheet.isDemonstration,
      "pdfHref": DeskPlace.certificatePDF.path(certificate.number),
      "canPrint": call.mayWrite && isIssued && !certificate.isErased,
      "canReplace": call.mayWrite && isIssued && !certificate.isErased,
      "isErased": certificate.isErased, "printLabel": call.text(reprint),
      "cancelledBecause": call.text(
        .certificateCancelledBecause, ["reason": certificate.cancelReason ?? ""]),
      "signed": signed(call, certificate),
      "signedHint": call.text(
        certificate.award == nil ? .certificateSignedHint : .awardSignedHint),
      "paper": try paper(call, certificate),
      "hasProof": try call.desk.isProvable(certificate.issueSeq),
      "proofHref": DeskPlace.certificateProof.path(certificate.number),
      "canCancel": call.mayWrite && isIssued, "isCancelOpen": isWrong,
      "reason": reasonField(call, reason, problem).values,
      "sureLabel": call.text(.certificateCancelSure), "hasSureError": isSureMissing,
      "sureError": call.text(.certificateCancelSureMissing),
    ]
    page.values.merge(own) { _, own in own }
    page.values.merge(try chain(call, certificate)) { _, own in own }
    page.status = isWrong ? .unprocessableContent : .ok
    page.back = (DeskPlace.certificates.path(), call.text(.certificatesTitle))
    return call.answer(page)
  }

  /// What took the place of this certificate, and whose place it took.
  private static func chain(
    _ call: DeskRequest, _ certificate: Certificate
  ) throws -> [String: Any] {
    let replaced = try call.desk.store.certificates(replacedBy: certificate.number)
    let successors = try call.mayWrite ? call.desk.successors(of: certificate) : []
    return [
      "replaceHref": DeskPlace.replaceCertificate.path(certificate.number),
      "linkHref": DeskPlace.linkCertificate.path(certificate.number),
      "linkHint": call.text(certificate.award == nil ? .certificateLinkHint : .awardLinkHint),
      "replaces": replaced.map { old in
        ["href": DeskPlace.certificate.path(old.number), "number": old.sheet.displayNumber]
      },
      "hasReplaces": !replaced.isEmpty, "canLink": !successors.isEmpty,
      "successors": successors.map { new in
        [
          "number": new.number,
          "word": call.text(
            .certificateSuccessor,
            ["number": new.sheet.displayNumber, "day": new.issuedDay.ddMMyyyy]),
        ]
      },
    ]
  }

  private static func signed(_ call: DeskRequest, _ certificate: Certificate) -> [[String: Any]] {
    let sheet = certificate.sheet
    let holder = [
      call.fact(.certificateName, certificate.holderName),
      call.fact(
        .certificateBirth, sheet.birthYear.map(String.init) ?? call.text(.dash)),
      call.fact(.certificateResidence, call.orDash(sheet.residence ?? "")),
    ]
    let numbers = [
      call.fact(.certificatesIssued, certificate.issuedDay.ddMMyyyy),
      call.fact(.certificatesFullNumber, certificate.number, isCode: true),
      call.fact(.certificateFingerprint, sheet.rootFingerprint, isCode: true),
    ]
    return holder + content(call, certificate) + numbers
  }

  /// What is certified: an award with its words, or a course and what was attended of it.
  private static func content(
    _ call: DeskRequest, _ certificate: Certificate
  ) -> [[String: Any]] {
    if let award = certificate.award {
      return [
        call.fact(.awardTitle, award.title), call.fact(.awardCitation, award.citation),
        call.fact(.awardBasis, call.orDash(award.basis ?? "")),
      ]
    }
    let sheet = certificate.sheet
    let day = { (days: Int64) in Day(daysSince1970: days).ddMMyyyy }
    let attended = [
      "sessions": call.number(sheet.sessionCount), "hours": call.hours(sheet.hoursTenths),
    ]
    return [
      call.fact(.certificateCourse, certificate.courseTitle),
      call.fact(.certificateAttended, call.text(.eligibleAttendedText, attended)),
      call.fact(.certificatePeriod, "\(day(sheet.fromDay)) – \(day(sheet.toDay))"),
    ]
  }

  private static func paper(
    _ call: DeskRequest, _ certificate: Certificate
  ) throws -> [[String: Any]] {
    let copies = ["count": call.number(certificate.copies)]
    let printed =
      certificate.copies == 0
      ? call.text(.certificateNoCopies) : call.text(.certificateCopiesText, copies)
    let facts = [call.fact(.certificatesCopies, printed)]
    let jobs = try call.desk.store.printJobs()
    let job = jobs.first { job in
      job.items.contains { $0.certificateNumber == certificate.number }
    }
    guard let job else { return facts }
    return facts + [call.fact(.certificateJob, call.text(StateMark(job).word))]
  }

  private static func pdf(_ call: DeskRequest, _ certificate: Certificate) throws -> Response {
    guard !certificate.isErased else {
      return call.message(.refusedTitle, call.text(.eraseNoPrint), status: .gone)
    }
    let copy = max(1, certificate.copies)
    guard let bytes = try call.desk.certificatePDF(number: certificate.number, copy: copy) else {
      return call.missing(.missingCertificate)
    }
    return call.pdf(bytes, name: "\(certificate.number).pdf")
  }

  /// The proof that the certificate stands in the log that the province has signed for.
  private static func proof(_ call: DeskRequest, _ certificate: Certificate) throws -> Response {
    guard let proof = try call.desk.proof(of: certificate.issueSeq) else {
      return call.missing(.missingCertificate)
    }
    let name = "\(certificate.number).\(InclusionProof.fileExtension)"
    return Response.text(proof.text)
      .with("Content-Disposition", "attachment; filename=\"\(name)\"")
      .with("Cache-Control", "no-store")
  }

  private static func printed(_ call: DeskRequest, _ certificate: Certificate) throws -> Response {
    let path = DeskPlace.certificate.path(certificate.number)
    switch try call.desk.printCertificate(certificate.number) {
    case .queued: return call.leave(to: path, .flashPrinted)
    case .cancelled: return call.leave(to: path, .certificateCancelledNoPrint)
    case .erased: return call.leave(to: path, .eraseNoPrint)
    case .notFound: return call.missing(.missingCertificate)
    }
  }

  // MARK: Cancelling

  private static func cancel(_ call: DeskRequest, _ certificate: Certificate) throws -> Response {
    let form = try call.form()
    let reason = form.text("reason")
    guard form["sure"] == "yes" else {
      let problem =
        Name.tidied(reason).isEmpty ? FormProblem(field: "reason", reason: .missing) : nil
      return try show(call, certificate, reason: reason, problem: problem, isSureMissing: true)
    }
    let path = DeskPlace.certificate.path(certificate.number)
    switch try call.desk.cancelCertificate(certificate.number, reason: reason) {
    case .cancelled:
      return call.leave(to: path, .flashCancelled, ["number": certificate.sheet.displayNumber])
    case .alreadyCancelled:
      return call.leave(to: path, .certificateAlreadyCancelled)
    case .invalid(let problem):
      return try show(call, certificate, reason: reason, problem: problem)
    case .notFound:
      return call.missing(.missingCertificate)
    }
  }

  private static func reasonField(
    _ call: DeskRequest, _ reason: String, _ problem: FormProblem?
  ) -> Field {
    var field = Field("reason", call.text(.certificateCancelReason), value: reason)
    field.hint = call.text(.certificateCancelReasonHint)
    field.isRequired = true
    field.error = problem.map { call.sentence($0, form: "cancel") } ?? ""
    return field
  }
}
