import { randomUUID } from 'node:crypto'
import type { Pool, RowDataPacket } from 'mysql2/promise'
import { ANYTHING, type Change, type News } from './news.ts'

/** Our own table; without it servers just do not hear of each other. */
export const NEWS_TABLE = `create table if not exists millrace_news (
  id bigint not null auto_increment primary key,
  origin varchar(36) not null,
  told timestamp not null default current_timestamp,
  news mediumtext not null)`

const LOOK_EVERY_MS = 1000
const FORGET = 'delete from millrace_news where told < current_timestamp - interval 1 minute limit 1000'

/** A table that every server writes its news to and that those with listeners look into. */
export class MysqlNews implements News {
  readonly #pool: Pool
  readonly #origin = randomUUID()

  constructor(pool: Pool) {
    this.#pool = pool
  }

  tell(change: Change): void {
    void this.#tell(JSON.stringify(change)).catch(() => {})
  }

  listen(heard: (change: Change) => void): () => void {
    let last: number | undefined
    let looking = false
    const timer = setInterval(async () => {
      if (looking) return
      looking = true
      try {
        last = await this.#look(last, heard)
      } catch {
        // The database is away; what was told meanwhile may be forgotten when it is back.
        last = undefined
      }
      looking = false
    }, LOOK_EVERY_MS).unref()
    return () => clearInterval(timer)
  }

  async #tell(news: string): Promise<void> {
    await this.#pool.query('insert into millrace_news (origin, news) values (?, ?)', [this.#origin, news])
    await this.#pool.query(FORGET)
  }

  async #look(last: number | undefined, heard: (change: Change) => void): Promise<number> {
    if (last === undefined) {
      const [[row]] = await this.#pool.query<RowDataPacket[]>('select max(id) as id from millrace_news')
      heard(ANYTHING)
      return Number(row?.id ?? 0)
    }
    const [rows] = await this.#pool.query<RowDataPacket[]>(
      'select id, origin, news from millrace_news where id > ? order by id',
      [last],
    )
    for (const { origin, news } of rows) if (origin !== this.#origin) heard(JSON.parse(news) as Change)
    return Number(rows.at(-1)?.id ?? last)
  }
}
