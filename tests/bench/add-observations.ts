import { readSettings } from '../../lib/config.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';

/** `add-observations.ts <data root> <instant> <n> <now>`: one more observation of each n-th account, then its derived tables. */

const [, , data = '', observed_at = '', every = '1', as_of = ''] = process.argv;
const writer = await LedgerWriter.open(data, 'bench', { capture_id: 'bench', file: null });
const latest = new Map((await readTable('account', { data })).map((row) => [row.account_id, row]));
for (const [i, row] of [...latest.values()].entries())
  if (i % Number(every) === 0)
    writer.add('account', {
      ...row,
      observed_at,
      followers: (row.followers ?? 0) + 5,
      likes: (row.likes ?? 0) + 50,
    });
await writer.commit();
await transform({ ...readSettings(), data, as_of });
