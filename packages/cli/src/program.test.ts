import { Help } from 'commander'
import { expect, test } from 'vitest'
import { COMMAND_TABLE } from './command-table.ts'
import { programFor } from './program.ts'

test.each(COMMAND_TABLE)('%s is what its command is', async (term, text, load) => {
  const command = await load('0.0.0')
  expect(new Help().subcommandTerm(command)).toBe(term)
  expect(command.description()).toBe(text)
})

test('only the command that is named is loaded', async () => {
  const optionsOf = async (...words: string[]) => {
    const { commands } = await programFor(words, '0.0.0')
    return commands.filter(({ options }) => options.length > 0).map((command) => command.name())
  }
  expect(await optionsOf('--help')).toEqual([])
  expect(await optionsOf('gc', 'server')).toEqual(['gc'])
  expect(await optionsOf('help', 'ui')).toEqual(['server'])
  expect(await optionsOf('complete', '--', 'search', '--ma')).toEqual(['search'])
})
