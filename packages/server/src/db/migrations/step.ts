import type { Executor } from '../executor.ts'
import type { Shape } from './shape.ts'

/** Where steps run. */
export interface Session {
  readonly db: Executor
  /** All of `job` or nothing; where the whole upgrade is one transaction, part of that. */
  transaction(job: () => Promise<void>): Promise<void>
}

/** What an upgrade does: a statement, or work that reads rows before it writes them. */
export type Step =
  | { readonly sql: string }
  | { readonly title: string; readonly run: (session: Session, before: Shape) => Promise<void> }

/** A step as a dry run shows it. */
export function showStep(step: Step): string {
  return 'sql' in step ? `${step.sql};` : `-- ${step.title}`
}
