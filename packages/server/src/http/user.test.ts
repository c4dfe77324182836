import { expect, it } from 'vitest'
import { createRegisteredModel, succeeded } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'
import { userOf } from './user.ts'

it('a user is whom the header names, in any script, and nobody without it', () => {
  const headers = { 'x-user': Buffer.from('Иван').toString('latin1'), 'x-empty': ' ' }
  expect(userOf(headers, 'x-user')).toBe('Иван')
  expect(userOf(headers, 'x-empty')).toBeUndefined()
  expect(userOf(headers, 'x-other')).toBeUndefined()
  expect(userOf(headers, undefined)).toBeUndefined()
  expect(userOf({ a: 'x'.repeat(300) }, 'a')).toHaveLength(256)
})

onEveryDatabase(
  'who changes the registry',
  (server) => {
    it('is kept in its history where a proxy says so', async () => {
      const name = await createRegisteredModel(server)
      succeeded(
        await server.inject({
          method: 'PATCH',
          url: '/api/2.0/mlflow/registered-models/update',
          headers: { 'x-forwarded-user': 'auditor@bank.example' },
          payload: { name, description: 'approved' },
        }),
      )
      const { changes } = succeeded(
        await server.inject({
          method: 'GET',
          url: '/api/3.0/millrace/registered-models/history',
          query: { name },
        }),
      )
      expect(changes).toMatchObject([{ user: 'auditor@bank.example' }, { change: 'created' }])
      expect(changes[1]).not.toHaveProperty('user')
    })
  },
  { flags: { userHeader: 'X-Forwarded-User' } },
)
