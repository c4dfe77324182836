import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { findProgram } from '../helpers/programs.ts'
import { output } from '../helpers/run.ts'

/** Why no root of its own can be given to a program here; false where it can. */
export function noChroot(): string | false {
  if (process.platform !== 'linux') return 'not on Linux'
  const tried = spawnSync('unshare', ['--mount', 'mount', '--bind', '/tmp', '/tmp'])
  return tried.status !== 0 && 'no right to mount in a namespace of its own'
}

/** Of the machine, what reaches a registry. */
const PASSED_ON = /^(NODE_EXTRA_CA_CERTS|(https?|no)_proxy|npm_config_registry)$/i

/** A folder that stands for `node:24-bookworm-slim`: the machine's programs, seen read-only, and the Node of these tests. */
export function makeRoot(root: string): void {
  for (const folder of ['usr', 'etc', 'dev', 'proc', 'tmp', 'root/.npm', '.local-bin']) {
    mkdirSync(join(root, folder), { recursive: true })
  }
  for (const name of ['bin', 'lib', 'lib64', 'sbin']) symlinkSync(`usr/${name}`, join(root, name))
  const local = join(root, '.local-bin')
  copyFileSync(realpathSync(process.execPath), join(local, 'node'))
  const npm = realpathSync(findProgram('npm') ?? '')
  writeFileSync(join(local, 'npm'), `#!/bin/sh\nexec node ${npm} "$@"\n`, { mode: 0o755 })
}

const PATH = '/usr/local/bin:/usr/bin:/bin'

/** Before a program runs in a root; gone with its mount namespace. */
function mounts(root: string): string[] {
  const at = (path: string) => join(root, path)
  return [
    `mount --rbind /usr ${at('usr')}`,
    `mount -o remount,bind,ro ${at('usr')}`,
    `mount --bind ${at('.local-bin')} ${at('usr/local/bin')}`,
    `mount --rbind /etc ${at('etc')}`,
    `mount --rbind /dev ${at('dev')}`,
    `mount --rbind /proc ${at('proc')}`,
  ]
}

/** A step of a build, as root, with the machine's registry and npm's cache. */
export async function runStep(root: string, folder: string, step: string): Promise<void> {
  const cache = join(homedir(), '.npm')
  mkdirSync(cache, { recursive: true })
  const script = [
    ...mounts(root),
    `mount --bind ${cache} ${join(root, 'root/.npm')}`,
    inRoot(root, folder, step),
  ]
  const env = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name))
  await output('unshare', ['--mount', 'sh', '-ec', script.join('\n')], {
    env: { STEP_ENV: env.map(([name, value]) => `${name}=${value}`).join(' ') },
  })
}

function inRoot(root: string, folder: string, step: string): string {
  const command = `cd ${folder} && ${step}`.replaceAll("'", `'\\''`)
  return `exec chroot ${root} env -i PATH=${PATH} HOME=/root $STEP_ENV sh -ec '${command}'`
}

/** The command that runs a program as an image is run: nobody's user, nothing to write to but `/data`. */
export function asContainer(
  root: string,
  user: string,
  folder: string,
  env: Readonly<Record<string, string>>,
  command: readonly string[],
): { command: string; args: string[] } {
  const variables = Object.entries({ PATH, ...env }).map(([name, value]) => `${name}=${value}`)
  const script = [
    `mount --bind ${root} ${root}`,
    `cd ${dirname(root)}`,
    ...mounts(root),
    `mount -t tmpfs -o mode=700,uid=${user.split(':')[0]} tmpfs ${join(root, 'data')}`,
    `mount -o remount,bind,ro ${root}`,
    `exec chroot --userspec=${user} ${root} env -i --chdir=${folder} "$@"`,
  ]
  return {
    command: 'unshare',
    args: ['--mount', 'sh', '-ec', script.join('\n'), 'container', ...variables, ...command],
  }
}
