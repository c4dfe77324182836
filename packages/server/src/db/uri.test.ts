import { expect, it } from 'vitest'
import { mysqlConnection } from './mysql-connection.ts'
import { parsedUri } from './uri.ts'

it.each([
  ['postgresql://me:p#a/s?s:w@db:5432/x', 'p#a/s?s:w', 'db:5432'],
  ['mysql://me:100%@db/x', '100%', 'db'],
  ['mysql://me:p%40ss@db/x', 'p@ss', 'db'],
  ['mysql://me@db/x', '', 'db'],
  ['mysql://me:pw@/x?unix_socket=/run/s', 'pw', 'localhost'],
])('reads %s as SQLAlchemy does', (uri, password, host) => {
  const url = parsedUri(uri)
  expect(decodeURIComponent(url.password)).toBe(password)
  expect(url.host).toBe(host)
  expect(url.pathname).toBe('/x')
})

it('MySQL gets its parts decoded', () => {
  expect(mysqlConnection('mysql+pymysql://root:sec#ret@db:3307/mlflow?unix_socket=/run/s', {})).toMatchObject(
    {
      host: 'db',
      port: 3307,
      user: 'root',
      password: 'sec#ret',
      database: 'mlflow',
      socketPath: '/run/s',
    },
  )
})

it('shows no password of what it cannot read', () => {
  const read = () => parsedUri('postgresql://me:hun@ter2@db:port/x')
  expect(read).toThrow('cannot be read')
  expect(read).not.toThrow('ter2')
})
