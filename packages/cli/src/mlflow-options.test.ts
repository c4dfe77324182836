import { readFileSync } from 'node:fs'
import type { Command, Option } from 'commander'
import { beforeAll, expect, test } from 'vitest'
import { COMMAND_TABLE } from './command-table.ts'
import { programFor } from './program.ts'

interface Param {
  readonly kind: 'option' | 'argument'
  readonly name: string
  readonly flags?: readonly string[]
  readonly required: boolean
  readonly is_flag?: boolean
  readonly multiple?: boolean
  readonly nargs?: number
  readonly choices?: readonly string[]
  readonly envvar?: string
}

interface Node {
  readonly params: readonly Param[]
  readonly commands?: Readonly<Record<string, Node>>
  readonly hidden?: boolean
}

interface Differences {
  /** Commands of MLflow that are not compared. */
  readonly elsewhere: Readonly<Record<string, string>>
  readonly different: Readonly<Record<string, string>>
  /** Commands that have no result to give as JSON. */
  readonly withoutJson: Readonly<Record<string, string>>
}

const MLFLOW = (read('../../contract/facts/cli.json') as { tree: Node }).tree
const DIFFERENCES = read('./mlflow-differences.json') as Differences

function read(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
}

let program: Command
let commands: readonly Command[]
beforeAll(async () => {
  program = await programFor([], '0.0.0')
  commands = await Promise.all(COMMAND_TABLE.map(([, , load]) => load('0.0.0')))
})

test('what mlflow takes is taken here, but for what is named with a reason', () => {
  const found = [
    ...optionsOf(MLFLOW, program, 'mlflow'),
    ...Object.entries(MLFLOW.commands ?? {}).flatMap(([name, node]) =>
      compared(node, named(commands, name), name),
    ),
  ]
  expect(found.sort()).toEqual(Object.keys(DIFFERENCES.different).sort())
})

test('what is left to others are commands of mlflow', () => {
  const all = pathsOf(MLFLOW, '')
  expect(Object.keys(DIFFERENCES.elsewhere).filter((path) => !all.includes(path))).toEqual([])
})

test('what has a result gives it as JSON too', () => {
  const without = commands
    .flatMap((command) => leavesOf(command, command.name()))
    .filter(([, leaf]) => !leaf.options.some(({ long }) => long === '--json'))
    .map(([path]) => path)
  expect(without.sort()).toEqual(Object.keys(DIFFERENCES.withoutJson).sort())
})

function compared(theirs: Node, ours: Command | undefined, path: string): string[] {
  if (Object.hasOwn(DIFFERENCES.elsewhere, path) || theirs.hidden) return []
  if (ours === undefined) return [`${path}: is not there`]
  return [
    ...optionsOf(theirs, ours, path),
    ...argumentsOf(theirs, ours, path),
    ...Object.entries(theirs.commands ?? {}).flatMap(([name, node]) =>
      compared(node, named(ours.commands, name), `${path} ${name}`),
    ),
  ]
}

function named(all: readonly Command[], name: string): Command | undefined {
  return all.find((command) => command.name() === name || command.aliases().includes(name))
}

function optionsOf({ params }: Node, ours: Command, path: string): string[] {
  return params
    .filter(({ kind }) => kind === 'option')
    .flatMap((param) => {
      const { flags = [] } = param
      const find = (flag = '') => ours.options.find(({ long, short }) => long === flag || short === flag)
      const missing = flags.filter((flag) => find(flag) === undefined).map((flag) => `${path}: no ${flag}`)
      const option = find(flags[0])
      const wrong = option ? troubleWith(param, option) : []
      return [...missing, ...wrong.map((trouble) => `${path} ${flags[0]}: ${trouble}`)]
    })
}

function troubleWith(theirs: Param, ours: Option): string[] {
  if (ours.description.startsWith('refused')) return ['is refused']
  const takesValue = ours.required || ours.optional
  const variables = [ours.envVar, ...ours.description.matchAll(/\[([A-Z_]+)\]/g).map(([, name]) => name)]
  const troubles: Readonly<Record<string, boolean>> = {
    'takes no value': !theirs.is_flag && !takesValue,
    'wants a value': theirs.is_flag === true && ours.required,
    'must be given': !theirs.required && ours.mandatory,
    'need not be given': theirs.required && !ours.mandatory,
    'comes once': theirs.multiple === true && !isRepeatable(ours),
    [`${theirs.envvar} is not read`]: theirs.envvar !== undefined && !variables.includes(theirs.envvar),
    'knows not all values': !(theirs.choices ?? []).every((value) => takes(ours, value)),
  }
  return Object.keys(troubles).filter((trouble) => troubles[trouble])
}

function isRepeatable({ variadic, parseArg, defaultValue }: Option): boolean {
  if (variadic || !parseArg) return variadic
  const both = JSON.stringify(parseArg('b=2', parseArg('a=1', defaultValue)))
  return both.includes('a') && both.includes('b')
}

function takes({ argChoices, parseArg }: Option, value: string): boolean {
  if (argChoices || !parseArg) return argChoices?.includes(value) ?? true
  try {
    return parseArg(value, undefined) !== undefined
  } catch {
    return false
  }
}

function argumentsOf({ params }: Node, ours: Command, path: string): string[] {
  const { registeredArguments } = ours
  return params
    .filter(({ kind }) => kind === 'argument')
    .flatMap((theirs, at) => {
      const argument = registeredArguments[at]
      if (argument === undefined) return [`${path} <${theirs.name}>: is not there`]
      const troubles: Readonly<Record<string, boolean>> = {
        'must be given': !theirs.required && argument.required,
        'need not be given': theirs.required && !argument.required,
        'comes once': theirs.nargs === -1 && !argument.variadic,
        'knows not all values': !(theirs.choices ?? []).every((value) =>
          argument.argChoices?.includes(value),
        ),
      }
      return Object.keys(troubles)
        .filter((trouble) => troubles[trouble])
        .map((trouble) => `${path} <${theirs.name}>: ${trouble}`)
    })
}

function pathsOf({ commands = {} }: Node, before: string): string[] {
  return Object.entries(commands).flatMap(([name, node]) => {
    const path = `${before} ${name}`.trim()
    return [path, ...pathsOf(node, path)]
  })
}

function leavesOf(command: Command, path: string): [path: string, leaf: Command][] {
  if (command.commands.length === 0) return [[path, command]]
  return command.commands.flatMap((child) => leavesOf(child, `${path} ${child.name()}`))
}
