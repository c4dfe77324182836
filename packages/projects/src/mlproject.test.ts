import { mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { scratch } from '../../../test/helpers/scratch.ts'
import { entryPointOf } from './entry-point.ts'
import { readProject } from './mlproject.ts'
import { resolveParameters } from './parameters.ts'
import { renderCommand } from './render-command.ts'

const scratched = scratch('mlproject')
let folder = ''
let count = 0
afterAll(() => scratched.remove())
beforeEach(() => {
  folder = scratched.file(`p${count++}`)
  mkdirSync(folder)
})

function read(text: string, name = 'MLproject') {
  writeFileSync(`${folder}/${name}`, text)
  return readProject(folder)
}

test('entry points, parameters and their defaults are read as Python reads them', async () => {
  const project = await read(
    `name: demo
entry_points:
  main:
    parameters:
      alpha: {type: float, default: 0.10}
      rate: {type: float, default: 1.0e-5}
      count: {default: 010}
      flag: {type: string, default: yes}
      text: {type: string, default: "a b"}
      big: {default: 12345678901234567890}
      point: {default: .}
      power: {default: 1e3}
      eight: {default: 08}
      whole: {default: 3.}
      n: {default: y}
      none: {type: string, default: }
      who: string
      odd: number-of-things
    command: "python train.py {alpha}"
  other: &other
    command: |
      echo two
      echo lines
  same: *other
`,
    'mlPROJECT',
  )
  expect(project.name).toBe('demo')
  expect(Array.from(project.entryPoints.keys())).toEqual(['main', 'other', 'same'])
  const main = project.entryPoints.get('main')
  expect(
    Object.fromEntries(Array.from(main?.parameters ?? [], ([name, one]) => [name, one.default])),
  ).toEqual({
    alpha: '0.1',
    rate: '1e-05',
    count: '8',
    flag: 'True',
    text: 'a b',
    big: '12345678901234567890',
    point: '.',
    power: '1e3',
    eight: '08',
    whole: '3.0',
    n: 'y',
    none: undefined,
    who: undefined,
    odd: undefined,
  })
  expect(main?.parameters.get('who')?.type).toBe('string')
  expect(main?.parameters.get('count')?.type).toBe('string')
  expect(main?.parameters.get('odd')?.type).toBe('number-of-things')
  expect(project.entryPoints.get('same')?.command).toBe('echo two\necho lines\n')
  expect(project.environment).toEqual({ kind: 'none' })
})

test('a folder is a project without a file that says so', async () => {
  writeFileSync(`${folder}/conda.yaml`, '')
  expect(await readProject(folder)).toMatchObject({
    environment: { kind: 'conda', file: `${folder}/conda.yaml` },
  })
  writeFileSync(`${folder}/python_env.yaml`, '')
  expect(await readProject(folder)).toMatchObject({ environment: { kind: 'python' } })
})

test('a Docker environment has an image, volumes and variables', async () => {
  const { environment } = await read(
    "docker_env:\n  image: busybox\n  volumes: ['/a:/b']\n  environment: [HOME, [MODE, fast]]\n",
  )
  expect(environment).toEqual({
    kind: 'docker',
    image: 'busybox',
    volumes: ['/a:/b'],
    variables: [
      { name: 'HOME', value: undefined },
      { name: 'MODE', value: 'fast' },
    ],
  })
})

test.each([
  ['', /:1:1: the file must be a map/],
  ['- a\n', /:1:1: the file must be a map/],
  ['name: [\n', /MLproject:2:1: /],
  ['name: demo\nentry_points: [a]\n', /:2:15: 'entry_points' must be a map/],
  ['entry_points:\n  main: python x.py\n', /:2:9: 'main' must be a map/],
  ['entry_points:\n  main:\n', /:2:\d+: 'main' must be a map/],
  ['entry_points:\n  main:\n    parameters: {a: float}\n', /:3:5: 'main' needs a 'command'/],
  ['entry_points:\n  main:\n    command: [a]\n', /:3:14: 'command' must be a text/],
  ['entry_points:\n  main:\n    parameters: [a]\n    command: x\n', /:3:17: 'parameters' must be a map/],
  ['entry_points:\n  main:\n    parameters:\n      a: 5\n    command: x\n', /:4:10: 'a' must be a map/],
  [
    'entry_points:\n  main:\n    parameters:\n      a: {default: [1]}\n    command: x\n',
    /:4:20: 'default' must be one value/,
  ],
  ['python_env: a\nconda_env: b\n', /:2:12: 'conda_env' is one environment too many: there is 'python_env'/],
  ['python_env: none.yaml\n', /:1:13: 'python_env' names none.yaml, which is not there/],
  ['python_env: 5\n', /:1:13: 'python_env' must be a text/],
  ['docker_env: x\n', /:1:13: 'docker_env' must be a map/],
  ['docker_env:\n  volumes: []\n', /:2:3: 'docker_env' needs an 'image'/],
  ['docker_env:\n  image: x\n  environment: [[A]]\n', /:3:17: 'environment', item 1, must be a name, or/],
])('%j is refused, with its place', async (text, reason) => {
  await expect(read(text)).rejects.toThrow(reason)
})

test.each([
  ["    command: 'train {{a}} {b}'\n", ':7:27: The command names {b}, which is no parameter'],
  ['    command: train {a}}\n', ":7:23: The command has a '}' that is alone"],
  ['    command: >\n      one {a}\n      two {a!r}\n', ':9:11: The command has {a!r}, where'],
  ['    command: "\\x7Ba} {b}"\n', ':7:22: The command names {b}'],
  // Nobody sees what stands where.
  ['    command: "{a} \\x7B"\n', ":7:14: The command has a '{' that is alone"],
  [
    "    command: |\n      cat <<'EOF'\n      {a}\n      EOF\n",
    ':9:7: The command has a value in a quoted here-document',
  ],
  ['    command: echo $(( {c} + 1 ))\n', ':7:23: The command calculates with the parameter c'],
])('a template with a fault tells its place: %j', async (command, reason) => {
  const text = `entry_points:\n  main:\n    parameters:\n      a: {default: x}\n      c: {default: 1.5}\n\n${command}`
  const entryPoint = entryPointOf(await read(text), 'main', {})
  const values = new Map(Array.from(entryPoint.parameters.values(), (one) => [one.name, one.default ?? '']))
  expect(() => renderCommand(entryPoint, values, new Map())).toThrow(`MLproject${reason}`)
})

test.each([
  ['float, default: ten', ':4:33: Expected a number for parameter a', {}],
  ['uri, default: none', ':4:31: Expected URI for parameter a', {}],
  ['path, default: none.csv', ':4:32: Got value none.csv for parameter a', {}],
])('a default with a fault tells its place: %s', async (parameter, reason, given) => {
  const text = `entry_points:\n  main:\n    parameters:\n      a: {type: ${parameter}}\n    command: x\n`
  const entryPoint = entryPointOf(await read(text), 'main', {})
  const resolved = (values: Record<string, string>) =>
    resolveParameters(entryPoint, values, async (uri) => uri)
  await expect(resolved(given)).rejects.toThrow(`MLproject${reason}`)
  // What was given is no fault of the file.
  await expect(resolved({ a: 'wrong' })).rejects.toThrow(/^(Expected|Got)/)
})
