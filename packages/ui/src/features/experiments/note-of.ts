import type { Experiment } from '@millrace/contract'

/** Where MLflow keeps it. */
export const NOTE_TAG = 'mlflow.note.content'

export const noteOf = (experiment: Experiment | undefined): string =>
  experiment?.tags?.find(({ key }) => key === NOTE_TAG)?.value ?? ''
