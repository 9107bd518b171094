/**
 * What was looked up of a ledger in a thread whose ledger is taken to stay as it is: by what was asked. Null where it may change, as in a
 * program that runs on.
 */
let found: Map<string, Promise<unknown>> | null = null;

/**
 * From now on, and for as long as this thread lives, tables are looked up once: where their days lie, and that the cache fits them. For threads
 * that read one account after the other of a ledger that nobody writes meanwhile, or that find out afterwards whether somebody did.
 */
export function settleLedger(): void {
  found ??= new Map();
}

/** What `look` finds: in a settled thread once for all askers with this key. */
export function onceSettled<T>(key: string, look: () => Promise<T>): Promise<T> {
  if (found === null) return look();
  const known = found.get(key) as Promise<T> | undefined;
  if (known !== undefined) return known;
  const looked = look();
  found.set(key, looked);
  // What failed is tried again.
  looked.catch(() => found?.delete(key));
  return looked;
}
