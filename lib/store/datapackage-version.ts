/** The parts of a resource that its version hangs on; others may be there. */
export interface DescribedResource {
  name: string;
  /** The table, where the resource is only a part of it in another form. */
  'clipbook:table'?: string;
  schema?: { fields?: readonly unknown[]; primaryKey?: unknown };
  /** Rows in all, and one hash over the hashes of the files. */
  rows?: number;
  content?: string;
}

export interface Described {
  version?: string;
  resources?: readonly DescribedResource[];
}

/** The first version of a package. */
export const firstVersion = '1.0.0';

/**
 * The version of a package that follows another, by the Data Package version recipe: MAJOR where a column was added, removed,
 * moved or made stricter, or a resource is gone; MINOR where rows or a resource came; PATCH where a value, a title or a description
 * was corrected; the same where nothing differs. `1.0.0` where there was none that can be read.
 * @see https://datapackage.org/recipes/data-package-version/
 */
export function nextVersion(old: Described | null, now: Described): string {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(old?.version ?? '');
  if (!old || !match) return firstVersion;
  const [major, minor, patch] = match.slice(1).map(Number) as [number, number, number];
  const [before, after] = [tablesOf(old), tablesOf(now)];
  for (const [name, resource] of before) {
    const next = after.get(name);
    if (!next || structureOf(resource) !== structureOf(next)) return `${major + 1}.0.0`;
  }
  for (const [name, resource] of after) {
    const known = before.get(name);
    if (!known || (resource.rows ?? 0) > (known.rows ?? 0)) return `${major}.${minor + 1}.0`;
  }
  return wordsOf(old) === wordsOf(now) ? `${major}.${minor}.${patch}` : `${major}.${minor}.${patch + 1}`;
}

/** The resources by table; parts of one table count together, so that it may move from one form to another. */
function tablesOf({ resources = [] }: Described): Map<string, DescribedResource> {
  const found = new Map<string, DescribedResource>();
  for (const each of resources) {
    const name = each['clipbook:table'] ?? each.name;
    const known = found.get(name);
    found.set(name, known ? { ...known, rows: (known.rows ?? 0) + (each.rows ?? 0) } : each);
  }
  return found;
}

/** What a program that reads the rows relies on: names, types and constraints of the columns in order, and the key. */
function structureOf({ schema }: DescribedResource): string {
  const fields = (schema?.fields ?? []).map((field) => {
    const { name, type, format, delimiter, constraints } = field as Record<string, unknown>;
    return { name, type, format, delimiter, constraints };
  });
  return JSON.stringify([fields, schema?.primaryKey]);
}

function wordsOf({ version: _version, ...rest }: Described): string {
  return JSON.stringify(rest);
}
