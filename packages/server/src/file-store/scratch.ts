import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Containers may share a folder for scratch, and count their processes from 1 each. */
const HOST = hostname().replace(/[^\w.]/g, '_')
const NAME = new RegExp(`^millrace-mirror-${HOST.replaceAll('.', '\\.')}-(\\d+)-\\w{6}$`)

/** A folder of this process' own; it goes with the process, or when `forget` is called. */
export function makeScratch(): { readonly path: string; forget(): void } {
  removeStale()
  const path = mkdtempSync(join(tmpdir(), `millrace-mirror-${HOST}-${process.pid}-`))
  const remove = () => rmSync(path, { recursive: true, force: true })
  process.once('exit', remove)
  return {
    path,
    forget: () => {
      remove()
      process.off('exit', remove)
    },
  }
}

/** What killed processes of this machine and user left. */
function removeStale(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(NAME.exec(name)?.[1])
    const path = join(tmpdir(), name)
    if (Number.isInteger(pid) && !isAlive(pid) && isOurFolder(path)) {
      rmSync(path, { recursive: true, force: true })
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // One of another user's may not be asked.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function isOurFolder(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  return stat?.isDirectory() === true && stat.uid === (process.getuid?.() ?? stat.uid)
}
