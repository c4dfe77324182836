import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { containerEngine } from './container-engine.ts'

const folder = scratch('engines')
afterAll(() => folder.remove())

/** A folder of programs that end with these exit codes, and complain where they fail. */
function programs(codes: Readonly<Record<string, number>>): NodeJS.ProcessEnv {
  const place = folder.file(Object.entries(codes).flat().join('-') || 'none')
  mkdirSync(place)
  for (const [name, code] of Object.entries(codes)) {
    writeFileSync(`${place}/${name}`, `#!/bin/sh\necho some words\necho no service >&2\nexit ${code}\n`)
    chmodSync(`${place}/${name}`, 0o755)
  }
  return { PATH: place }
}

test.each([
  [{ docker: 0, podman: 0 }, 'auto', [], 'docker'],
  [{ docker: 0, podman: 0, x: 0 }, '', [], 'docker'],
  [{ docker: 1, podman: 0 }, undefined, [], 'podman'],
  [{ docker: 0, podman: 0, y: 0 }, 'podman', [], 'podman'],
  [{ docker: 1, buildah: 0 }, undefined, ['buildah'], 'buildah'],
])('of %j with the choice %s it is %j', async (codes, choice, others, found) => {
  const env = { ...programs(codes), MILLRACE_CONTAINER_ENGINE: choice }
  expect(await containerEngine(env, others)).toBe(found)
})

test.each([
  [{}, undefined, 'Neither docker nor podman is in the PATH. Install Docker'],
  [{ docker: 0 }, 'podman', 'There is no podman in the PATH'],
  [
    { docker: 1, podman: 2 },
    undefined,
    'docker and podman cannot be used here. docker says: no service podman says',
  ],
  [{ docker: 0, z: 0 }, 'lxc', "MILLRACE_CONTAINER_ENGINE is 'lxc'; it may be auto, docker, podman."],
])('%j with the choice %s is refused', async (codes, choice, reason) => {
  const env = { ...programs(codes), MILLRACE_CONTAINER_ENGINE: choice }
  await expect(containerEngine(env)).rejects.toThrow(reason)
})
