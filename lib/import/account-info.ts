import type { Draft } from '../schema/draft.ts';
import { findColumns, placeOf } from './columns.ts';
import { infoHeadings } from './headings.ts';
import { ownText } from './identity.ts';
import type { ImportContext } from './kind.ts';

/** Accounts whose last details are remembered; beyond it a detail may be given twice, which does no harm. */
const maxRemembered = 20_000;

/**
 * Makes the reader of what a row says of the account itself. It gives a draft only where something differs from the row
 * before of the same account. Null where the file has no such column.
 */
export function openAccountInfo({
  file,
  records,
}: Pick<ImportContext, 'file' | 'records'>):
  | ((row: readonly string[], account_id: string, handle: string, observed_at: string) => Draft | null)
  | null {
  const columns = findColumns(records.header, infoHeadings);
  const at = (field: keyof typeof infoHeadings) => placeOf(columns[field]);
  const places = {
    name: at('name'),
    bio: at('bio'),
    verified: at('verified'),
    private: at('private'),
    region: at('region'),
    sec_uid: at('sec_uid'),
    link: at('link'),
  };
  const used = Object.values(places).filter((place) => place !== -1);
  if (used.length === 0) return null;
  const last = new Map<string, readonly string[]>();
  return (row, account_id, handle, observed_at) => {
    const before = last.get(account_id);
    if (before && before[0] === handle && used.every((place, i) => before[i + 1] === row[place])) return null;
    if (last.size >= maxRemembered) last.clear();
    last.set(account_id, [handle, ...used.map((place) => ownText(row[place] as string))]);
    return {
      table: 'account_info',
      row: {
        account_id,
        observed_at,
        handle,
        name: textAt(row, places.name),
        bio: textAt(row, places.bio),
        verified: flagAt(row, places.verified),
        private: flagAt(row, places.private),
        region: textAt(row, places.region),
        status: 'ok',
        sec_uid: textAt(row, places.sec_uid),
        link: textAt(row, places.link),
        source: 'import',
        capture_id: file.capture_id,
      },
    };
  };
}

/** The text of a cell, or null where it is empty or there is no such column. */
export function textAt(row: readonly string[], place: number): string | null {
  const text = (row[place] ?? '').trim();
  return text === '' ? null : text;
}

const flags: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  '1': true,
  false: false,
  no: false,
  '0': false,
};

/** A yes or no as programs write it; null for anything else. */
export function flagAt(row: readonly string[], place: number): boolean | null {
  return flags[(row[place] ?? '').trim().toLowerCase()] ?? null;
}
