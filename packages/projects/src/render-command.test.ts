import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { argumentsOf } from './command.ts'
import { renderCommand } from './render-command.ts'

/** Says what it was given; no argument can hold what stands between them. */
const TELL = `printf '%s\\0'`

function run(template: string, values: Record<string, string>, extra: Record<string, string> = {}): string {
  const command = renderCommand(
    { command: template },
    new Map(Object.entries(values)),
    new Map(Object.entries(extra)),
  )
  const [shell = '', ...args] = argumentsOf(command)
  return execFileSync(shell, args, { encoding: 'utf8' })
}

function told(output: string): string[] {
  return output.split('\0').slice(0, -1)
}

const HOSTILE = [
  'a b',
  "it's",
  '"quoted"',
  '$(touch /tmp/millrace-was-here)',
  '`id`',
  'line one\nline two\n',
  '; echo no',
  '$HOME \u0024{HOME} $1 $_1',
  '*',
  '',
  '-n',
  '\\',
  '!!',
  '{x}',
  '\t',
  'тест 🚂',
  "'; id; '",
  '" ; id ; "',
]

test.each(HOSTILE)('%j is one argument wherever the template has it', (value) => {
  const template = `${TELL} {v} "{v}" '{v}' "in {v} quotes" --opt={v} "$(printf %s {v}; echo .)" $'a\\'{v}'`
  expect(told(run(template, { v: value }, { extra: value }))).toEqual([
    value,
    value,
    value,
    `in ${value} quotes`,
    `--opt=${value}`,
    `${value}.`,
    `a'${value}`,
    '--extra',
    value,
  ])
})

test('any text is one argument', () => {
  const text = fc.string({ unit: 'binary' }).filter((one) => !/[\0\ud800-\udfff]/.test(one))
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(told(run(`${TELL} {a} "{b}" '{a}'`, { a, b }, { c: b }))).toEqual([a, b, a, '--c', b])
    }),
    { numRuns: 60 },
  )
})

test('a here-document takes values as they are; a quoted one cannot', () => {
  expect(run('cat <<EOF | cat\n1 {v} "{v}"\nEOF\n', { v: "$(id) 'x' \"" })).toBe(
    '1 $(id) \'x\' " "$(id) \'x\' ""\n',
  )
  expect(() => run("cat <<'EOF'\n{v}\nEOF\n", { v: 'x' })).toThrow('quoted here-document')
})

test.each([
  ['a comment with an apostrophe', "echo a # don't\necho {v}", 'a\n$(id)\n'],
  ['a function', 'f() {{ echo {v} "$1"; }}; f own', '$(id) own\n'],
  ['a pipe', "echo {v} | tr '$' '_'", '_(id)\n'],
  ['own braces and variables', 'X=5; echo \u0024{{X}} {v}', '5 $(id)\n'],
  ['a group', '(echo {v})', '$(id)\n'],
  ['backticks', 'echo `echo {v}`', '$(id)\n'],
  ['a here-string', 'cat <<< {v}', '$(id)\n'],
  ['a width', 'echo "{v:>8}"', '   $(id)\n'],
])('a template may be a script: %s', (_, template, output) => {
  expect(run(template, { v: '$(id)' })).toBe(output)
})

test.each([
  ['$(( {v} + 1 ))', 'echo $(( {v} + 1 ))', '42\n'],
  ['$[ ]', 'echo $[ {v} + 1 ]', '42\n'],
  ['(( ))', 'if ((1 < {v})); then echo more; fi', 'more\n'],
  ['for (( ))', 'for ((i=40; i<{v}; i++)); do echo $i; done', '40\n'],
  ['quotes within', 'echo $(( "{v}" + 1 ))', '42\n'],
  ['parentheses within', 'echo $(( ((1+0))*{v} ))', '41\n'],
  ['a subscript within', 'a[1]=1; (( x = (a[1] + 0) * {v} )); echo $x', '41\n'],
  ['a here-document', 'cat <<EOF\n$(( {v} + 1 ))\nEOF\n', '42\n'],
])(
  'what is calculated with must be a number, for bash would run what stands in it: %s',
  (_, template, output) => {
    expect(run(template, { v: '41' })).toBe(output)
    const mark = '/tmp/millrace-was-calculated'
    for (const value of [`a[$(touch ${mark})]`, '_1', '1; i', '', '0x1', ' 1']) {
      expect(() => run(template, { v: value })).toThrow(/the parameter v and .* Only digits/)
    }
    expect(existsSync(mark)).toBe(false)
  },
)

test.each([
  ['a command within', 'echo $(( $(printf %s {v} | wc -c) + 1 ))', '6\n'],
  ['behind it', 'echo $(( (1 + 1) * 2 )) {v}; ((1)); echo {v}', '4 $(id)\n$(id)\n'],
  ['a shift, which is no here-document', 'echo $((1<<2)); ((1<<2))\necho {v}', '4\n$(id)\n'],
  [
    'a command of a here-document',
    'cat <<EOF\n$(printf "%s." {v}) "{v}\nEOF\necho {v}',
    '$(id). "$(id)\n$(id)\n',
  ],
])('text is text beside arithmetic: %s', (_, template, output) => {
  expect(run(template, { v: '$(id)' })).toBe(output)
})

test('extra parameters come last, as MLflow glues them there', () => {
  expect(run('echo {a} | cat; echo', { a: '1' }, { b: '2 3' })).toBe('1\n--b 2 3\n')
})

test('the command is shown as MLflow writes it', () => {
  const { shown } = renderCommand(
    { command: 'python t.py {a} {{x}}' },
    new Map([['a', "it's"]]),
    new Map([['b', 'c d']]),
  )
  expect(shown).toBe(`python t.py 'it'"'"'s' {x} --b 'c d'`)
})

test.each([
  ['echo {b}', /names \{b\}, which is no parameter of it. The parameters are a\./],
  ['echo {a', /a '\{' that is alone/],
  ['echo a}', /a '\}' that is alone/],
  ['echo {a!r}', /\{a!r\}, where \{name\} is meant/],
  ['echo {a.b}', /\{a\.b\}, where \{name\} is meant/],
  ['echo {}', /\{\}, where \{name\} is meant/],
])('the template %j is refused', (template, reason) => {
  expect(() => renderCommand({ command: template }, new Map([['a', '1']]), new Map())).toThrow(reason)
})
