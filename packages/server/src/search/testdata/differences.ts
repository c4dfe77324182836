/** Measured filters that we answer otherwise than MLflow, and why. */
export const DIFFERENCES: Readonly<Record<string, string>> = {
  'metrics.a > ١': 'digits of other scripts are no numbers here',
  'if a then b end if': 'blocks of SQL are not grouped in the message',
  "begin a = 'x'; end": 'blocks of SQL are not grouped in the message',
  'params.a = $$x$$': 'dollar quotes are not grouped in the message',
  "experiment_id = '99999999999999999999999'": 'MLflow overflows with a 500, we say that it is no id',
  'creation_time > 99999999999999999999': 'MLflow overflows with a 500, we compare',
  'version_number = 99999999999999999999': 'MLflow overflows with a 500, we compare',
  "metadata = 'x'": 'not a column but a detail of the ORM that MLflow lets through',
}
