import { readFile, writeFile } from 'node:fs/promises'
import type { Client, RunRecord } from '@millrace/sdk'
import { parse, stringify } from 'yaml'
import { readProject } from '../mlproject.ts'
import type { ProjectEnvironment } from '../project.ts'
import type { Source } from '../source.ts'
import { readIfThere } from './read-if-there.ts'

interface Setting {
  readonly client: Client
  readonly report: (line: string) => void
}

/**
 * Asks for the packages that were installed then, to the version, instead of for what they were chosen by.
 * @param source a copy of the code, whose environment's file is written anew
 */
export async function freezePackages(
  { folder }: Source,
  run: RunRecord,
  { client, report }: Setting,
): Promise<void> {
  const frozen = await readIfThere(client, run, 'environment/requirements.txt')
  const { environment } = await readProject(folder)
  if (frozen === undefined || !(environment.kind in WITH)) return
  const { kind, file } = environment as Asked
  const packages = Buffer.from(frozen).toString().split('\n').filter(Boolean)
  const asked: unknown = parse(await readFile(file, 'utf8'), { schema: 'failsafe' })
  await writeFile(file, stringify(WITH[kind](asked as never, packages)))
  report(`Its ${packages.length} packages are asked for in the versions that it had.`)
}

type Asked = Extract<ProjectEnvironment, { kind: 'python' | 'conda' }>

/** The file of an environment with these packages, and the Python that it asks for. */
const WITH = {
  python: (asked: { python?: string } | null, dependencies: readonly string[]) => ({
    ...(asked?.python && { python: asked.python }),
    dependencies,
  }),
  // Made by uv: of conda's own packages it can want none but Python and pip.
  conda: (asked: { dependencies?: readonly unknown[] } | null, pip: readonly string[]) => ({
    dependencies: [...(asked?.dependencies ?? []).filter((one) => typeof one === 'string'), { pip }],
  }),
}
