import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'millrace-source-'))
afterAll(() => rmSync(folder, { recursive: true }))

const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim()
const tagsOf = (program: string): unknown =>
  JSON.parse(execFileSync(process.execPath, [join(folder, program)], { encoding: 'utf8' }))

test('a run is tagged with its program, and the commit that this is of', () => {
  const program = `import { sourceTags } from ${JSON.stringify(join(import.meta.dirname, 'source-tags.ts'))}
console.log(JSON.stringify(await sourceTags()))`
  writeFileSync(join(folder, 'train.ts'), program)
  writeFileSync(join(folder, 'ignored.ts'), program)
  writeFileSync(join(folder, '.gitignore'), 'ignored.ts')
  const source = join(folder, 'train.ts')
  expect(tagsOf('train.ts')).toEqual({
    'mlflow.user': expect.stringMatching(/./),
    'mlflow.source.name': source,
    'mlflow.source.type': 'LOCAL',
  })
  git('init', '--quiet', '--initial-branch', 'trunk')
  git('add', '.')
  git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'first')
  git('remote', 'add', 'origin', 'https://ada:secret@example.org/a.git')
  expect(tagsOf('train.ts')).toMatchObject({
    'mlflow.source.git.commit': git('rev-parse', 'HEAD'),
    'mlflow.source.git.branch': 'trunk',
    'mlflow.source.git.repoURL': 'https://example.org/a.git',
  })
  expect(tagsOf('ignored.ts')).not.toHaveProperty(['mlflow.source.git.commit'])
})
