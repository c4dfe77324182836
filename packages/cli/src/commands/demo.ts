import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { openBrowser } from '../browser.ts'
import { fillDemo } from '../demo/fill.ts'
import { demoFolder, isFilled, markServed, removeFolder, storesIn } from '../demo/folder.ts'
import { ExitError } from '../exit-error.ts'
import { serve } from '../serve.ts'

interface DemoFlags {
  readonly host: string
  readonly port?: string
  readonly folder: string
  readonly open?: boolean
  readonly remove?: boolean
}

const HOST = '127.0.0.1'
/** The server's own port, and those that are tried after it where none is asked for. */
const PORTS = Array.from({ length: 10 }, (_, offset) => 5000 + offset)

/** `millrace demo`: a server with the story of a better scorecard in it. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('Look around in a server that has a story in it already: who pays a loan back?')
    .helpOption('--help')
    .exitOverride()
    .option('-h, --host <host>', 'address to listen on', HOST)
    .option('-p, --port <port>', 'port to listen on (default the first that is free from 5000 on)')
    .option('--folder <folder>', 'where it is kept', demoFolder())
    .option('--open', 'open the page in a browser')
    .option('--remove', 'delete it, and nothing else')
    .action(runDemo)
}

async function runDemo(flags: DemoFlags): Promise<void> {
  const folder = resolve(flags.folder)
  if (flags.remove) {
    console.error(removeFolder(folder) ? `Deleted ${folder}.` : `There is no demo in ${folder}.`)
    return
  }
  const port = flags.port ?? String(await freePort(flags.host))
  if (!isFilled(folder)) await fill(folder)
  // No variable of another server's setting may reach this one.
  await serve({ ...storesIn(folder), host: flags.host, port }, {}, async (address) => {
    markServed(folder)
    console.error(`The demo is at ${address}  (stop it with Ctrl-C)`)
    console.error(`It is kept in ${folder}; millrace demo --remove${asGiven(flags)} deletes it.`)
    if (flags.open) await openBrowser(address)
  })
  console.error(`Stopped. The demo stays in ${folder}: millrace demo --remove${asGiven(flags)} deletes it.`)
}

async function fill(folder: string): Promise<void> {
  console.error('Training models of credit risk on this machine, once; it takes a few seconds …')
  const started = performance.now()
  await fillDemo(folder)
  console.error(`Done in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
}

function asGiven({ folder }: DemoFlags): string {
  return folder === demoFolder() ? '' : ` --folder ${folder}`
}

async function freePort(host: string): Promise<number> {
  for (const port of PORTS) if (await isFree(host, port)) return port
  throw new ExitError(
    `The ports ${PORTS[0]} to ${PORTS.at(-1)} are taken on ${host}; give another: --port 8080`,
  )
}

/** A host that is no address of this machine is told of by who listens in the end. */
function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((settle) => {
    const server = createServer()
    server.once('error', ({ code }: NodeJS.ErrnoException) => settle(code !== 'EADDRINUSE'))
    server.listen(port, host, () => server.close(() => settle(true)))
  })
}
