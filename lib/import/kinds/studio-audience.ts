import { InputError } from '../../errors.ts';
import { columnKey, findColumns, placeOf } from '../columns.ts';
import { accountIdOf } from '../identity.ts';
import type { Fit, ImportContext, Kind, RowMapper, TableHead } from '../kind.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';
import { exportInstant, requireStudioAccount } from '../studio-days.ts';
import { studioHeadings } from '../studio-headings.ts';

const synonyms = studioHeadings('gender', 'territory', 'share');

/** How the owner's followers divide, from an analytics export. */
export const studioAudience: Kind = {
  id: 'studio-audience',
  title: 'Studio audience',
  about:
    'FollowerGender.csv or FollowerTopTerritories.csv of a TikTok Studio export: shares of the followers. Needs the account and the day of the export (--at).',
  tables: ['owner_audience'],
  rank: 5,
  detect,
  open,
};

function detect({ header }: TableHead): Fit {
  const columns = findColumns(header, synonyms);
  const parts = columns.gender.length + columns.territory.length;
  const missing: string[] = [];
  if (parts !== 1) missing.push('one column of genders or territories');
  if (columns.share.length === 0) missing.push('Distribution');
  // A table of more columns is about something else that happens to name a gender.
  if (header.length !== 2) missing.push('these two columns only');
  return { missing, found: parts + columns.share.length };
}

async function open(context: ImportContext): Promise<RowMapper> {
  const { header } = context.records;
  const columns = findColumns(header, synonyms);
  const account_id = accountIdOf(requireStudioAccount(context));
  const at = exportInstant(context);
  if (at === null)
    throw new InputError(
      'instant_needed',
      `${context.file.file} does not say when it was taken: shares of the followers have no date of their own.`,
      { hint: 'Give the day of the export as --at 2026-02-28.' },
    );
  const dimension = columns.gender.length > 0 ? 'gender' : 'territory';
  const [segmentAt, shareAt] = [placeOf([...columns.gender, ...columns.territory]), placeOf(columns.share)];

  return (row, line) => {
    const refuse = (refusal: Refusal) => refuseRow(line, refusal, showCells(header, row));
    const share = readShare(row[shareAt] ?? '');
    if (share instanceof Refusal) return refuse(share);
    const segment = segmentOf(row[segmentAt] ?? '', dimension);
    if (segment === '') return refuse(new Refusal('not_observed', `the row names no ${dimension}`));
    return {
      line,
      drafts: [
        {
          table: 'owner_audience',
          row: {
            account_id,
            observed_at: at.at,
            dimension,
            segment,
            share,
            source: 'studio_csv',
            capture_id: context.file.capture_id,
          },
        },
      ],
    };
  };
}

const others = new Set(
  [
    ...[
      'Others',
      'Other',
      'Övriga',
      'Andra',
      'Andre',
      'Øvrige',
      'Otros',
      'Outros',
      'Autres',
      'Andere',
      'Sonstige',
    ],
    ...[
      'Altri',
      'Altro',
      'Overige',
      'Inne',
      'Другие',
      'Другое',
      'Інші',
      'Diğer',
      'Diğerleri',
      'Lainnya',
      'Lain-lain',
    ],
    ...['Khác', 'อื่นๆ', 'その他', '기타', '其他', 'أخرى', 'آخرون'],
  ].map(columnKey),
);

/** The part of the followers: a territory's code in capitals, `Others` in any language, a gender as it is named. */
function segmentOf(text: string, dimension: 'gender' | 'territory'): string {
  const segment = text.trim().replace(/\s+/g, ' ');
  if (dimension === 'gender') return segment;
  return others.has(columnKey(segment))
    ? 'Others'
    : /^[a-z]{2}$/i.test(segment)
      ? segment.toUpperCase()
      : segment;
}

/** A share from 0 to 1, also where it is written as a percentage or with a decimal comma. */
function readShare(text: string): number | Refusal {
  const trimmed = text.trim();
  if (/^(?:|undefined|null|nan|n\/a|-+)$/i.test(trimmed))
    return new Refusal('not_observed', 'the row holds no share');
  const found = /^(\d{1,3}(?:[.,]\d{1,17})?)\s?(%)?$/.exec(trimmed);
  const number = Number((found?.[1] ?? 'x').replace(',', '.'));
  // Thousandths of a percent: a hundredth part of 46.2 is not 0.462 in doubles.
  const share = found?.[2] ? Number((number / 100).toFixed(6)) : number;
  return share <= 1
    ? share
    : new Refusal('not_a_count', `"${trimmed.slice(0, 40)}" is not a share from 0 to 1`);
}
