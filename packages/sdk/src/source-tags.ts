import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { userName } from './user.ts'
import type { Texts } from './wire.ts'

const execute = promisify(execFile)

/** Who runs what, as MLflow's clients tag runs: user, program, and the commit that it is of. */
export async function sourceTags(): Promise<Texts> {
  const program = process.argv[1]
  return {
    'mlflow.user': userName(process.env),
    'mlflow.source.name': program ?? '<console>',
    'mlflow.source.type': 'LOCAL',
    ...(program !== undefined && (await gitTags(program))),
  }
}

/** Nothing where there is no git, no repository, or one that ignores the program. */
async function gitTags(program: string): Promise<Texts> {
  const git = async (...args: string[]) => {
    try {
      return (await execute('git', args, { cwd: dirname(program), timeout: 5000 })).stdout.trim()
    } catch {
      return ''
    }
  }
  const commit = await git('rev-parse', 'HEAD')
  if (commit === '' || (await git('check-ignore', program)) !== '') return {}
  const [branch, remotes] = await Promise.all([
    git('rev-parse', '--abbrev-ref', 'HEAD'),
    git('config', '--get-regexp', '^remote\\..*\\.url$'),
  ])
  const url = remotes.split('\n')[0]?.split(' ')[1] ?? ''
  return {
    'mlflow.source.git.commit': commit,
    ...(branch !== '' && branch !== 'HEAD' && { 'mlflow.source.git.branch': branch }),
    ...(url !== '' && { 'mlflow.source.git.repoURL': withoutCredentials(url) }),
  }
}

/** Tags are shown to everyone. */
function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1')
}
