import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A ledger as Clipbook 0.1 wrote `owner_day`: version 1, without followers gained and lost and the audience reached. */

const header =
  'account_id,day,observed_at,video_views,profile_views,likes_net,comments_net,shares_net,followers_net,source,capture_id';

/** Day files of that version with their manifest, from the lines of each day; all of one month. */
export function writeFirstVersion(data: string, days: Readonly<Record<string, readonly string[]>>): void {
  const names = Object.keys(days).sort();
  const month = names[0]?.slice(0, 7) ?? '';
  const folder = path.join(data, 'clean/v1/owner_day', ...month.split('-'));
  mkdirSync(folder, { recursive: true });
  const files = names.map((day) => {
    const text = `${[header, ...(days[day] ?? [])].join('\n')}\n`;
    writeFileSync(path.join(folder, `${day}.csv`), text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    return { file: `${day}.csv`, rows: days[day]?.length ?? 0, bytes: Buffer.byteLength(text), sha256 };
  });
  const rows = files.reduce((sum, each) => sum + each.rows, 0);
  writeFileSync(
    path.join(folder, 'manifest.json'),
    JSON.stringify({
      table: 'owner_day',
      month,
      rows,
      first_day: names[0],
      last_day: names.at(-1),
      files,
    }),
  );
}
