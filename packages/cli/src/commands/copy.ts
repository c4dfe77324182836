import type { CopyReport, Survey, surveySource } from '@millrace/server'
import { Command } from 'commander'
import { ExitError } from '../exit-error.ts'
import { ProgressLine } from '../progress-line.ts'
import { explained, PLURALS } from '../transfer-report.ts'

type Progress = Parameters<Parameters<typeof surveySource>[2]>[0]

interface CopyFlags {
  readonly experiments?: string
  readonly since?: string
  readonly artifacts: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
  readonly sourceArtifactsDestination?: string
  readonly artifactsDestination?: string
}

/** `millrace copy`: everything from one store to another. */
export function copyCommand(): Command {
  return new Command('copy')
    .description(
      'Copy experiments, runs, models, traces and artifacts from one store to another. To repeat it brings only what is missing.',
    )
    .argument('<source>', 'a database URI, an mlruns folder, or the address of a server')
    .argument('<target>', 'the same')
    .option('--experiments <names>', 'only these, by name or id, comma-separated')
    .option(
      '--since <date>',
      'only runs, models, traces and versions made or changed since: 2026-11-25[T12:00]',
    )
    .option('--no-artifacts', 'leave artifacts where they are')
    .option('--dry-run', 'read the source, say what would be carried, and write nothing')
    .option('--json', 'answer in JSON')
    .option(
      '--source-artifacts-destination <uri>',
      "the source's store behind served artifacts, where it is a database (default ./mlartifacts)",
    )
    .option(
      '--artifacts-destination <uri>',
      "the target's store behind served artifacts, where it is a database; all artifacts move there (default ./mlartifacts, which takes served ones only)",
    )
    .exitOverride()
    .action(copy)
}

async function copy(from: string, to: string, flags: CopyFlags): Promise<void> {
  const selection = { experiments: list(flags.experiments), since: time(flags.since) }
  const { copyStore, openSource, openTarget, surveySource } = await import('@millrace/server')
  const progress = new ProgressLine(process.stderr)
  const onProgress = ({ kind, done, of }: Progress) => progress.show(PLURALS[kind] ?? kind, done, of)
  try {
    const source = await openSource(from, flags.sourceArtifactsDestination)
    try {
      if (flags.dryRun) {
        const survey = await surveySource(source.store, selection, onProgress)
        progress.end()
        return tellSurvey(survey, flags.json)
      }
      const target = await openTarget(to, flags.artifactsDestination, from)
      try {
        const options = { selection, artifacts: flags.artifacts, onProgress }
        const report = await copyStore(source.store, target.store, options)
        progress.end()
        tell(report, flags.json)
      } finally {
        await target.close()
      }
    } finally {
      await source.close()
    }
  } catch (error) {
    progress.end()
    throw await explained(
      error,
      (message) => `The copy broke off: ${message}. What is copied stays; repeat the command to go on.`,
    )
  }
}

/** What people call the rows of a table. */
const LABELS: Readonly<Record<string, string>> = {
  experiments: 'experiments',
  experiment_tags: 'experiment tags',
  datasets: 'datasets',
  runs: 'runs',
  params: 'params',
  tags: 'tags',
  metrics: 'metric points',
  latest_metrics: 'metrics',
  inputs: 'inputs and outputs',
  input_tags: 'input tags',
  logged_models: 'logged models',
  logged_model_params: 'logged model params',
  logged_model_tags: 'logged model tags',
  logged_model_metrics: 'logged model metrics',
  trace_info: 'traces',
  trace_tags: 'trace tags',
  trace_request_metadata: 'trace metadata',
  trace_metrics: 'trace metrics',
  spans: 'spans',
  span_metrics: 'span metrics',
  assessments: 'assessments',
  entity_associations: 'links of traces',
  registered_models: 'registered models',
  registered_model_tags: 'registered model tags',
  registered_model_aliases: 'aliases',
  model_versions: 'model versions',
  model_version_tags: 'model version tags',
}

function tellSurvey(survey: Survey, json = false): void {
  if (json) console.log(JSON.stringify(survey))
  else printSurvey(survey)
  if (survey.damaged.length > 0) throw new ExitError('Not everything would arrive.')
}

function printSurvey({ rows, damaged, notes }: Survey): void {
  const labels = Object.keys(LABELS).filter((table) => rows[table as keyof typeof rows])
  if (labels.length === 0) console.log('There is nothing to copy.')
  else {
    const width = widest(labels.map((table) => LABELS[table] ?? table))
    console.log('A copy would carry:')
    for (const table of labels)
      console.log(line(width, LABELS[table] ?? table, rows[table as keyof typeof rows] ?? 0))
  }
  sentences(notes)
  tellDamaged(damaged)
}

/** More than this many of a kind of sentence says nothing new. */
const MAX_SENTENCES = 50

function tell(report: CopyReport, json = false): void {
  const tallies = talliesOf(report)
  if (json) console.log(JSON.stringify(report))
  else printReport(report, tallies)
  const missing = tallies.filter(({ source, target }) => target < source)
  if (missing.length === 0 && report.damaged.length === 0) return
  const what = missing.map(({ label, source, target }) => `${source - target} ${label}`)
  throw new ExitError(
    what.length > 0 ? `Not everything arrived: ${what.join(', ')} are missing.` : 'Not everything arrived.',
  )
}

function talliesOf({ rows, files }: CopyReport): TallyLine[] {
  return [
    ...Object.keys(LABELS).flatMap((table) => {
      const tally = rows[table as keyof typeof rows]
      return tally ? [{ label: LABELS[table] ?? table, ...tally }] : []
    }),
    ...(files.source > 0 ? [{ label: 'artifact files', ...files }] : []),
  ]
}

function printReport({ damaged, notes }: CopyReport, tallies: readonly TallyLine[]): void {
  console.log(tallies.length === 0 ? 'There is nothing to copy.' : table(tallies))
  sentences(notes)
  tellDamaged(damaged)
}

interface TallyLine {
  readonly label: string
  readonly source: number
  readonly target: number
  readonly copied: number
}

function table(tallies: readonly TallyLine[]): string {
  const width = widest(tallies.map(({ label }) => label))
  return [
    line(width, '', 'source', 'target', 'copied'),
    ...tallies.map(({ label, source, target, copied }) => line(width, label, source, target, copied)),
  ].join('\n')
}

function widest(labels: readonly string[]): number {
  return Math.max(...labels.map(({ length }) => length))
}

function line(width: number, label: string, ...cells: (string | number)[]): string {
  return [label.padEnd(width), ...cells.map((cell) => String(cell).padStart(12))].join('')
}

function tellDamaged(damaged: CopyReport['damaged']): void {
  sentences(damaged.map(({ kind, id, reason }) => `${kind.replace('_', ' ')} ${id}: ${reason}`))
}

function sentences(all: readonly string[]): void {
  for (const sentence of all.slice(0, MAX_SENTENCES)) console.log(sentence)
  if (all.length > MAX_SENTENCES) console.log(`… and ${all.length - MAX_SENTENCES} more.`)
}

function list(names: string | undefined): string[] | undefined {
  return names?.split(',').map((name) => name.trim())
}

function time(date: string | undefined): number | undefined {
  if (date === undefined) return undefined
  const milliseconds = Date.parse(date)
  if (Number.isFinite(milliseconds)) return milliseconds
  throw new ExitError(`--since takes a date such as 2026-11-25 or 2026-11-25T12:00; it is '${date}'.`, 2)
}
