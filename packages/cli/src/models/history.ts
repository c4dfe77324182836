import { type AliasAt, NotFoundError, type RegistryChange } from '@millrace/sdk'
import { ExitError } from '../exit-error.ts'
import { oneLine } from '../output/one-line.ts'
import { printable } from '../output/printable.ts'

/** MLflow keeps no history: there the address is not known. */
export async function ofMillrace<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const isUnknown = error instanceof NotFoundError && !/not found$/.test(error.message)
    if (isUnknown) throw new ExitError('The server keeps no history of its models; is it a Millrace?')
    throw error
  }
}

/** Of a description in Markdown; `--json` has the whole. */
const LONGEST_VALUE = 100

export function changeLine(change: RegistryChange): string {
  const { time, user, name, version, key } = change
  const subject = [change.change, key].filter(Boolean).join(' ')
  const values = [change.from, change.to].map((value) =>
    value === undefined ? '(none)' : oneLine(value, LONGEST_VALUE),
  )
  const of = version ? `${name} version ${version}` : name
  return printable(`${time.toISOString()}  ${user ?? '-'}  ${of}  ${subject}  ${values.join(' → ')}`)
}

const BASES: Readonly<Record<AliasAt['basis'], string>> = {
  recorded: 'recorded',
  inferred: 'inferred from the first change that is kept',
  current: 'no change is kept: as it is now',
}

export function aliasLine(name: string, alias: string, answer: AliasAt): string {
  const { version, since, user, basis } = answer
  const set = since === undefined ? '' : `, since ${since.toISOString()}${user ? ` by ${user}` : ''}`
  return `${name}@${alias}: ${version ? `version ${version}` : 'no version'}${set} (${BASES[basis]})`
}
