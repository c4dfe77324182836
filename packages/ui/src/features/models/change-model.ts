import type { CreateModelVersion, CreateModelVersionResponse } from '@millrace/contract'
import { useQueryClient } from '@tanstack/react-query'
import { change } from '../../api/client.ts'
import { modelsKey } from './search-models.ts'

const create = (name: string) => change('POST', 'registered-models/create', { name })
const createVersion = async (version: CreateModelVersion) =>
  (await change<CreateModelVersionResponse>('POST', 'model-versions/create', version)).model_version ?? {}

/** Each resolves when the server has accepted; whatever shows the registry then reads it anew. */
export function useRegistryChanges() {
  const client = useQueryClient()
  return {
    create: thenRefresh(client, create),
    createVersion: thenRefresh(client, createVersion),
  }
}

export function useModelChanges(name: string) {
  const client = useQueryClient()
  const { send, sendAndLeave } = senders(client, 'registered-models', { name })
  return {
    describe: (description: string) => send('PATCH', 'update', { description }),
    setTag: (key: string, value: string) => send('POST', 'set-tag', { key, value }),
    deleteTag: (key: string) => send('DELETE', 'delete-tag', { key }),
    setAlias: (alias: string, version: string) => send('POST', 'alias', { alias, version }),
    deleteAlias: (alias: string) => send('DELETE', 'alias', { alias }),
    rename: (new_name: string) => sendAndLeave('POST', 'rename', { new_name }),
    remove: () => sendAndLeave('DELETE', 'delete', {}),
  }
}

export function useVersionChanges(name: string, version: string) {
  const client = useQueryClient()
  const { send, sendAndLeave } = senders(client, 'model-versions', { name, version })
  return {
    describe: (description: string) => send('PATCH', 'update', { description }),
    setTag: (key: string, value: string) => send('POST', 'set-tag', { key, value }),
    deleteTag: (key: string) => send('DELETE', 'delete-tag', { key }),
    moveTo: (stage: string, archive_existing_versions: boolean) =>
      send('POST', 'transition-stage', { stage, archive_existing_versions }),
    remove: () => sendAndLeave('DELETE', 'delete', {}),
  }
}

type Client = ReturnType<typeof useQueryClient>

function thenRefresh<A extends unknown[], R>(client: Client, act: (...args: A) => Promise<R>) {
  return async (...args: A): Promise<R> => {
    const result = await act(...args)
    await client.invalidateQueries({ queryKey: modelsKey })
    return result
  }
}

type Method = 'POST' | 'PATCH' | 'DELETE'

function senders(client: Client, entity: string, which: object) {
  const ask = (method: Method, verb: string, body: object) =>
    change(method, `${entity}/${verb}`, { ...which, ...body })
  return {
    send: thenRefresh(client, ask),
    /** After this there is nothing more to read where the page is: it goes on to another place, and reads there. */
    sendAndLeave: async (...args: Parameters<typeof ask>) => {
      await ask(...args)
      await client.invalidateQueries({ queryKey: modelsKey, refetchType: 'none' })
    },
  }
}
