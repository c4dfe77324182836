import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deploymentsCommand } from '../../packages/cli/src/commands/deployments.ts'
import { targetHelp, targetNames } from '../../packages/models/src/deployments/index.ts'
import { realMlflow } from '../helpers/mlflow.ts'
import { describeWith } from '../helpers/programs.ts'
import { PYTHON_ENV } from '../helpers/python-venv.ts'
import { output } from '../helpers/run.ts'
import { scratch } from '../helpers/scratch.ts'
import { deployments, refused, saveMultiplier } from './millrace.ts'

const files = scratch('deployments-command')
const model = saveMultiplier(files.file('model'), 2)
const input = files.file('in.json')
writeFileSync(input, '{"x": {"0": 1}}')
afterAll(() => files.remove())

const TARGET = ['-t', 'nowhere']
/** Words that are refused: both commands end with the same code. */
const REFUSED: readonly (readonly string[])[] = [
  [],
  ['none'],
  ['create'],
  ['create', ...TARGET],
  ['create', ...TARGET, '--name', 'x'],
  ['create', ...TARGET, '--name', 'x', '-m', model],
  ['create', ...TARGET, '--name', 'x', '-m', model, '-C', 'a'],
  ['create', ...TARGET, '--name', 'x', '-m', model, '-C', 'a=1', '-C', 'a=2'],
  ['update', ...TARGET],
  ['list'],
  ['list', ...TARGET],
  ['get', ...TARGET, '--name', 'x'],
  ['delete', ...TARGET, '--name', 'x', '--nonsense'],
  ['predict', ...TARGET, '-I', input],
  ['predict', ...TARGET, '-I', input, '--name', 'a', '--endpoint', 'b'],
  ['predict', ...TARGET, '--name', 'a'],
  ['explain', ...TARGET, '-I', input],
  ['help'],
  ['help', ...TARGET],
  ['get-endpoint', ...TARGET, '--endpoint', 'x'],
]

const ASK = `
import json, sys
from click.testing import CliRunner
from mlflow.deployments.cli import commands
options = {
    name: sorted(
        [sorted(p.opts), bool(p.required), bool(p.multiple)] for p in command.params
    )
    for name, command in commands.commands.items()
}
codes = [CliRunner().invoke(commands, words).exit_code for words in json.loads(sys.argv[1])]
print(json.dumps({'options': options, 'codes': codes}))
`

interface Told {
  readonly options: Readonly<Record<string, readonly (readonly [readonly string[], boolean, boolean])[]>>
  readonly codes: readonly number[]
}

describeWith(['python3'], 'the commands beside those of mlflow deployments', () => {
  let told: Told
  beforeAll(async () => {
    const { python } = await realMlflow()
    const printed = await output(python, ['-c', ASK, JSON.stringify(REFUSED)], { env: PYTHON_ENV })
    told = JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Told
  })

  test('are the same, with the same options', () => {
    const ours = deploymentsCommand().commands.filter((command) => command.name() !== 'supervise')
    expect(ours.map((command) => command.name()).sort()).toEqual(Object.keys(told.options).sort())
    for (const command of ours) {
      const options = command.options
        .filter(({ long }) => long !== '--dry-run' && long !== '--json')
        .map(({ short, long, mandatory, defaultValue }) => [
          [long, short].filter(Boolean).sort(),
          mandatory,
          Array.isArray(defaultValue),
        ])
      expect({ [command.name()]: options.sort() }).toEqual({
        [command.name()]: [...(told.options[command.name()] ?? [])].sort(),
      })
    }
  })

  test('refuse with the same exit codes', async () => {
    const codes: number[] = []
    for (const words of REFUSED) codes.push((await refused(words)).code)
    expect(codes).toEqual(told.codes)
  })
})

