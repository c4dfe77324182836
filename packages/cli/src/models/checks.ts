import { ExitError } from '../exit-error.ts'
import { type Candidate, KINDS, type Kind } from './candidate.ts'
import { CANNOT_TELL } from './tracking-server.ts'

/** The answer to one condition. */
export interface Verdict {
  /** The condition as it was given. */
  readonly check: string
  readonly candidate: string
  readonly baseline?: string
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
    const value = candidate.values[kind].get(name)
    const order = value === undefined ? Number.NaN : compare(value, limit)
    const passed = !Number.isNaN(order) && holds(order)
    return {
      check: text.trim(),
      candidate: shown(value),
      passed,
      ...(!passed && { reason: value === undefined ? `no such ${kind.slice(0, -1)}` : 'not so' }),
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

function shown(value: Value | undefined): string {
  return value === undefined ? MISSING : String(value)
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
    const [now, before] = [candidate, baseline].map((one) => one?.values.metrics.get(name))
    const worse = sign * (Number(before) - Number(now))
    const passed = baseline === undefined || worse <= most + ROUNDING * Math.max(1, Math.abs(Number(before)))
    const reason = Number.isNaN(worse) ? 'no such metric on both sides' : `worse by ${rounded(worse)}`
    return {
      check: `${option} ${text}`,
      candidate: shown(now),
      baseline: baseline === undefined ? MISSING : shown(before),
      passed,
      ...(!passed && { reason }),
    }
  }
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(6)))
}
