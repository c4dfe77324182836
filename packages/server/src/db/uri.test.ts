import { expect, it } from 'vitest'
import { mysqlConnection } from './mysql-connection.ts'
import { databaseKind, parsedUri, withoutPassword } from './uri.ts'

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

it.each([
  ['postgresql://me:sesame@db/x', 'postgresql://me:***@db/x'],
  ['postgresql://me:ses/a@me@db/x', 'postgresql://me:***@db/x'],
  [
    'postgresql://db/x?user=me&password=sesame&sslmode=require',
    'postgresql://db/x?user=me&password=***&sslmode=require',
  ],
  ['mysql://db/x?passwd=sesame', 'mysql://db/x?passwd=***'],
  ['postgresql://db/x?sslpassword=sesame', 'postgresql://db/x?sslpassword=***'],
  ['sqlite:///mlflow.db', 'sqlite:///mlflow.db'],
])('%s is shown as %s', (uri, shown) => {
  expect(withoutPassword(uri)).toBe(shown)
})

it('a kind of store that is not known is named, and nothing else of its URI', () => {
  const read = () => databaseKind('mssql+pyodbc:///?odbc_connect=UID%3Dme%3BPWD%3Dsesame')
  expect(read).toThrow("begins with 'mssql:'")
  expect(read).not.toThrow('sesame')
})