describe('targets', () => {
  test.each(targetNames)('%s tells of itself', async (target) => {
    const text = await targetHelp(target)
    expect(text).toMatch(new RegExp(`\\n- ${target}`))
    expect(text).toMatch(/Settings \(-C name=value\)/)
  })

  test('that are not known: the known ones are listed', async () => {
    expect(await refused(['list', '-t', 'nowhere:/x'])).toEqual({
      code: 1,
      message:
        'No plugin found for managing model deployments to "nowhere". Use one of local, kubernetes, sagemaker, databricks; the path of a file that exports a target; or the name of a package, after npm install millrace-deployment-nowhere.',
    })
  })

  test('of a user’s own are files', async () => {
    const file = files.file('own.mjs')
    writeFileSync(
      file,
      `const plan = (would, made) => ({ would: () => would, make: async () => made })
export const target = {
  name: 'own',
  help: 'It keeps nothing.',
  open: (suffix) => ({
    create: async ({ name, config }) => plan('put ' + name + ' at ' + suffix, { name, flavor: config.kind }),
    update: async ({ name }) => plan('', { name, flavor: 'x' }),
    delete: async () => plan('', undefined),
    list: async () => [{ name: "it's", size: 1.5, ready: true, none: null }],
    get: async (name) => ({ name, suffix }),
    predict: async (name, { body }) => body,
    explain: async (name) => '{"why": "' + name + '"}',
  }),
}
`,
    )
    const own = (...args: string[]) => deployments([...args, '-t', `${file}:/there`], {})
    expect((await own('help')).stdout).toBe('It keeps nothing.\n')
    const create = ['create', '--name', 'shop', '-m', 'any:/model', '-C', 'kind=k=v']
    expect((await own(...create)).stdout).toBe('\nk=v deployment shop is created\n')
    expect((await own(...create, '--dry-run')).stdout).toBe('put shop at there\n')
    expect(JSON.parse((await own(...create, '--json')).stdout)).toMatchObject({ name: 'shop' })
    expect((await own('list')).stdout).toBe(
      `List of all deployments:\n[{'name': "it's", 'size': 1.5, 'ready': True, 'none': None}]\n`,
    )
    expect((await own('get', '--name', 'shop')).stdout).toBe('name: shop\nsuffix: there\n\n\n')
    expect((await own('predict', '--name', 'shop', '-I', input)).stdout).toBe(
      '{"dataframe_split": {"columns": ["x"], "data": [[1]]}}\n',
    )
    expect((await own('explain', '--name', 'shop', '-I', input)).stdout).toBe('{"why": "shop"}\n')
    expect((await own('run-local', '--name', 'x', '-m', 'y')).stderr).toContain('the target local can')
  })

  test('that are no target', async () => {
    const file = files.file('none.mjs')
    writeFileSync(file, 'export const target = {}\n')
    const told = async (target: string) => (await refused(['list', '-t', target])).message
    expect(await told(file)).toContain("exports no 'target' with a name")
    expect(await told(files.file('gone.js'))).toContain('There is no deployment target at')
    expect(await told(':x')).toContain("must be of the form 'target' or 'target:/suffix'")
  })
})

test('the entry point of images takes the word that SageMaker puts behind their name', async () => {
  const { dockerfile } = await import('../../packages/models/src/container/dockerfile.ts')
  const text = dockerfile({ runtime: { kind: 'node', node: { packages: [] } }, hasModel: true })
  const [command = '', ...words] = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(text)?.[1] ?? '[]') as string[]
  writeFileSync(files.file('node'), '#!/bin/sh\nfor word; do echo "$word"; done\n', { mode: 0o755 })
  const started = (...more: string[]) =>
    spawnSync(command, [...words, ...more], {
      env: { PATH: `${files.file()}:${process.env.PATH}` },
      encoding: 'utf8',
    })
      .stdout.trim()
      .split('\n')
  const plain = started()
  expect(plain.slice(0, 3)).toEqual(['/opt/millrace/bin/millrace.js', 'models', 'serve'])
  expect(started('serve')).toEqual(plain)
  expect(started('serve', '--workers', '2')).toEqual([...plain, '--workers', '2'])
  expect(started('--name', 'a b')).toEqual([...plain, '--name', 'a b'])
})
