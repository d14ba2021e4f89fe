package import Centre
import Evidence
import Store

extension Desk {
  /// Registers a resident and makes the card's number.
  package func addResident(_ form: ResidentForm) throws -> FormAnswer<Resident> {
    let now = clock.read()
    let (resident, problems) = read(form, today: Day(wallMilliseconds: now.wallMilliseconds))
    guard problems.isEmpty else {
      return .invalid(problems)
    }
    guard try !isIdentityTaken(resident, besides: nil) else {
      return .invalid([FormProblem(field: "identityNumber", reason: .taken)])
    }
    return .saved(try saving { try store.addResident(resident, now: now) })
  }

  /// Changes what is recorded of a resident. An empty identity number leaves the recorded one.
  package func editResident(_ id: Int64, _ form: ResidentForm) throws -> FormAnswer<Resident> {
    let now = clock.read()
    let (resident, problems) = read(form, today: Day(wallMilliseconds: now.wallMilliseconds))
    guard problems.isEmpty else {
      return .invalid(problems)
    }
    guard try !isIdentityTaken(resident, besides: id) else {
      return .invalid([FormProblem(field: "identityNumber", reason: .taken)])
    }
    let saved = try ifFound { try saving { try store.editResident(id, resident, now: now) } }
    return saved.map { .saved($0) } ?? .notFound
  }

  /// A form filled with what an identity card's code says.
  /// - Throws: `Unreadable` when the text is not an identity card's.
  package func residentForm(scanned text: String) throws(Unreadable) -> ResidentForm {
    let card = try IdentityCard(scanned: text)
    var form = ResidentForm()
    form.name = card.name
    form.birth = card.birthDay?.ddMMyyyy ?? card.birthYear.map(String.init) ?? ""
    form.sex = card.sex?.rawValue ?? ""
    form.village = card.residence
    form.identityNumber = card.number
    return form
  }

  /// A form filled with what is recorded of a resident, to be edited.
  package func residentForm(of resident: Resident) -> ResidentForm {
    var form = ResidentForm()
    form.name = resident.name
    form.birth = resident.birthDay?.ddMMyyyy ?? resident.birthYear.map(String.init) ?? ""
    form.sex = resident.sex?.rawValue ?? ""
    form.village = resident.village
    form.phone = resident.phone
    return form
  }

  private func read(_ form: ResidentForm, today: Day) -> (NewResident, [FormProblem]) {
    var reader = FormReader()
    let limits = settings.limits
    let name = reader.line("name", form.name, most: limits.nameLength, isNeeded: true)
    if (try? Name.checkReadable(name)) == nil {
      reader.refuse("name", .unreadable)
    }
    let birth = reader.birth("birth", form.birth, today: today)
    let sex = Sex(rawValue: form.sex)
    if sex == nil, !form.sex.isEmpty {
      reader.refuse("sex", .notAChoice)
    }
    let village = reader.line("village", form.village, most: limits.titleLength)
    let phone = reader.line("phone", form.phone, most: 20)
    let number = Name.tidied(form.identityNumber)
    if !number.isEmpty, number.count != 12 || !number.utf8.allSatisfy({ (48...57).contains($0) }) {
      reader.refuse("identityNumber", .notANumber)
    }
    let resident = NewResident(
      name: name, birthDay: birth.day, birthYear: birth.year, sex: sex, village: village,
      phone: phone, identityHash: number.isEmpty ? nil : keys.identityHash(number),
      identityLast4: number.isEmpty ? nil : String(number.suffix(4)), isGuest: false)
    return (resident, reader.problems)
  }

  private func isIdentityTaken(_ resident: NewResident, besides id: Int64?) throws -> Bool {
    guard let hash = resident.identityHash, let owner = try store.resident(identityHash: hash)
    else {
      return false
    }
    return owner.id != id
  }
}
