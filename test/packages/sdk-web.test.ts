import { spawn } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../helpers/free-port.ts'
import { npmFolder } from '../helpers/npm-folder.ts'
import { describeUnless, findProgram } from '../helpers/programs.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, startServer } from '../helpers/server.ts'
import { notBuilt, SDK } from './install.ts'

/** What is published for browsers and edge workers: a single file. */
const FILE = join(SDK, 'web/index.js')

const WORK = `
export async function work({ Tracker }, trackingUri) {
  const tracker = new Tracker({ trackingUri })
  await tracker.setExperiment('web')
  const id = await tracker.withRun({ name: 'first' }, async (run) => {
    for (let step = 0; step < 2000; step++) run.logMetric('loss', step, { step })
    run.logParams({ depth: 3 })
    await run.logText('hello', 'hello.txt')
    return run.runId
  })
  const { metrics, params, status } = await tracker.client.runs.get(id)
  const text = await (await tracker.loadArtifact('runs:/' + id + '/hello.txt')).text()
  await tracker.close()
  return [status, metrics.loss, params.depth, text].join()
}
`
const DONE = 'finished,1999,3,hello'

const WORKERD = { package: '@cloudflare/workerd-linux-64', version: '1.20261117.1', program: 'bin/workerd' }

const WORKER = `
import * as sdk from './sdk.js'
import { work } from './work.js'
export default {
  async fetch(request) {
    return new Response(await work(sdk, new URL(request.url).searchParams.get('server')))
  },
}
`

/** Workers reach no private addresses unless they are told so. */
const workerConfig = (port: number) => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "work.js", esModule = embed "work.js"),
    (name = "sdk.js", esModule = embed "sdk.js"),
  ],
  compatibilityDate = "2026-01-01",
);
`

describeUnless(notBuilt, 'the published SDK on the web', () => {
  let folder: Scratch
  let server: RunningServer
  beforeAll(async () => {
    folder = scratch('sdk-web')
    server = await startServer(
      { database: folder.file('mlflow.db'), artifacts: folder.file('artifacts') },
      MILLRACE,
    )
  })
  afterAll(async () => {
    await server?.stop()
    folder.remove()
  })

  test('needs nothing that only Node has', () => {
    expect(readFileSync(FILE, 'utf8')).not.toMatch(/\b(?:from|import)\s*\(?["'](?!\.)/)
  })

  const chromiumAt = findProgram('chromium')
  describeUnless(chromiumAt === undefined && 'chromium not installed', 'in a browser', () => {
    test('logs to a server', async () => {
      const browser = await chromium.launch({ executablePath: chromiumAt ?? '', args: ['--no-sandbox'] })
      try {
        const page = await browser.newPage()
        const files: Record<string, { body: string; contentType: string }> = {
          'index.html': { body: '<!doctype html>', contentType: 'text/html' },
          'sdk.js': { body: readFileSync(FILE, 'utf8'), contentType: 'text/javascript' },
          'work.js': { body: WORK, contentType: 'text/javascript' },
        }
        await page.route(`${server.url}/trial/*`, (route) =>
          route.fulfill(
            files[new URL(route.request().url()).pathname.slice('/trial/'.length)] ?? { status: 404 },
          ),
        )
        await page.goto(`${server.url}/trial/index.html`)
        const doIt = `(async () => (await import('./work.js')).work(await import('./sdk.js'), location.origin))()`
        expect(await page.evaluate(doIt)).toBe(DONE)
      } finally {
        await browser.close()
      }
    })
  })

  const notHere = `${process.platform}-${process.arch}` !== 'linux-x64' && 'not on Linux on x64'
  describeUnless(notHere, 'in an edge worker', () => {
    test('logs to a server', async () => {
      const { package: name, version, program } = WORKERD
      const workerd = join(await npmFolder(name, version), 'node_modules', name, program)
      const port = await freePort()
      copyFileSync(FILE, folder.file('sdk.js'))
      writeFileSync(folder.file('work.js'), WORK)
      writeFileSync(folder.file('worker.js'), WORKER)
      writeFileSync(folder.file('config.capnp'), workerConfig(port))
      const child = spawn(workerd, ['serve', folder.file('config.capnp')], {
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      try {
        const ask = async () =>
          (await fetch(`http://127.0.0.1:${port}/?server=${encodeURIComponent(server.url)}`)).text()
        await expect.poll(() => ask().catch(() => ''), { timeout: 20_000, interval: 200 }).toBe(DONE)
      } finally {
        child.kill()
      }
    }, 120_000)
  })
})
