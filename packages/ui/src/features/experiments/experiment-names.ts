import type { Experiment } from '@millrace/contract'
import { createContext, use } from 'react'

type Names = ReadonlyMap<string, string>

/** What the experiments of a table are called, for its rows. */
export const ExperimentNames = createContext<Names>(new Map())

export const useExperimentNames = (): Names => use(ExperimentNames)

export const namesOf = (experiments: readonly Experiment[]): Names =>
  new Map(experiments.map(({ experiment_id = '', name }) => [experiment_id, name ?? experiment_id]))
