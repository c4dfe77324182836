import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../helpers/programs.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'

/** How each shell is started for a person, and told of completions; the docs say the same. */
const SHELLS = [
  { name: 'bash', command: 'bash --norc -i', setUp: 'source <(millrace completion bash)' },
  {
    name: 'zsh',
    command: 'zsh -f -i',
    setUp: 'autoload -U compinit; compinit -u; source <(millrace completion zsh)',
  },
  { name: 'fish', command: 'fish -i --private', setUp: 'millrace completion fish | source' },
]

const READY = 'all set'
/** The shell adds a blank behind what is complete. */
const TYPED = 'millrace experi\tge\t--outp\tjs\t-x 1\n'

for (const { name, command, setUp } of SHELLS) {
  describeWith(['script', name], `completions in ${name}`, () => {
    let folder: Scratch
    beforeAll(() => {
      folder = scratch(`completion-${name}`)
    })
    afterAll(() => folder.remove())

    test('Tab makes whole words of the beginnings of commands, options and values', async () => {
      const told = folder.file('told')
      putMillraceInto(folder.file('bin'), told)
      const shell = spawn('script', ['-qfec', command, '/dev/null'], {
        env: {
          ...process.env,
          HOME: folder.file(),
          PATH: `${folder.file('bin')}:${process.env.PATH}`,
          TERM: 'xterm',
        },
      })
      let shown = ''
      shell.stdout.setEncoding('utf8').on('data', (text: string) => {
        shown += text
      })
      // As it is typed it does not look as it is printed.
      shell.stdin.write(`${setUp}; echo all' 'set\n`)
      await expect.poll(() => shown, { timeout: 20_000 }).toContain(READY)
      shell.stdin.write(TYPED)
      await expect.poll(() => existsSync(told), { timeout: 20_000, message: shown }).toBe(true)
      shell.kill('SIGKILL')
      expect(readFileSync(told, 'utf8')).toBe('experiments get --output json -x 1\n')
    }, 60_000)
  })
}

/** The command, which only writes down what it is asked unless a shell asks. */
function putMillraceInto(bin: string, told: string): void {
  mkdirSync(bin)
  const main = join(REPOSITORY, 'packages/cli/src/main.ts')
  writeFileSync(
    join(bin, 'millrace'),
    `#!/bin/sh
case "$1" in complete|completion) exec '${process.execPath}' '${main}' "$@" ;; esac
printf '%s\\n' "$*" > '${told}.new'
mv '${told}.new' '${told}'
`,
  )
  chmodSync(join(bin, 'millrace'), 0o755)
}
