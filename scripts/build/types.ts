import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, posix, relative } from 'node:path'
import { run } from '../run.ts'

interface Types {
  /** Below `packages`: the file whose declarations are published. */
  readonly entry: string
  /** Packages of ours that it imports. */
  readonly besides: readonly string[]
  /** The folder for them. */
  readonly to: string
}

/** Writes the declarations of a file, with all that they lead to, so that they hold in anybody's project. */
export async function buildTypes(root: string, { entry, besides, to }: Types): Promise<void> {
  await mkdir(join(root, 'node_modules/.cache'), { recursive: true })
  const folder = await mkdtemp(join(root, 'node_modules/.cache/types-'))
  const all = join(folder, 'all')
  const project = join(folder, 'tsconfig.json')
  const sources = await Promise.all(besides.map((name) => sourcesOf(join(root, 'packages', name, 'src'))))
  const config = {
    extends: join(root, 'tsconfig.json'),
    // What the compiler meets first by its package's name counts as somebody else's, and gets no declarations; which that is
    // changes with its threads.
    files: [...sources.flat(), join(root, 'packages', entry)],
    include: [],
    compilerOptions: { types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
  }
  const flags = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--stripInternal']
  try {
    await writeFile(project, JSON.stringify(config))
    await run('tsc', ['-p', project, ...flags, '--rootDir', join(root, 'packages'), '--outDir', all], root)
    await copyReachable(all, entry.replace(/\.ts$/, '.d.ts'), to)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function sourcesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  return names
    .filter((name) => name.endsWith('.ts') && !/\.(test|suite)\.ts$/.test(name))
    .map((name) => join(folder, name))
}

/** `await using` is of no ECMAScript yet, so that nobody's compiler knows its types without being told. */
const NEEDED_LIBRARY = '/// <reference lib="esnext.disposable" />\n'

/** Compilers before 5.7 know no arrays of bytes by their memory. */
const BYTES_BY_MEMORY = /\bUint8Array<ArrayBuffer(?:Like)?>/g

const IMPORTED = /(from |import\()(['"])([^'"]+)\2/g

/** The declarations that the first ones lead to, with specifiers that any compiler resolves. */
async function copyReachable(from: string, first: string, to: string): Promise<void> {
  const waiting = [first]
  const seen = new Set(waiting)
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const here = file
    const declarations = (await readFile(join(from, here), 'utf8')).replace(BYTES_BY_MEMORY, 'Uint8Array')
    const text = declarations.replace(IMPORTED, (all, keyword, quote, specifier) => {
      const target = declarationOf(specifier, here)
      if (target === undefined) return all
      if (!seen.has(target)) waiting.push(target)
      seen.add(target)
      const path = relative(dirname(here), target).replace(/\.d\.ts$/, '.js')
      return `${keyword}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`
    })
    await mkdir(dirname(join(to, here)), { recursive: true })
    await writeFile(join(to, here), here === first ? NEEDED_LIBRARY + text : text)
  }
}

const OURS = /^@millrace\/([a-z]+)(?:\/([a-z]+))?$/

function declarationOf(specifier: string, from: string): string | undefined {
  const [, name, part = 'index'] = OURS.exec(specifier) ?? []
  if (name !== undefined) return `${name}/src/${part}.d.ts`
  if (!specifier.startsWith('.')) return undefined
  return posix.join(posix.dirname(from), specifier).replace(/\.ts$/, '.d.ts')
}
