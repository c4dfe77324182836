import { Argument, Command, Option } from 'commander'
import { expect, it } from 'vitest'
import { candidatesFor } from './completion.ts'

const program = new Command('p')
  .addCommand(
    new Command('runs').addCommand(
      new Command('create').option('--experiment-id <id>', '').option('--experiment-name <name>', ''),
    ),
  )
  .addCommand(
    new Command('get')
      .addOption(new Option('-o, --output <format>', '').choices(['table', 'json']))
      .addArgument(new Argument('<shell>').choices(['bash', 'zsh'])),
  )
  .addCommand(new Command('gc'))

it.each([
  [[''], ['gc', 'get', 'runs']],
  [['r'], ['runs']],
  [['runs', ''], ['create']],
  [['runs', 'create', '--experiment-n'], ['--experiment-name']],
  [['runs', 'create', '--experiment-id', '1', '--experiment-n'], ['--experiment-name']],
  [
    ['nothing', ''],
    ['gc', 'get', 'runs'],
  ],
  [
    ['get', '--output', ''],
    ['json', 'table'],
  ],
  [['get', '-o', 't'], ['table']],
  [
    ['get', '-o', 'json', ''],
    ['bash', 'zsh'],
  ],
  [['runs', 'create', '--experiment-id', ''], []],
])('%j is completed with %j', (words, candidates) => {
  expect(candidatesFor(program, words)).toEqual(candidates)
})
