import { freePort } from '../../helpers/free-port.ts'

const NAMED = /(127\.0\.0\.1:|localhost:|0\.0\.0\.0:|--port[ =]|-p )(\d{4,5})\b/g

/** Ports that a page names on this machine, and the free ones that stand for them while it is run. */
export class Ports {
  readonly #free: ReadonlyMap<string, string>

  private constructor(free: ReadonlyMap<string, string>) {
    this.#free = free
  }

  /** @param server what stands for 5000, where the page's server listens */
  static async of(codes: readonly string[], server: number): Promise<Ports> {
    const free = new Map([['5000', String(server)]])
    for (const [, , port = ''] of codes.join('\n').matchAll(NAMED)) {
      if (!free.has(port)) free.set(port, String(await freePort()))
    }
    return new Ports(free)
  }

  toFree(code: string): string {
    return code.replace(NAMED, (all, before: string, port: string) =>
      this.#free.has(port) ? before + this.#free.get(port) : all,
    )
  }

  /** In what was printed, the ports that the page names. */
  toNamed(printed: string): string {
    let text = printed
    for (const [named, free] of this.#free) text = text.replaceAll(`:${free}`, `:${named}`)
    return text
  }
}
