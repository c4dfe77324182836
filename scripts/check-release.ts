/** `node scripts/check-release.ts v0.1.0`: whether packages, chart and changelog are of the version that a tag names. */
import { readFile } from 'node:fs/promises'

const root = new URL('../', import.meta.url).pathname
const [tag = ''] = process.argv.slice(2)
const version = tag.replace(/^v/, '')

/** Where a version stands, and how. */
const PLACES: readonly (readonly [file: string, pattern: RegExp])[] = [
  ['package.json', /"version": "([^"]+)"/],
  ['packages/cli/package.json', /"version": "([^"]+)"/],
  ['packages/sdk/package.json', /"version": "([^"]+)"/],
  ['deploy/helm/millrace/Chart.yaml', /^appVersion: "?([^"\n]+)/m],
  ...['github.yml', 'gitlab.yml', 'Jenkinsfile'].map(
    (name) => [`examples/ci/${name}`, /npx --yes millrace@(\S+)/] as const,
  ),
  ['CHANGELOG.md', /^## (\S+)$/m],
]

const wrong: string[] = []
for (const [file, pattern] of PLACES) {
  const found = pattern.exec(await readFile(root + file, 'utf8'))?.[1]
  if (found !== version) wrong.push(`${file}: ${found ?? 'no version'}`)
}
if (wrong.length > 0) {
  console.error(`Not of version ${version}:\n${wrong.join('\n')}`)
  process.exitCode = 1
}
