import type { BackendName } from './backend.ts'
import { isMeasured, type Outcome, type Unit } from './load.ts'
import type { MachineFacts } from './machine.ts'
import { SERVERS, type ServerName } from './servers.ts'
import type { Limit } from './targets.ts'
import { cpuRatio, type Row, ratio, rawShare, verdict } from './verdict.ts'

export interface Results {
  date: string
  quick: boolean
  statistics: boolean
  backend: BackendName
  machine: MachineFacts
  servers: ServerName[]
  rows: Row[]
}

const FEWER_DIGITS_FROM = 100
/** The idle servers beside the measured one use less than a tenth. */
const DISTURBED_FROM_CORES = 0.2

export function markdown(results: Results): string {
  return [...heading(results), '', ...table(results), '', ...notes(results)].join('\n')
}

const STALE =
  '**The measured build of Millrace is older than its sources: its figures are not those of this commit.**'

function heading({ date, quick, statistics, backend, machine }: Results): string[] {
  const { cpu, cores, memoryGb, node, sqlite, commit, loadAverage, versions } = machine
  return [
    `${date}, commit ${commit}: ${cores} × ${cpu}, ${memoryGb} GB, Node ${node}, SQLite ${sqlite}, load average before ${loadAverage.join(' ')}`,
    `Database: ${backend}`,
    ...Object.values(versions).slice(0, 1),
    ...(machine.build?.stale ? ['', STALE] : []),
    ...(statistics ? [] : ['', 'Seeded databases without statistics (no ANALYZE).']),
    ...(quick
      ? ['', '**Quick run: sizes and times are not those of the targets; do not judge by it.**']
      : []),
  ]
}

function table(results: Results): string[] {
  const columns = [
    'load',
    ...results.servers.map((name) => SERVERS[name].title),
    'ratio',
    'ratio to 1 worker',
    'CPU ratio',
    'FastTrackML',
    'must',
    'aim',
    'ok?',
  ]
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...results.rows.map((row) => line(cells(row, results))),
  ]
}

function cells(row: Row, { servers }: Results): string[] {
  const { target } = row
  return [
    row.title,
    ...servers.map((name) => cell(row.outcomes[name], row.unit)),
    timesText(ratio(row, 'mlflow')),
    timesText(ratio(row, 'mlflow1')),
    timesText(cpuRatio(row, 'mlflow')),
    target?.fastTrackMl ?? '–',
    limitText(target?.must, row.unit),
    limitText(target?.aim, row.unit) + (target?.aimRawShare ? `, ${target.aimRawShare * 100} % of raw` : ''),
    verdict(row),
  ]
}

function notes({ rows }: Results): string[] {
  return rows.flatMap((row) =>
    Object.entries(row.outcomes).flatMap(([name, outcome]) =>
      remarks(outcome).map((remark) => `- ${row.title}, ${name}: ${remark}`),
    ),
  )
}

function remarks(outcome: Outcome): string[] {
  if (!isMeasured(outcome)) return [`failed: ${outcome.failed}`]
  const { rawPerSecond, othersCores = 0 } = outcome
  const share = rawShare(outcome)
  return [
    ...(rawPerSecond === undefined || share === undefined
      ? []
      : [
          `${Math.round(share * 100)} % of raw prepared inserts of the same rows (${number(rawPerSecond)}/s)`,
        ]),
    ...(othersCores < DISTURBED_FROM_CORES
      ? []
      : [`disturbed: other programs used ${number(othersCores)} cores meanwhile`]),
  ]
}

/** Value, CPU per request and memory of one server. */
export function cell(outcome: Outcome | undefined, unit: Unit): string {
  if (!outcome) return '–'
  if (!isMeasured(outcome)) return 'failed'
  const { value, cpuMs, pssMb } = outcome
  const details = [
    ...(cpuMs === undefined ? [] : [`${number(cpuMs)} CPU ms`]),
    ...(pssMb === undefined ? [] : [`${number(pssMb)} MB`]),
  ]
  return [valueText(value, unit), ...details].join(', ')
}

function valueText(value: number, unit: Unit): string {
  if (unit === 's' && value < 1) return `${number(value * 1000)} ms`
  return unit.startsWith('/') ? `${number(value)}${unit}` : `${number(value)} ${unit}`
}

function limitText(limit: Limit | undefined, unit: Unit): string {
  if (!limit) return '–'
  return 'ratio' in limit ? `${limit.ratio} ×` : `≤ ${limit.atMost} ${unit}`
}

function timesText(times: number | undefined): string {
  return times === undefined ? '–' : `${number(times)} ×`
}

function number(value: number): string {
  const maximumSignificantDigits = Math.abs(value) >= FEWER_DIGITS_FROM ? undefined : 3
  return value.toLocaleString(
    'en-US',
    maximumSignificantDigits ? { maximumSignificantDigits } : { maximumFractionDigits: 0 },
  )
}

function line(texts: string[]): string {
  return `| ${texts.join(' | ')} |`
}
