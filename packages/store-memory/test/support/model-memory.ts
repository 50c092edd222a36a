/** What is under one key. It has a record, an entry, or both. */
interface Item {
  readonly key: string;
  record?: { readonly anonymous: boolean; expiresAt: number } | undefined;
  entry?: { readonly user: string; readonly expiresAt: number; revoked: boolean } | undefined;
}

/** The memory store in the plainest words: a list of items, those first that have been longest what they are. */
export class ModelMemory {
  now = 0;
  readonly #most: { readonly records: number; readonly items: number };
  #items: Item[] = [];

  constructor(records: number, items: number) {
    this.#most = { records, items };
  }

  get items(): number {
    return this.#items.length;
  }

  get records(): number {
    return this.#items.filter((item) => item.record).length;
  }

  create(key: string, anonymous: boolean, expiresAt: number): boolean {
    if (this.read(key)) return false;
    if (expiresAt <= this.now) return true;
    while (this.records === this.#most.records) {
      if (this.#freeEarliest()) continue;
      const records = this.#items.filter((item) => item.record);
      this.#end((records.find((item) => item.record?.anonymous) ?? records[0])!);
    }
    const item = this.#at(key) ?? this.#newItem(key);
    item.record = { anonymous, expiresAt };
    this.#settle(item);
    return true;
  }

  read(key: string): boolean {
    const item = this.#at(key);
    if (!item?.record) return false;
    if (item.record.expiresAt > this.now) return true;
    this.#end(item);
    return false;
  }

  extend(key: string, expiresAt: number): void {
    if (this.read(key)) this.#at(key)!.record!.expiresAt = expiresAt;
  }

  delete(key: string): boolean {
    if (!this.read(key)) return false;
    const item = this.#at(key)!;
    item.record = undefined;
    this.#settle(item);
    return true;
  }

  add(user: string, key: string, expiresAt: number): void {
    this.read(key);
    const old = this.#at(key);
    if (old) this.#unlist(old);
    if (expiresAt <= this.now) return;
    const item = this.#at(key) ?? this.#newItem(key);
    item.entry = { user, expiresAt, revoked: false };
    if (!item.record) this.#settle(item);
  }

  confirm(user: string, key: string, replaced: string): boolean {
    if (!this.list(user).includes(key) || this.#keys(user, true).includes(replaced)) return false;
    this.remove(user, replaced);
    return true;
  }

  remove(user: string, key: string): void {
    if (this.list(user).includes(key)) this.#unlist(this.#at(key)!);
  }

  list(user: string): string[] {
    return this.#keys(user, false);
  }

  revoke(user: string, except: string): string[] {
    for (const key of this.list(user)) if (key !== except) this.#at(key)!.entry!.revoked = true;
    return this.#keys(user, true);
  }

  #keys(user: string, revoked: boolean): string[] {
    const live = ({ entry, record }: Item): boolean =>
      entry!.expiresAt > this.now && (revoked || !record || record.expiresAt > this.now);
    return this.#items
      .filter((item) => item.entry?.user === user && item.entry.revoked === revoked && live(item))
      .map((item) => item.key)
      .sort();
  }

  #at(key: string): Item | undefined {
    return this.#items.find((item) => item.key === key);
  }

  #newItem(key: string): Item {
    if (this.items === this.#most.items) this.#freeEarliest();
    if (this.items === this.#most.items) this.#unlist(this.#items.find((item) => !item.record)!);
    const item: Item = { key };
    this.#items.push(item);
    return item;
  }

  /** The item changed into something else, or into nothing. */
  #settle(item: Item): void {
    this.#items.splice(this.#items.indexOf(item), 1);
    if (item.record || item.entry) this.#items.push(item);
  }

  #unlist(item: Item): void {
    item.entry = undefined;
    if (!item.record) this.#settle(item);
  }

  #end(item: Item): void {
    if (!item.record || !item.entry?.revoked) item.entry = undefined;
    item.record = undefined;
    this.#settle(item);
  }

  #freeEarliest(): boolean {
    const deadline = ({ record, entry }: Item): number => (record ?? entry!).expiresAt;
    const [earliest] = this.#items.toSorted((a, b) => deadline(a) - deadline(b));
    if (!earliest || deadline(earliest) > this.now) return false;
    this.#end(earliest);
    return true;
  }
}
