/** Writes `docs/reference` from the sources; with `--check` says instead which of its pages are stale, and fails. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cliReference } from './reference/cli.ts'
import { environmentReference } from './reference/environment.ts'
import { indexOfReference } from './reference/index.ts'
import { restReference } from './reference/rest.ts'
import { sdkReference } from './reference/sdk.ts'

const root = new URL('../', import.meta.url).pathname
const folder = join(root, 'docs/reference')
const pages = new Map<string, string>(
  Object.entries({
    ...indexOfReference(),
    ...(await cliReference()),
    ...(await restReference(root)),
    ...sdkReference(root),
    ...(await environmentReference(root)),
  }),
)
const known = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
  : []
const left = known.filter((name) => !pages.has(name))
const stale = [...pages].filter(
  ([name, text]) => !known.includes(name) || readFileSync(join(folder, name), 'utf8') !== text,
)

if (process.argv.includes('--check')) {
  for (const name of [...stale.map(([name]) => name), ...left])
    console.error(`docs/reference/${name} is stale; run: npm run generate`)
  if (stale.length + left.length > 0) process.exit(1)
} else {
  for (const name of left) rmSync(join(folder, name))
  for (const [name, text] of stale) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
    console.log(join(folder, name))
  }
}
