/** Where the blocks of a page are run: its folder, its server, and the programs that readers have. */
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Fence, isRunnable, type Runnable } from '../../../scripts/docs/fences.ts'
import type { Page } from '../../../scripts/docs/pages.ts'
import { javaClient } from '../../clients/java-client.ts'
import { freePort } from '../../helpers/free-port.ts'
import { PYTHON_ENV } from '../../helpers/python-venv.ts'
import { REPOSITORY } from '../../helpers/repository.ts'
import { scratch } from '../../helpers/scratch.ts'
import { type RunningServer, startServer } from '../../helpers/server.ts'
import { Ports } from './ports.ts'
import { type Ended, type Place, Program } from './process.ts'

const LISTENS = /https?:\/\/[\w.[\]]+:\d+/
const LISTENS_WITHIN_MS = 120_000

export interface Workbench {
  /** Runs a block, or writes its file. */
  run(fence: Fence): Promise<Ended>
  /** What a block printed, with the ports that the page names. */
  named(printed: string): string
  close(): Promise<void>
}

/** @param python of a virtual environment with the published packages */
export async function openWorkbench(
  page: Page,
  fences: readonly Fence[],
  python: string,
): Promise<Workbench> {
  const folder = scratch('page')
  const [home, work, tools] = ['home', 'work', 'tools'].map((name) => folder.file(name)) as [
    string,
    string,
    string,
  ]
  for (const each of [home, work, tools]) mkdirSync(each)
  resolveOurPackages(folder.file('node_modules'))
  if (page.front.copy) copyFolder(page.front.copy, work)
  const server = page.front.server === 'false' ? undefined : await startPageServer(folder.file('server'))
  const port = server?.port ?? (await freePort())
  const ports = await Ports.of(
    fences.map(({ code }) => code),
    port,
  )
  const place: Place = { cwd: work, env: environment(home, writeShims(tools), python, port, server?.url) }
  const runners = new Runners(tools, place, folder.file('classpath'))
  return {
    async run(fence) {
      const code = `${ports.toFree(fence.code)}\n`
      const file = fence.marks.get('file')
      if (file !== undefined) writeBelow(join(work, file), code)
      if (!fence.marks.has('run') || !isRunnable(fence.language)) return { ok: true, stdout: '', printed: '' }
      if (fence.marks.has('background')) return runners.start(code)
      return runners.of[fence.language](code, file)
    },
    named: (printed) => ports.toNamed(printed),
    async close() {
      await runners.close()
      await server?.stop()
      folder.remove()
    },
  }
}

async function startPageServer(folder: string): Promise<RunningServer> {
  mkdirSync(folder)
  return startServer({ database: join(folder, 'mlflow.db'), artifacts: join(folder, 'artifacts') })
}

function resolveOurPackages(modules: string): void {
  mkdirSync(join(modules, '@millrace'), { recursive: true })
  symlinkSync(join(REPOSITORY, 'packages/sdk'), join(modules, '@millrace/sdk'))
  writeFileSync(join(dirname(modules), 'package.json'), '{ "type": "module" }')
}

function copyFolder(from: string, work: string): void {
  const made = /(^|\/)(\.cache|node_modules|__pycache__)(\/|$)/
  const source = join(REPOSITORY, from)
  cpSync(source, join(work, basename(from)), {
    recursive: true,
    filter: (path) => !made.test(path.slice(source.length)),
  })
}

