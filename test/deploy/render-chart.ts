import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../helpers/programs.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Finished, run } from '../helpers/run.ts'

const CHART = join(REPOSITORY, 'deploy/helm/millrace')
const CASES = join(import.meta.dirname, 'chart')

/** Helm, of the PATH or where MILLRACE_HELM says. */
export const HELM = process.env.MILLRACE_HELM ?? findProgram('helm')

/** Values that the chart is rendered with, by the names of their files. */
export const CHART_CASES = readdirSync(CASES)
  .filter((file) => file.endsWith('.values.yaml'))
  .map((file) => file.replace('.values.yaml', ''))

const valuesOf = (name: string) => join(CASES, `${name}.values.yaml`)
/** What Helm made of them when the chart was last changed. */
export const renderedOf = (name: string) => join(CASES, `${name}.rendered.yaml`)

export function helmTemplate(...args: string[]): Promise<Finished> {
  return run(HELM ?? 'helm', [
    'template',
    'ml',
    CHART,
    '--namespace',
    'ml',
    '--kube-version',
    '1.34',
    ...args,
  ])
}

/** What is kept: the manifests, and what they were made from. */
export async function rendered(name: string): Promise<string> {
  const { code, stdout, stderr } = await helmTemplate('--values', valuesOf(name))
  if (code !== 0) throw new Error(stderr)
  return `${heading(name)}\n${stdout}`
}

/** First line of what is kept: by it a test knows whether chart and values are still the same. */
export function heading(name: string): string {
  const files = readdirSync(CHART, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const hash = createHash('sha256')
  for (const file of [...files, valuesOf(name)]) hash.update(readFileSync(file))
  return `# Rendered by Helm: MILLRACE_HELM=/path/to/helm npx vitest run --update test/deploy/chart.test.ts; made from ${hash.digest('hex').slice(0, 16)}`
}
