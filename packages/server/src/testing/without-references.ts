/** What a session says, by the kind of database, so that rows without what they belong to can come about. */
export const WITHOUT_REFERENCES: Readonly<Record<string, readonly string[]>> = {
  // Opened for an upgrade, it does not look at them.
  sqlite: [],
  postgresql: ["set local session_replication_role = 'replica'"],
  mysql: ['set foreign_key_checks = 0'],
}
