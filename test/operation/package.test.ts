import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { describeUnless } from '../helpers/programs.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { output } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { startServer } from '../helpers/server.ts'

const PACKAGE = join(REPOSITORY, 'packages/cli')
const notBuilt = !existsSync(join(PACKAGE, 'dist/millrace.js')) && 'npm run build was not run'

describeUnless(notBuilt, 'the published package', () => {
  let folder: Scratch
  beforeAll(async () => {
    folder = scratch('package')
    const tarball = (
      await output('npm', ['pack', '--silent', '--pack-destination', folder.file()], { cwd: PACKAGE })
    ).trim()
    mkdirSync(folder.file('user'))
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts']
    await output('npm', ['install', ...quiet, folder.file(tarball)], { cwd: folder.file('user') })
  })
  afterAll(() => folder.remove())

  test('installs by itself and serves runs and the page', async () => {
    const bin = folder.file('user/node_modules/millrace/bin/millrace.js')
    const where = { database: folder.file('mlflow.db'), artifacts: folder.file('artifacts') }
    const server = await startServer(where, { command: process.execPath, args: [bin, 'server'] })
    try {
      const { experiment } = await api<{ experiment: { name: string } }>(
        server.url,
        'experiments/get-by-name?experiment_name=Default',
      )
      expect(experiment.name).toBe('Default')
      const page = await fetch(server.url)
      expect(page.headers.get('content-type')).toContain('text/html')
      expect(await page.text()).toContain('<script')
    } finally {
      await server.stop()
    }
  })
})
