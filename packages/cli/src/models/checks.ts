import { ExitError } from '../exit-error.ts'
import { CANNOT_TELL } from './ask-registry.ts'
import { type Candidate, type Figure, KINDS, type Kind, type Owner } from './candidate.ts'

/** The answer to one condition. */
export interface Verdict {
  /** The condition as it was given. */
  readonly check: string
  readonly candidate: string
  readonly baseline?: string
  /** What the values were logged to. */
  readonly candidateOf?: Owner
  readonly baselineOf?: Owner
  readonly passed: boolean
  /** Why not. */
  readonly reason?: string
}

/** Asks a version, beside the one that it would replace if there is one. */
export type Check = (candidate: Candidate, baseline: Candidate | undefined) => Verdict

const MISSING = '(none)'

type Value = number | string
const COMPARATORS: Readonly<Record<string, (order: number) => boolean>> = {
  '>=': (order) => order >= 0,
  '<=': (order) => order <= 0,
  '!=': (order) => order !== 0,
  '==': (order) => order === 0,
  '=': (order) => order === 0,
  '>': (order) => order > 0,
  '<': (order) => order < 0,
}

const CONDITION = /^\s*(\w+)\.(`[^`]+`|"[^"]+"|[^\s<>=!]+)\s*(>=|<=|!=|==|=|>|<)\s*(.+?)\s*$/

/** Reads `metrics.auc >= 0.8`, `params.depth = 5` or `tags.approved = 'yes'`. */
export function requirement(text: string): Check {
  const [, kind = '', key = '', comparator = '', wanted = ''] = CONDITION.exec(text) ?? []
  if (!isKind(kind)) {
    throw new ExitError(
      `Cannot read the condition '${text}'; write for example 'metrics.auc >= 0.8' or "tags.approved = 'yes'".`,
      CANNOT_TELL,
    )
  }
  const name = unquoted(key)
  const limit = unquoted(wanted)
  if (kind === 'metrics' && !isNumber(limit)) {
    throw new ExitError(`A metric is compared with a number, not with '${limit}'.`, CANNOT_TELL)
  }
  const holds = COMPARATORS[comparator] as (order: number) => boolean
  return (candidate) => {
    const figure = clear(name, candidate.values[kind].get(name))
    const order = figure === undefined ? Number.NaN : compare(figure.value, limit)
    const passed = !Number.isNaN(order) && holds(order)
    const found = figure === undefined ? `no such ${kind.slice(0, -1)}` : shown(figure)
    return {
      check: text.trim(),
      candidate: shown(figure),
      ...(figure && { candidateOf: figure.of }),
      passed,
      ...(!passed && { reason: `required ${comparator} ${wanted}, found ${found}` }),
    }
  }
}

function isKind(kind: string): kind is Kind {
  return KINDS.some((known) => known === kind)
}

function unquoted(text: string): string {
  return /^(['"`]).*\1$/s.test(text) ? text.slice(1, -1) : text
}

/** As numbers where both are some, else as texts. With NaN nothing is so. */
function compare(value: Value, limit: string): number {
  const [a, b] = [Number(value), Number(limit)]
  if (typeof value === 'number' || (isNumber(value) && isNumber(limit))) return a === b ? 0 : a - b
  return value === limit ? 0 : value < limit ? -1 : 1
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text))
}

function shown(figure: Figure | undefined): string {
  return figure === undefined ? MISSING : String(figure.value)
}

/** 0.82 − 0.81 is a little more than 0.01 in binary figures. */
const ROUNDING = 4 * Number.EPSILON

const ALLOWANCE = /^metrics\.(.+)=([\d.eE+-]+)$/

/** Reads `metrics.auc=0.01`: the candidate may be worse than the baseline by that much. */
export function allowance(option: '--max-drop' | '--max-rise', text: string): Check {
  const [, key = '', amount = ''] = ALLOWANCE.exec(text) ?? []
  const most = Number(amount)
  if (key === '' || !(most >= 0)) {
    throw new ExitError(
      `Cannot read '${option} ${text}'; write for example '${option} metrics.auc=0.01'.`,
      CANNOT_TELL,
    )
  }
  const name = unquoted(key)
  const sign = option === '--max-drop' ? 1 : -1
  return (candidate, baseline) => {
    const [now, before] = [candidate, baseline].map((one) => clear(name, one?.values.metrics.get(name)))
    const worse = sign * (Number(before?.value) - Number(now?.value))
    const passed =
      baseline === undefined || worse <= most + ROUNDING * Math.max(1, Math.abs(Number(before?.value)))
    const found = Number.isNaN(worse) ? 'no such metric on both sides' : rounded(worse)
    return {
      check: `${option} ${text}`,
      candidate: shown(now),
      baseline: shown(before),
      ...(now && { candidateOf: now.of }),
      ...(before && { baselineOf: before.of }),
      passed,
      ...(!passed && { reason: `required to be worse by ${amount} at most, found ${found}` }),
    }
  }
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(6)))
}

/** @throws ExitError where a metric was measured on several data sets: to judge by one of them would be a guess. */
function clear(name: string, figure: Figure | undefined): Figure | undefined {
  if (figure?.on === undefined) return figure
  const sets = figure.on.map((set) => set || 'none').join(', ')
  throw new ExitError(
    `'${name}' of the logged model was measured on several data sets (${sets}); log what is to be checked under a name of its own.`,
    CANNOT_TELL,
  )
}
