import type { Candidate, Owner } from './candidate.ts'
import type { Verdict } from './checks.ts'

/** What was asked of which version, and the answers. */
export interface Report {
  readonly candidate: Candidate
  readonly baseline: Candidate | undefined
  readonly verdicts: readonly Verdict[]
}

export const FORMATS = ['table', 'json', 'junit', 'markdown'] as const
export type Format = (typeof FORMATS)[number]

export function passes({ verdicts }: Report): boolean {
  return verdicts.every(({ passed }) => passed)
}

export const RENDERERS: Readonly<Record<Format, (report: Report) => string>> = {
  table,
  json,
  junit,
  markdown,
}

const HEADS = ['check', 'candidate', 'baseline', 'result']

function cells(verdict: Verdict): string[] {
  const { check, candidate, candidateOf, baseline = '', baselineOf, passed, reason } = verdict
  const result = passed ? 'passed' : `FAILED: ${reason}`
  return [check, withOwner(candidate, candidateOf), withOwner(baseline, baselineOf), result]
}

function withOwner(value: string, of: Owner | undefined): string {
  return of === undefined ? value : `${value} (${of})`
}

function title({ candidate, baseline }: Report): string {
  const against = baseline ? ` against ${named(baseline)}` : ''
  return `${named(candidate)}${against}`
}

function named({ name, version }: Candidate): string {
  return `${name} version ${version}`
}

function summary(report: Report): string {
  const failed = report.verdicts.filter(({ passed }) => !passed).length
  const all = report.verdicts.length
  if (failed > 0) return all === 1 ? '1 check failed.' : `${failed} of ${all} checks failed.`
  return all === 1 ? '1 check passed.' : `All ${all} checks passed.`
}

function table(report: Report): string {
  const rows = [HEADS, ...report.verdicts.map(cells)]
  const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [title(report), ...rows.map(line), summary(report)].join('\n')
}

function json(report: Report): string {
  const { candidate, baseline, verdicts } = report
  const identity = ({ name, version }: Candidate) => ({ name, version })
  return JSON.stringify(
    {
      passed: passes(report),
      candidate: identity(candidate),
      ...(baseline && { baseline: identity(baseline) }),
      checks: verdicts,
    },
    undefined,
    2,
  )
}

function markdown(report: Report): string {
  const row = (items: readonly string[]) => `| ${items.map(escapeMarkdown).join(' | ')} |`
  return [
    `### ${passes(report) ? '✅' : '❌'} ${escapeMarkdown(title(report))}`,
    '',
    row(HEADS),
    row(HEADS.map(() => '---')),
    ...report.verdicts.map((verdict) => row(cells(verdict))),
    '',
    summary(report),
  ].join('\n')
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\|`*_<[\]]/g, '\\$&').replaceAll('\n', ' ')
}

function junit(report: Report): string {
  const failures = report.verdicts.filter(({ passed }) => !passed).length
  const suite = escapeXml(`millrace models check ${title(report)}`)
  const cases = report.verdicts.map((verdict) => {
    const open = `  <testcase classname="${escapeXml(report.candidate.name)}" name="${escapeXml(verdict.check)}"`
    if (verdict.passed) return `${open}/>`
    const [, candidate, baseline] = cells(verdict)
    const { reason = '' } = verdict
    const told = `candidate ${candidate}${baseline === '' ? '' : `, baseline ${baseline}`}`
    return `${open}>\n    <failure message="${escapeXml(reason)}">${escapeXml(told)}</failure>\n  </testcase>`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${suite}" tests="${report.verdicts.length}" failures="${failures}">`,
    ...cases,
    '</testsuite>',
  ].join('\n')
}

function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return (
    text
      .replace(/[&<>"]/g, (character) => entities[character] ?? character)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML holds none of them
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '\ufffd')
  )
}
