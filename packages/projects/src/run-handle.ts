import type { RunStatus } from '@millrace/sdk'
import type { RunEnd } from './backends/backend.ts'

/** A project that was asked to run. */
export interface RunHandle {
  readonly runId: string
  readonly experimentId: string
  /** Whether it is an earlier run of equal code, parameters and inputs, and nothing was started. */
  readonly isReused: boolean
  status(): Promise<RunStatus>
  /** Done when the run has ended, and its end and its output are with the tracking server. */
  wait(): Promise<RunEnd>
  /** Ends it with all that it started; the run is then killed. Asked again, it gives no more time to end well. */
  cancel(): Promise<void>
}