function writeBelow(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** `millrace` and `npx millrace` as after an installation. */
function writeShims(tools: string): string {
  const bin = join(tools, 'bin')
  mkdirSync(bin)
  const millrace = `exec '${process.execPath}' '${join(REPOSITORY, 'packages/cli/src/main.ts')}' "$@"`
  const shims = {
    millrace,
    npx: `[ "$1" = millrace ] || { echo "npx $1 is not to be had here" >&2; exit 127; }\nshift\n${millrace}`,
  }
  for (const [name, text] of Object.entries(shims)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  return bin
}

function environment(
  home: string,
  bin: string,
  python: string,
  port: number,
  url: string | undefined,
): Record<string, string> {
  const path = [bin, dirname(python), dirname(process.execPath), process.env.PATH].join(delimiter)
  return {
    ...PYTHON_ENV,
    ...{ PATH: path, HOME: home, LANG: 'C.UTF-8', MPLBACKEND: 'Agg' },
    MLFLOW_PORT: String(port),
    MLFLOW_PYTHON_BIN: python,
    ...(url && { MLFLOW_TRACKING_URI: url }),
  }
}

type Run = (code: string, file: string | undefined) => Promise<Ended>

/** One way to run a block for each language. */
class Runners {
  readonly #tools: string
  readonly #place: Place
  readonly #classpathFile: string
  readonly #background: Program[] = []
  #python: PythonSession | undefined
  #count = 0

  constructor(tools: string, place: Place, classpathFile: string) {
    this.#tools = tools
    this.#place = place
    this.#classpathFile = classpathFile
  }

  readonly of: Readonly<Record<Runnable, Run>> = {
    sh: (code) => new Program('bash', [this.#shell(code)], this.#place).ended(),
    python: (code) => {
      this.#python ??= new PythonSession(this.#place)
      return this.#python.run(this.#write('py', code), join(this.#tools, 'environment'))
    },
    ts: (code, file) =>
      this.#inShell([process.execPath, this.#besideOthers(code, file ?? `block-${++this.#count}.ts`)]),
    js: (code, file) => this.of.ts(code, file ?? `block-${++this.#count}.js`),
    r: (code) => this.#inShell(['Rscript', this.#write('R', code)]),
    java: async (code) => {
      const [, name = 'Main'] = /\bclass (\w+)/.exec(code) ?? []
      const classpath = await javaClient(this.#classpathFile)
      return this.#inShell(['java', '-cp', classpath, this.#besideOthers(code, `${name}.java`)])
    },
  }

  /** A program that goes on; resolves when it says where it listens. */
  async start(code: string): Promise<Ended> {
    const program = new Program('bash', [this.#shell(code)], this.#place)
    this.#background.push(program)
    const until = Date.now() + LISTENS_WITHIN_MS
    while (program.isRunning && Date.now() < until && !LISTENS.test(program.printed)) await sleep(50)
    const ok = program.isRunning && LISTENS.test(program.printed)
    return { ok, stdout: program.printed, printed: program.printed }
  }

  async close(): Promise<void> {
    await this.#python?.close()
    for (const program of this.#background) await program.stop()
  }

  /** A script that goes on where the one before it ended: exported variables, current folder. */
  #shell(code: string): string {
    const state = join(this.#tools, 'state')
    return this.#write(
      'sh',
      `[ ! -f '${state}' ] || . '${state}'
trap '{ export -p; printf "cd %q\\n" "$PWD"; } > "${state}"; env -0 > "${join(this.#tools, 'environment')}"' EXIT
set -euo pipefail
${code}`,
    )
  }

  #inShell(command: readonly string[]): Promise<Ended> {
    return this.of.sh(command.map((word) => `'${word}'`).join(' '), undefined)
  }

  #write(ending: string, code: string): string {
    const file = join(this.#tools, `block-${++this.#count}.${ending}`)
    writeFileSync(file, code)
    return file
  }

  /** In the page's folder, where what it imports is found. */
  #besideOthers(code: string, name: string): string {
    const file = join(this.#place.cwd, name)
    writeBelow(file, code)
    return file
  }
}

class PythonSession {
  readonly #program: Program
  readonly #verdicts: AsyncIterator<string>

  constructor(place: Place) {
    this.#program = new Program('python', ['-u', join(import.meta.dirname, 'session.py')], place, 'pipe')
    const verdicts = this.#program.child.stdio[3] as NodeJS.ReadableStream
    this.#verdicts = createInterface({ input: verdicts })[Symbol.asyncIterator]()
  }

  async run(file: string, environment: string): Promise<Ended> {
    this.#program.child.stdin?.write(`${file}\t${environment}\n`)
    const { value } = await this.#verdicts.next()
    // What was printed before the verdict may come after it, through another pipe.
    await sleep(50)
    return { ok: value === 'done', ...this.#program.take() }
  }

  async close(): Promise<void> {
    await this.#program.stop()
  }
}
