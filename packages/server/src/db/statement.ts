import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Dialect } from './dialect.ts'
import type { Tables } from './generated/tables.ts'

/** As a limit: more rows than anything has. Not every database knows a negative limit. */
export const NO_LIMIT = 2 ** 50

/** Builds SQL; runs nothing. */
export type Builder = Kysely<Tables>

/** A query that was built once: its text, and where each of its parameters goes. */
export interface Compiled {
  readonly sql: string
  /** Takes the values of a call and puts them into the text's order. */
  readonly bind: (params: Record<string, unknown>) => unknown[]
}

/** A query with named parameters, written with Kysely, compiled once per database and run from its statement cache. */
export interface Statement<Params, Row> {
  compile(builder: Builder, dialect: Dialect): Compiled
  /** Carries the types; never set. */
  readonly types?: { params: Params; row: Row }
}

class Placeholder {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** Stands for a parameter's value while the query is built. */
export type Parameters<P> = <K extends keyof P & string>(name: K) => P[K]

/**
 * Declares a statement.
 * @example statement<{ run_id: string }>()((db, p) => db.selectFrom('tags').selectAll().where('run_uuid', '=', p('run_id')))
 */
export function statement<Params>() {
  return <Row>(
    build: (db: Builder, p: Parameters<Params>, dialect: Dialect) => Compilable<Row>,
  ): Statement<Params, Row> => ({
    compile: (builder, dialect) =>
      compileWithNames(build(builder, placeholder as Parameters<Params>, dialect).compile()),
  })
}

/** The cast lets a placeholder stand where Kysely's types ask for the value itself. */
function placeholder(name: string): never {
  return new Placeholder(name) as never
}

function compileWithNames(query: CompiledQuery): Compiled {
  const order = query.parameters
  return {
    sql: query.sql,
    bind: (params) => order.map((value) => (value instanceof Placeholder ? params[value.name] : value)),
  }
}
