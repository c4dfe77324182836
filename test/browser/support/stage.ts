import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { describeUnless, findProgram } from '../../helpers/programs.ts'
import { REPOSITORY } from '../../helpers/repository.ts'
import { type Scratch, scratch } from '../../helpers/scratch.ts'
import { MILLRACE, type RunningServer, type ServerOptions, startServer } from '../../helpers/server.ts'
import { Logger } from './logger.ts'

const CHROMIUM = findProgram('chromium')
const BUILT = existsSync(join(REPOSITORY, 'packages/ui/dist/index.html'))
const MISSING = !CHROMIUM ? 'chromium not installed' : !BUILT && 'the page is not built: npm run build'

/** Root may not use Chromium's sandbox; the rest keeps it from looking for Google's hosts. */
const ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]
const VIEW: BrowserContextOptions = { locale: 'en-US', viewport: { width: 1440, height: 900 } }

/** The browser reports a refused request too; that is the server's answer, and the story's matter. */
const ANSWER = '400 (Bad Request)'

/** Its viewer of PDF is an extension within it. */
const BROWSERS_OWN: ReadonlySet<string> = new Set(['chrome:', 'chrome-extension:'])

/** A server of its own, a browser before it, and a client that logs to it. */
export class Stage {
  readonly log: Logger
  readonly #folder: Scratch
  readonly #options: ServerOptions
  #server: RunningServer
  readonly #browser: Browser
  readonly #pages = new Set<Page>()
  #errors: string[] = []

  private constructor(folder: Scratch, options: ServerOptions, server: RunningServer, browser: Browser) {
    this.#folder = folder
    this.#options = options
    this.#server = server
    this.#browser = browser
    this.log = new Logger(server.url)
  }

  static async set(env: Record<string, string> = {}): Promise<Stage> {
    const folder = scratch('page')
    const options = { database: folder.file('mlflow.db'), artifacts: folder.file('artifacts'), env }
    const server = await startServer(options, MILLRACE)
    return new Stage(
      folder,
      options,
      server,
      await chromium.launch({ executablePath: CHROMIUM ?? '', args: ARGS }),
    )
  }

  get url(): string {
    return this.#server.url
  }

  /** Opens what stands behind the `#` in a window of its own. */
  async open(place: string, view: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.#browser.newPage({ ...VIEW, ...view })
    this.#pages.add(page)
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url())
      if (!BROWSERS_OWN.has(protocol) && host !== `127.0.0.1:${this.#server.port}`)
        this.#errors.push(request.url())
    })
    page.on('pageerror', (error) => this.#errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes(ANSWER)) this.#errors.push(message.text())
    })
    await page.goto(`${this.#server.url}/#${place}`)
    return page
  }

  /** What the pages said was wrong, and hosts they asked that are not ours. */
  takeErrors(): string[] {
    const errors = this.#errors
    this.#errors = []
    return errors
  }

  /** What the server printed since its start. */
  serverLog(): string {
    return this.#server.log()
  }

  /** Stops the server, and starts it again at the same address. */
  async restart(): Promise<void> {
    await this.#server.stop()
    this.#server = await startServer({ ...this.#options, port: this.#server.port }, MILLRACE)
  }

  async closePages(): Promise<void> {
    await Promise.all([...this.#pages].map((page) => page.close()))
    this.#pages.clear()
  }

  async strike(): Promise<void> {
    await this.#browser.close()
    await this.#server.stop()
    this.#folder.remove()
  }
}

/** A suite of stories on one stage; none of them may meet an error of the page's own. */
export function describePage(
  title: string,
  suite: (stage: () => Stage) => void,
  env?: Record<string, string>,
): void {
  describeUnless(MISSING, title, () => {
    let stage: Stage
    beforeAll(async () => {
      stage = await Stage.set(env)
    })
    afterEach(async () => {
      await stage.closePages()
      expect(stage.takeErrors()).toEqual([])
    })
    afterAll(() => stage?.strike())
    suite(() => stage)
  })
}
