import { ExitError } from '../exit-error.ts'
import { RefusedRequest, type TrackingServer } from './tracking-server.ts'

interface Change {
  readonly timestamp: number
  readonly user?: string
  readonly name: string
  readonly version?: string
  readonly change: string
  readonly key?: string
  readonly from?: string
  readonly to?: string
}

interface Page {
  readonly changes?: readonly Change[]
  readonly next_page_token?: string
}

export interface HistoryQuery {
  readonly version?: string | undefined
  readonly alias?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

const PATH = '3.0/millrace/registered-models'

/** All changes of a model, the newest first. */
export async function* readHistory(
  server: TrackingServer,
  name: string,
  query: HistoryQuery,
): AsyncGenerator<Change> {
  let page_token: string | undefined
  do {
    const page: Page = await ofMillrace(
      server.get<Page>(`${PATH}/history`, { name, ...query, max_results: '1000', page_token }),
    )
    yield* page.changes ?? []
    page_token = page.next_page_token
  } while (page_token)
}

export interface AliasAnswer {
  readonly version?: string
  readonly since?: number
  readonly user?: string
  readonly basis: 'recorded' | 'inferred' | 'current'
}

export function readAliasAt(
  server: TrackingServer,
  name: string,
  alias: string,
  at: string,
): Promise<AliasAnswer> {
  return ofMillrace(server.get<AliasAnswer>(`${PATH}/alias-at`, { name, alias, at }))
}

/** MLflow keeps no history: there the address is not known. */
async function ofMillrace<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    const isUnknown =
      error instanceof RefusedRequest && error.status === 404 && !/not found$/.test(error.message)
    if (isUnknown) throw new ExitError('The server keeps no history of its models; is it a Millrace?', 2)
    throw error
  }
}

export function changeLine(change: Change): string {
  const { timestamp, user, name, version, key } = change
  const subject = [change.change, key].filter(Boolean).join(' ')
  const values = [change.from, change.to].map((value) => (value === undefined ? '(none)' : value))
  const of = version ? `${name} version ${version}` : name
  return `${when(timestamp)}  ${user ?? '-'}  ${of}  ${subject}  ${values.join(' → ')}`
}

const BASES: Readonly<Record<AliasAnswer['basis'], string>> = {
  recorded: 'recorded',
  inferred: 'inferred from the first change that is kept',
  current: 'no change is kept: as it is now',
}

export function aliasLine(name: string, alias: string, answer: AliasAnswer): string {
  const { version, since, user, basis } = answer
  const set = since === undefined ? '' : `, since ${when(since)}${user ? ` by ${user}` : ''}`
  return `${name}@${alias}: ${version ? `version ${version}` : 'no version'}${set} (${BASES[basis]})`
}

function when(timestamp: number): string {
  return new Date(timestamp).toISOString()
}
