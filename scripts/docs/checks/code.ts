import { type Fence, fencesOf, isRunnable, READABLE, REASONS, RUNNABLE } from '../fences.ts'
import type { Document } from './document.ts'

const MARKS = ['run', 'background', 'fails', 'file', 'output', 'no-run', 'caption']

/** What is wrong with the first lines of a page's blocks. */
export function codeProblems({ name, text }: Document): string[] {
  const fences = fencesOf(text)
  return fences.flatMap((fence, index) =>
    problemsOf(fence, fences.slice(0, index), fences.slice(index + 1)).map(
      (problem) => `${name}:${fence.line}: ${problem}`,
    ),
  )
}

function problemsOf(fence: Fence, before: readonly Fence[], after: readonly Fence[]): string[] {
  const { language, marks } = fence
  const unknown = [...marks.keys()].filter((mark) => !MARKS.includes(mark))
  if (unknown.length > 0) return [`'${unknown[0]}' says nothing here; known are ${MARKS.join(', ')}`]
  if (marks.has('output')) {
    return before.at(-1)?.marks.has('run') ? [] : ['output of what? The block above it is not run']
  }
  if (marks.has('file')) return usedBelow(marks.get('file') ?? '', marks.has('run'), after)
  if (!isRunnable(language)) return readableProblems(language, marks)
  if (marks.has('run')) return marks.has('no-run') ? ['run and no-run at once'] : []
  const reason = marks.get('no-run')
  if (reason === undefined)
    return [`a block in ${language} is run, or says why not: no-run=${REASONS.join('|')}`]
  return REASONS.includes(reason) ? [] : [`no-run=${reason}: known reasons are ${REASONS.join(', ')}`]
}

function readableProblems(language: string, marks: Fence['marks']): string[] {
  if (!READABLE.includes(language)) {
    return [`language '${language}' is not known; known are ${[...RUNNABLE, ...READABLE].join(', ')}`]
  }
  if (marks.has('run')) return [`a block in ${language} cannot be run`]
  return marks.get('caption') === '' ? ['a diagram says behind `mermaid` what it shows'] : []
}

function usedBelow(file: string, isRun: boolean, after: readonly Fence[]): string[] {
  if (!/^[\w.-]+(\/[\w.-]+)*$/.test(file) || file.split('/').includes('..'))
    return [`file=${file} is no path below the folder`]
  const [name = ''] = file.split('/')
  if (isRun || after.some(({ marks, code }) => marks.has('run') && code.includes(name))) return []
  return [`no block that is run below names ${name}`]
}
