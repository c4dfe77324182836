import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DockerEnvironment, EntryPoint, Parameter, Project, ProjectEnvironment } from './project.ts'
import { readYaml, type YamlPiece } from './yaml-piece.ts'

const FILE_NAME = 'mlproject'

/** What a project needs can be told once; the last is ours. */
const ENVIRONMENTS = ['docker_env', 'python_env', 'conda_env', 'node_env'] as const

/**
 * The project of a folder: what its MLproject file says, or the folder alone.
 * @throws InvalidValueError with line and column of what is wrong with the file
 */
export async function readProject(folder: string): Promise<Project> {
  const name = (await readdir(folder)).find((one) => one.toLowerCase() === FILE_NAME)
  if (name === undefined) {
    return { folder, name: undefined, entryPoints: new Map(), environment: environmentOfFiles(folder) }
  }
  const path = join(folder, name)
  const file = readYaml(path, await readFile(path, 'utf8'))
  const members = file.members()
  const title = members.get('name')
  return {
    folder,
    name: title === undefined || title.isEmpty ? undefined : title.value(),
    entryPoints: readEntryPoints(members.get('entry_points')),
    environment: readEnvironment(folder, file, members),
  }
}

function readEntryPoints(piece: YamlPiece | undefined): Map<string, EntryPoint> {
  if (piece === undefined || piece.isEmpty) return new Map()
  return new Map(Array.from(piece.members(), ([name, one]) => [name, readEntryPoint(name, one)]))
}

function readEntryPoint(name: string, piece: YamlPiece): EntryPoint {
  const members = piece.members()
  const command = members.get('command')
  if (command === undefined) throw piece.wrong("needs a 'command'")
  return {
    name,
    command: command.text(),
    parameters: readParameters(members.get('parameters')),
    where: (part) => command.where(part),
  }
}

function readParameters(piece: YamlPiece | undefined): Map<string, Parameter> {
  if (piece === undefined || piece.isEmpty) return new Map()
  return new Map(Array.from(piece.members(), ([name, one]) => [name, readParameter(name, one)]))
}

/** Its type, or a map of its type and its default. */
function readParameter(name: string, piece: YamlPiece): Parameter {
  if (piece.isText) return { name, type: piece.text(), default: undefined }
  const members = piece.members()
  const byDefault = members.get('default')
  return {
    name,
    type: members.get('type')?.text() ?? 'string',
    default: byDefault === undefined || byDefault.isEmpty ? undefined : byDefault.value(),
    where: (part) => (byDefault ?? piece).where(part),
  }
}

function readEnvironment(
  folder: string,
  file: YamlPiece,
  members: ReadonlyMap<string, YamlPiece>,
): ProjectEnvironment {
  const told = ENVIRONMENTS.filter((key) => members.has(key))
  const [key, another] = told
  if (key === undefined) return environmentOfFiles(folder)
  const piece = members.get(key) ?? file
  if (another !== undefined) {
    throw (members.get(another) ?? file).wrong(`is one environment too many: there is '${key}' already`)
  }
  if (key === 'docker_env') return readDocker(piece)
  const path = join(folder, piece.text())
  if (!existsSync(path)) throw piece.wrong(`names ${piece.text()}, which is not there`)
  return { kind: KINDS[key], file: path }
}

const KINDS = { python_env: 'python', conda_env: 'conda', node_env: 'node' } as const

/** What a folder says without an MLproject file, or with one that says nothing of it. */
function environmentOfFiles(folder: string): ProjectEnvironment {
  const found = FILES.find(([, ...names]) => names.every((name) => existsSync(join(folder, name))))
  return found ? { kind: found[0], file: join(folder, found[1]) } : { kind: 'none' }
}

const FILES = [
  ['python', 'python_env.yaml'],
  ['conda', 'conda.yaml'],
  ['node', 'package.json', 'package-lock.json'],
] as const

function readDocker(piece: YamlPiece): DockerEnvironment {
  const members = piece.members()
  const image = members.get('image')
  if (image === undefined || image.isEmpty) throw piece.wrong("needs an 'image'")
  const volumes = members.get('volumes')
  const variables = members.get('environment')
  return {
    kind: 'docker',
    image: image.text(),
    volumes: volumes?.items().map((one) => one.text()) ?? [],
    variables: variables?.items().map(readVariable) ?? [],
  }
}

function readVariable(piece: YamlPiece): DockerEnvironment['variables'][number] {
  if (!piece.isList) return { name: piece.text(), value: undefined }
  const [name, value, ...more] = piece.items()
  if (name === undefined || value === undefined || more.length > 0) {
    throw piece.wrong('must be a name, or a list of a name and a value')
  }
  return { name: name.text(), value: value.text() }
}
