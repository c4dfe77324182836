import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../../../../test/helpers/programs.ts'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { fetchSource } from '../source.ts'
import { withoutCredentials } from './git-program.ts'

const folder = scratch('git-program')
afterAll(() => folder.remove())

function git(cwd: string, ...args: string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org']
  return execFileSync('git', [...who, ...args], { cwd, encoding: 'utf8' }).trim()
}

function repository(name: string): string {
  const place = folder.file(name)
  mkdirSync(place)
  git(place, 'init', '--quiet', '-b', 'master')
  writeFileSync(`${place}/file`, name)
  git(place, 'add', '.')
  git(place, 'commit', '-qm', name)
  return place
}

describeWith(['git'], 'git of a hook', () => {
  let project = ''
  let other = ''
  beforeAll(() => {
    project = repository('project')
    other = repository('other')
  })

  test('leaves the repository that the hook is of as it is', async () => {
    const state = () => [
      git(other, 'rev-parse', 'master'),
      git(other, 'status', '--short'),
      git(other, 'config', '--local', '--list'),
    ]
    const before = state()
    const env = {
      ...process.env,
      GIT_DIR: `${other}/.git`,
      GIT_WORK_TREE: other,
      GIT_INDEX_FILE: `${other}/.git/index`,
      GIT_PREFIX: '',
    }
    const options = { env, report: () => {}, version: 'master' }
    const fetched = await fetchSource(project, options)
    await fetched.release()
    expect(fetched.tags['mlflow.source.git.commit']).toBe(git(project, 'rev-parse', 'HEAD'))
    const open = await fetchSource(project, { ...options, version: undefined })
    expect(open.tags['mlflow.source.git.commit']).toBe(git(project, 'rev-parse', 'HEAD'))
    expect(state()).toEqual(before)
  })
})

test.each([
  ['ssh://git@host:22/x.git', 'ssh://git@host:22/x.git'],
  ['ssh://git:secret@host/x.git', 'ssh://git@host/x.git'],
  ['SSH://git:s@cret@host/x.git', 'SSH://git@host/x.git'],
  ['git+ssh://git:secret@host/x.git', 'git+ssh://git@host/x.git'],
  ['git@host:team/x.git', 'git@host:team/x.git'],
  ['ssh://host:22/a@b.git', 'ssh://host:22/a@b.git'],
  ['https://token@host/x.git', 'https://host/x.git'],
  ['https://user:s@cret@host/a@b.git', 'https://host/a@b.git'],
  ['file:///a@b/x.git', 'file:///a@b/x.git'],
])('%s is shown as %s', (url, shown) => {
  expect(withoutCredentials(url)).toBe(shown)
})
