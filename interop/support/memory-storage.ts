import type { BaseRecord, BaseRecordConstructor, Module, StorageService } from '@credo-ts/core'
import { InjectionSymbols, RecordNotFoundError } from '@credo-ts/core'

// biome-ignore lint/suspicious/noExplicitAny: Credo's records are typed by their tags, which no storage has to know.
type AnyRecord = BaseRecord<any, any, any>

/** Storage for Credo, which wants one: what a wallet holds for the length of a test. */
class MemoryStorage implements StorageService<AnyRecord> {
  readonly supportsCursorPagination = false
  readonly #records = new Map<string, AnyRecord>()

  async save(_context: unknown, record: AnyRecord) {
    this.#records.set(record.id, record)
  }
  async update(_context: unknown, record: AnyRecord) {
    this.#records.set(record.id, record)
  }
  async delete(_context: unknown, { id }: AnyRecord) {
    this.#records.delete(id)
  }
  async deleteById(_context: unknown, _type: BaseRecordConstructor<AnyRecord>, id: string) {
    this.#records.delete(id)
  }
  async getById(_context: unknown, type: BaseRecordConstructor<AnyRecord>, id: string) {
    const record = this.#records.get(id)
    if (record === undefined) throw new RecordNotFoundError('There is no such record.', { recordType: type.type })
    return record
  }
  async getAll(_context: unknown, type: BaseRecordConstructor<AnyRecord>) {
    return [...this.#records.values()].filter((record) => record.type === type.type)
  }
  async findByQuery(context: unknown, type: BaseRecordConstructor<AnyRecord>, query: Record<string, unknown>) {
    return (await this.getAll(context, type)).filter((record) => fits(record.getTags(), query))
  }
}

/** Tags that are equal, or hold all that is asked for; `$and`, `$or` and `$not` of such. */
function fits(tags: Record<string, unknown>, query: Record<string, unknown>): boolean {
  return Object.entries(query).every(([name, value]) => {
    if (value === undefined) return true
    const all = value as Record<string, unknown>[]
    if (name === '$and') return all.every((part) => fits(tags, part))
    if (name === '$or') return all.some((part) => fits(tags, part))
    if (name === '$not') return !fits(tags, value as Record<string, unknown>)
    const tag = tags[name]
    return Array.isArray(value) ? value.every((one) => Array.isArray(tag) && tag.includes(one)) : tag === value
  })
}

export class MemoryStorageModule implements Module {
  register(dependencyManager: Parameters<Module['register']>[0]) {
    dependencyManager.registerInstance(InjectionSymbols.StorageService, new MemoryStorage())
  }
}
