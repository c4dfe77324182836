export type {
  Backend,
  CheckRequest,
  DockerOptions,
  LaunchRequest,
  OutputChunk,
  RunEnd,
  SubmittedRun,
} from './backends/backend.ts'
export { argumentsOf, type Command } from './command.ts'
export type { EnvManager } from './environments/environment.ts'
export type { DockerEnvironment, EntryPoint, Parameter, Project, ProjectEnvironment } from './project.ts'
export type { ComparisonOptions, MetricDifference } from './reproduce/compare-metrics.ts'
export { type ReproduceOptions, type Reproduction, reproduce } from './reproduce/reproduce.ts'
export { type RunProjectOptions, runProject as run } from './run.ts'
export type { RunHandle } from './run-handle.ts'
export type { Grid } from './sweep/grid.ts'
export {
  runSweep as sweep,
  type Sweep,
  type SweepEnd,
  type SweepOptions,
  type SweepProgress,
} from './sweep/run-sweep.ts'
