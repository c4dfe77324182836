/**
 * A definition of MLflow's schema, as MariaDB tells it, in words that MySQL 8 takes too: there the name of a check is
 * unique in a database, and JSON is a type of its own. MariaDB makes the same of both.
 */
export function portableDefinition(text: string): string {
  return text
    .replace(/CONSTRAINT `CONSTRAINT_\d+` (?=CHECK)/g, '')
    .replace(
      /longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ((?:NOT|DEFAULT) NULL) CHECK \(json_valid\(`\w+`\)\)/g,
      'json $1',
    )
}
