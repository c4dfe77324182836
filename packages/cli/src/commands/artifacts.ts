import { Command } from 'commander'
import { type ConnectFlags, connected, connectedCommand } from '../connect.ts'
import { ExitError } from '../exit-error.ts'

/** `millrace artifacts`: what `mlflow artifacts` does, and prints. */
export function artifactsCommand(): Command {
  return new Command('artifacts')
    .description('Store, list and fetch files of runs.')
    .exitOverride()
    .addCommand(logCommand('log-artifact', 'Store a file with a run.', '--local-file <file>', 'localFile'))
    .addCommand(
      logCommand(
        'log-artifacts',
        'Store what a folder holds with a run.',
        '--local-dir <folder>',
        'localDir',
      ),
    )
    .addCommand(listCommand())
    .addCommand(downloadCommand())
}

interface RunFlags extends ConnectFlags {
  readonly runId: string
  readonly artifactPath?: string
}

type LogFlags = RunFlags & Readonly<Record<'localFile' | 'localDir', string | undefined>>

function logCommand(
  name: string,
  description: string,
  flag: string,
  member: 'localFile' | 'localDir',
): Command {
  return connectedCommand(name, description)
    .requiredOption(`-l, ${flag}`, 'what to store')
    .requiredOption('-r, --run-id <id>', 'the run')
    .option('-a, --artifact-path <path>', "where among the run's files")
    .action(async (flags: LogFlags) => {
      const local = flags[member] ?? ''
      const { storeFiles } = await import('../runs/store-files.ts')
      const files = await connected(flags, (client) =>
        storeFiles(client, flags.runId, local, flags.artifactPath, member === 'localDir'),
      )
      if (flags.json) return console.log(JSON.stringify({ run_id: flags.runId, files }))
      const what = member === 'localDir' ? 'dir' : 'file'
      console.error(
        `Logged artifact from local ${what} ${local} to artifact_path=${flags.artifactPath ?? 'None'}`,
      )
    })
}

function listCommand(): Command {
  return connectedCommand('list', 'List what is in a folder of a run, as JSON.')
    .requiredOption('-r, --run-id <id>', 'the run')
    .option('-a, --artifact-path <path>', 'the folder (default: the uppermost)')
    .action(list)
}

async function list(flags: RunFlags): Promise<void> {
  const { pythonJson } = await import('../output/python-json.ts')
  const found = await connected(flags, (client) =>
    client.artifacts.list(flags.runId, flags.artifactPath).all(),
  )
  const items = found.map(({ path, isFolder, size }) =>
    pythonJson({ path, is_dir: isFolder, ...(size !== undefined && { file_size: size }) }, 2),
  )
  console.log(`[${items.join(', ')}]`)
}

function downloadCommand(): Command {
  return connectedCommand('download', 'Fetch a file or a folder, and print where it is.')
    .option('-r, --run-id <id>', 'the run')
    .option('-a, --artifact-path <path>', "what of the run's files (default: all)")
    .option(
      '-u, --artifact-uri <uri>',
      'instead of both: runs:/<run id>/<path>, models:/…, s3://…, or any other store',
    )
    .option('-d, --dst-path <folder>', 'where to put it (default: a new folder for temporary files)')
    .action(download)
}

interface DownloadFlags extends ConnectFlags {
  readonly runId?: string
  readonly artifactPath?: string
  readonly artifactUri?: string
  readonly dstPath?: string
}

async function download(flags: DownloadFlags): Promise<void> {
  const { runId, artifactPath, artifactUri, dstPath } = flags
  if ((runId === undefined) === (artifactUri === undefined)) {
    throw new ExitError('Exactly one of `run_id` or `artifact_uri` must be specified')
  }
  const { placeAt, placeOfRun } = await import('../runs/artifact-place.ts')
  const { fetchFiles } = await import('../runs/fetch-files.ts')
  const fetched = await connected(flags, async (client) =>
    fetchFiles(
      await (artifactUri === undefined
        ? placeOfRun(client, runId ?? '', artifactPath)
        : placeAt(client, artifactUri)),
      dstPath,
    ),
  )
  console.log(flags.json ? JSON.stringify({ path: fetched }) : `\n${fetched}`)
}
