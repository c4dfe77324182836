import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { InvalidValueError } from '@millrace/sdk'
import type { LaunchRequest } from './backend.ts'
import type { Workspace } from './databricks-workspace.ts'

/** As much as one call may bring. */
const BLOCK = 1 << 20

/**
 * Brings a project's folder to the workspace's file system, once for each content.
 * @returns its path there
 */
export async function uploadProject(workspace: Workspace, request: LaunchRequest): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'millrace-databricks-'))
  try {
    const tarball = join(scratch, 'project.tar.gz')
    const digest = await pack(request, tarball)
    const path = `/mlflow-experiments/${request.run.experimentId}/projects-code/${digest}.tar.gz`
    if (await workspace.exists(path)) {
      request.report(`=== Project already exists in DBFS at ${path} ===`)
      return path
    }
    request.report(`=== Uploading project to DBFS path ${path} ===`)
    await workspace.upload(path, createReadStream(tarball, { highWaterMark: BLOCK }))
    return path
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** A tarball without git's own files, and what it holds as a digest. */
async function pack({ project, env, signal }: LaunchRequest, tarball: string): Promise<string> {
  const args = ['-czf', '-', '--exclude=./.git', '-C', project.folder, '.']
  const child = spawn('tar', args, {
    env: env as NodeJS.ProcessEnv,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (bytes: Buffer) => {
    complaint = `${complaint}${bytes}`.slice(-1000)
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(bytes: Buffer, _, done) {
      hash.update(bytes)
      done(null, bytes)
    },
  })
  const [code] = await Promise.all([ended, pipeline(child.stdout, hashing, createWriteStream(tarball))])
  if (code !== 0) throw new InvalidValueError(`tar could not pack ${project.folder}: ${complaint.trim()}`)
  return hash.digest('hex')
}
