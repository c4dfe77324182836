import type { Command } from 'commander'

/** How the help shows a command, what it says of it, and what makes it; `version` is this package's. */
type CommandRow = readonly [term: string, text: string, load: (version: string) => Promise<Command>]

/** Every command, in the help's order. A command's file is loaded when its name is given, so that the help comes at once. */
export const COMMAND_TABLE: readonly CommandRow[] = [
  [
    'server|ui [options]',
    'Run the tracking server and its web page.',
    async () => (await import('./commands/server.ts')).serverCommand(),
  ],
  [
    'demo [options]',
    'Look around in a server that has a story in it already: who pays a loan back?',
    async () => (await import('./commands/demo.ts')).demoCommand(),
  ],
  [
    'experiments',
    'Make, find, rename, delete and restore experiments.',
    async () => (await import('./commands/experiments.ts')).experimentsCommand(),
  ],
  [
    'run [options] [uri]',
    'Run a project: a folder, a git repository or a zip file, with an MLproject file or without one.',
    async () => (await import('./commands/run.ts')).runCommand(),
  ],
  [
    'runs',
    'Make, list, show, delete and restore runs.',
    async () => (await import('./commands/runs.ts')).runsCommand(),
  ],
  [
    'artifacts',
    'Store, list and fetch files of runs.',
    async () => (await import('./commands/artifacts.ts')).artifactsCommand(),
  ],
  [
    'search [options] [filter]',
    'Find runs.',
    async () => (await import('./commands/search.ts')).searchCommand(),
  ],
  [
    'compare [options] <run...>',
    'Put params, metrics and tags of runs side by side.',
    async () => (await import('./commands/compare.ts')).compareCommand(),
  ],
  [
    'watch [options] <run>',
    'Show the metrics of a run as they arrive, until it has ended.',
    async () => (await import('./commands/watch.ts')).watchCommand(),
  ],
  [
    'sync [options] <spool>',
    'Send what the SDK kept in a spool while the server was away.',
    async () => (await import('./commands/sync.ts')).syncCommand(),
  ],
  [
    'open [options] [what]',
    'Open the web page of the tracking server, of a run or of a model.',
    async () => (await import('./commands/open.ts')).openCommand(),
  ],
  ['db', 'Upgrade or check a backend store.', async () => (await import('./commands/db.ts')).dbCommand()],
  [
    'copy [options] <source> <target>',
    'Copy experiments, runs, models, traces and artifacts from one store to another. To repeat it brings only what is missing.',
    async () => (await import('./commands/copy.ts')).copyCommand(),
  ],
  [
    'migrate-filestore [options]',
    'Take a file store (an mlruns folder) over into a database. To repeat it, after a break too, brings only what is missing.',
    async () => (await import('./commands/migrate-filestore.ts')).migrateFilestoreCommand(),
  ],
  [
    'gc [options]',
    'Delete for good what is in the stage `deleted`: runs, logged models and experiments, artifacts and all.',
    async () => (await import('./commands/gc.ts')).gcCommand(),
  ],
  [
    'models',
    'Serve models; ask and change the model registry of a server.',
    async () => (await import('./commands/models.ts')).modelsCommand(),
  ],
  [
    'deployments',
    'Deploy models: on this machine, to Kubernetes, Amazon SageMaker, Databricks.',
    async () => (await import('./commands/deployments.ts')).deploymentsCommand(),
  ],
  [
    'doctor [options]',
    'Tell versions, settings, and whether the tracking server answers.',
    async (version) => (await import('./commands/doctor.ts')).doctorCommand(version),
  ],
  [
    'docs [options]',
    'Serve the documentation to this machine, offline.',
    async () => (await import('./commands/docs.ts')).docsCommand(),
  ],
  [
    'completion <shell>',
    'Print what makes a shell complete commands: source <(millrace completion bash)',
    async () => (await import('./commands/completion.ts')).completionCommand(),
  ],
]
