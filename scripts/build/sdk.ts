/** Builds what is published as `@millrace/sdk`: one file for Node, Bun and Deno, one for browsers and edge workers, types. */
import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Plugin, rolldown } from 'rolldown'
import { buildTypes } from './types.ts'

const PURE = ['endpoint', 'message', 'hookEndpoints']

/** @param root the repository, with a trailing slash */
export async function buildSdk(root: string): Promise<void> {
  const home = join(root, 'packages/sdk')
  const building = join(home, 'dist.building')
  await rm(building, { recursive: true, force: true })
  await Promise.all([
    bundle(home, join(building, 'node'), []),
    bundle(home, join(building, 'web'), ['browser']),
    buildTypes(root, { entry: 'sdk/src/index.ts', besides: ['contract'], to: join(building, 'types') }),
  ])
  await writeFile(join(building, 'package.json'), await manifest(home))
  for (const name of ['README.md', 'LICENSE']) {
    await cp(join(name === 'LICENSE' ? root : home, name), join(building, name))
  }
  await rm(join(home, 'dist'), { recursive: true, force: true })
  await rename(building, join(home, 'dist'))
}

async function bundle(home: string, dir: string, conditionNames: string[]): Promise<void> {
  const build = await rolldown({
    input: { index: join(home, 'src/index.ts') },
    platform: conditionNames.length > 0 ? 'neutral' : 'node',
    resolve: { conditionNames: [...conditionNames, 'import', 'default'] },
    plugins: [serverOfMillrace],
    // What declares the wire does nothing else: endpoints that the SDK does not call are left out.
    treeshake: { manualPureFunctions: PURE },
    logLevel: 'warn',
  })
  await build.write({ dir, format: 'esm', minify: { compress: true, mangle: false, codegen: false } })
  await build.close()
}

/** The server is no package of its own: `millrace` brings it, where somebody has installed that. */
const serverOfMillrace: Plugin = {
  name: 'server-of-millrace',
  resolveId: (source) => (source === '@millrace/server' ? { id: 'millrace/server', external: true } : null),
}

async function manifest(home: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as Record<
    string,
    string
  >
  const types = './types/sdk/src/index.d.ts'
  const web = './web/index.js'
  const published = {
    name,
    version,
    license,
    description:
      'The MLflow lifecycle for TypeScript: track, log, register, against any MLflow server or none at all.',
    keywords: ['mlflow', 'experiment-tracking', 'mlops'],
    type: 'module',
    sideEffects: false,
    exports: {
      '.': { types, workerd: web, 'edge-light': web, browser: web, default: './node/index.js' },
      './package.json': './package.json',
    },
    engines: { node: '>=22.18' },
    peerDependencies: { millrace: version },
    peerDependenciesMeta: { millrace: { optional: true } },
  }
  return `${JSON.stringify(published, undefined, 2)}\n`
}
