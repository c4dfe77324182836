import { readFileSync } from 'node:fs'
import { MlflowError } from '@millrace/contract'
import {
  type LoggedModelOrderBy,
  parseFilter,
  parseLoggedModelFilter,
  parseLoggedModelOrderBy,
  parseOrderBy,
  type SearchEntity,
} from '../index.ts'

/** One filter or order with what MLflow 3.17.2 made of it. Without a message only the code is known or can be the same. */
export interface Case {
  readonly filter?: string
  readonly order_by?: readonly unknown[]
  readonly comparisons?: readonly unknown[]
  readonly orderable?: boolean
  readonly error_code?: string
  readonly message?: string
}

export type SearchedEntity = SearchEntity | 'logged_models'

export function readCases(name: string): [SearchedEntity, Case[]][] {
  const cases: Record<SearchedEntity, Case[]> = JSON.parse(
    readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'),
  )
  return Object.entries(cases) as [SearchedEntity, Case[]][]
}

export type Outcome = Pick<Case, 'comparisons' | 'orderable' | 'error_code' | 'message'>

/** What our parsers make of a case, in the words of a case. */
export function outcomeOf(entity: SearchedEntity, { filter, order_by }: Case): Outcome {
  try {
    if (filter !== undefined) return { comparisons: comparisonsOf(entity, filter) }
    orderOf(entity, order_by ?? [])
    return { orderable: true }
  } catch (error) {
    if (error instanceof MlflowError) return { error_code: error.code, message: error.message }
    throw error
  }
}

function comparisonsOf(entity: SearchedEntity, filter: string): readonly unknown[] {
  return entity === 'logged_models' ? parseLoggedModelFilter(filter) : parseFilter(entity, filter)
}

function orderOf(entity: SearchedEntity, order_by: readonly unknown[]): void {
  if (entity === 'logged_models') parseLoggedModelOrderBy(order_by as LoggedModelOrderBy[])
  else parseOrderBy(entity, order_by as string[])
}

/** MLflow prints sets in a random order; sorted, two texts of the same set are the same. */
export function withSortedSets(message: string | undefined): string | undefined {
  return message?.replace(
    /\{('[^{}]*')\}/g,
    (_, members: string) => `{${members.split(', ').sort().join(', ')}}`,
  )
}
