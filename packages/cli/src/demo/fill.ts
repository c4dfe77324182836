import { emptyFolder, markFilled, storesIn } from './folder.ts'
import { tellStory } from './story.ts'
import { USER_HEADER } from './team.ts'

/** Makes the demo in a folder, by a server of its own that is gone afterwards. @throws ExitError where that holds something else */
export async function fillDemo(folder: string): Promise<void> {
  const { readConfig, startServer } = await import('@millrace/server')
  emptyFolder(folder)
  const flags = { ...storesIn(folder), userHeader: USER_HEADER }
  const server = await startServer(readConfig(flags, { MLFLOW_LOGGING_LEVEL: 'CRITICAL' }))
  try {
    await tellStory(await server.app.listen({ host: '127.0.0.1', port: 0 }))
  } finally {
    await server.close()
  }
  markFilled(folder)
}
