// The use cases that commands call, wired like those of the service.
extension Application {
  /// Takes over lists of roots.
  package var adoption: RootAdoption { RootAdoption(pool: pool, keys: keys) }

  /// Takes in what the offline root has signed.
  package var answerImport: AnswerImport { AnswerImport(pool: pool, keys: keys) }

  /// The bundle that is given out.
  package var bundles: Bundles { Bundles(pool: pool) }

  /// Gathers what waits for the offline root.
  package var waiting: WaitingRequests {
    WaitingRequests(
      pool: pool, keys: keys, clock: clock, days: settings.enrolment.certificateDays)
  }

  /// Takes in what sticks carry.
  package var carriedImport: CarriedImport {
    CarriedImport(
      access: Access(pool: pool), collector: collector, personal: personal, branches: branches,
      bundles: bundles, bulletins: Bulletins(pool: pool))
  }

  /// Enrols kiosks without a network.
  package var carriedEnrolment: CarriedEnrolment {
    CarriedEnrolment(enrolments: enrolments)
  }

  /// Takes kiosks out of service.
  package var withdrawals: Withdrawals { Withdrawals(pool: pool, keys: keys, clock: clock) }

  /// Judges certificates by all that the province knows.
  package var verifier: RegisterVerifier { RegisterVerifier(pool: pool, keys: keys, clock: clock) }

  /// The keys of status lists.
  package var statusKeys: StatusKeys { StatusKeys(pool: pool, keys: keys) }

  /// Makes the bulletin.
  package var bulletinPublisher: BulletinPublisher {
    BulletinPublisher(pool: pool, keys: keys, clock: clock)
  }

  /// The bulletin that is given out.
  package var bulletins: Bulletins { Bulletins(pool: pool) }

  /// Takes in administrative units.
  package var units: UnitImport { UnitImport(pool: pool) }

  /// Takes in rubrics and targets.
  package var rubrics: RubricImport { RubricImport(pool: pool) }

  /// What is made known at the centres.
  package var announcements: Announcements { Announcements(pool: pool, clock: clock) }
}
