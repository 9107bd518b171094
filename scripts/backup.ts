import { isDay } from '#lib/calendar';
import { InputError } from '#lib/errors';
import { type Keep, usualKeep } from '#lib/operate/backup/retention';
import { createBackup, listBackups, pruneBackups, verifyBackups } from '#lib/pipeline/backup';
import { restoreBackup } from '#lib/pipeline/restore';
import { defineCommand, type Input, type Outcome } from './_front.ts';

const options = {
  to: { value: '<place>', about: 'create: where the archive goes, a folder or s3://bucket/folder' },
  from: { value: '<place>', about: 'the others: where the archives are, or one archive' },
  name: { value: '<name>', about: 'what the ledger is called in the names of its archives (clipbook)' },
  raw: { about: 'create: with the captures under raw/ too' },
  wait: { value: '<seconds>', about: 'create: how long to wait for another command that writes (60)' },
  'keep-daily': { value: '<n>', about: 'prune, create: keep the newest of each of the last n days (7)' },
  'keep-weekly': { value: '<n>', about: 'the same for weeks (5)' },
  'keep-monthly': { value: '<n>', about: 'the same for months (12)' },
  'dry-run': { about: 'prune: only say what would be removed' },
  archive: { value: '<file>', about: 'verify, restore: this archive' },
  newest: { about: 'verify: only the newest archive, not all of them' },
  'as-of': { value: '<day>', about: 'restore: the newest archive at or before that day (UTC)' },
  table: { value: '<table>', about: 'restore: only this table' },
  into: { value: '<folder>', about: 'restore: make a ledger of this folder, instead of the data root' },
  replace: { about: 'restore: what is there may go' },
} as const;

type Asked = Input<keyof typeof options>;

const verbs: Record<string, (input: Asked) => Promise<Outcome>> = { create, list, verify, restore, prune };

export const { help, run } = defineCommand({
  name: 'backup',
  positionals: `<${Object.keys(verbs).join('|')}>`,
  about:
    'Keeps dated archives of the ledger, its settings file and its state in a folder or an S3-compatible store, checks them, and brings a ledger back. Secrets are never in an archive.',
  options,
  examples: [
    'clipbook backup create --to backups --keep-daily 7 --keep-weekly 5 --keep-monthly 12',
    'clipbook backup create --to s3://my-bucket/clipbook',
    'clipbook backup verify --from backups --newest',
    'clipbook backup restore --from backups --as-of 2026-11-20 --into restored',
  ],
  async run(input) {
    const [verb = '', ...rest] = input.positionals;
    const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    if (!act || rest.length > 0)
      throw new InputError('bad_usage', 'Say what to do: create, list, verify, restore or prune.', {
        hint: '"clipbook backup --help" has examples.',
      });
    return act(input);
  },
});

async function create({ settings, option, flag, progress }: Asked): Promise<Outcome> {
  const keep = keepOf(option);
  const summary = await createBackup(
    settings,
    {
      to: needed(option, 'to'),
      raw: flag('raw'),
      waitMs: wholeNumber('wait', option('wait') ?? '60', 86_400) * 1000,
      ...(keep ? { keep } : {}),
      ...ledger(option),
    },
    progress,
  );
  const { name, files, bytes, archive_bytes, place, left_out, removed } = summary;
  return {
    exitCode: 0,
    json: summary,
    text: [
      `${name}: ${files.toLocaleString('en-US')} files, ${size(bytes)} in ${size(archive_bytes)}, in ${place}.`,
      ...left_out.slice(0, 10).map(({ file, why }) => `Left out ${file}: ${why}.`),
      ...(left_out.length > 10 ? [`Left out ${left_out.length - 10} more files.`] : []),
      ...removed.map((each) => `Removed ${each}, which is no longer to be kept.`),
    ],
  };
}

async function list({ settings, option }: Asked): Promise<Outcome> {
  const summary = await listBackups(settings, needed(option, 'from'), option('name'));
  return {
    exitCode: 0,
    json: summary,
    text: [
      summary.archives.length === 0 ? `No backup in ${summary.place}.` : `Backups in ${summary.place}:`,
      ...summary.archives.map(
        (each) => `  ${each.created_at}  ${size(each.archive_bytes).padStart(9)}  ${each.name}`,
      ),
    ],
  };
}

async function verify({ settings, option, flag, progress }: Asked): Promise<Outcome> {
  const archive = option('archive');
  const summary = await verifyBackups(
    settings,
    needed(option, 'from'),
    { newest: flag('newest'), ...(archive === undefined ? {} : { archive }), ...ledger(option) },
    progress,
  );
  return {
    exitCode: summary.damaged > 0 ? 5 : 0,
    json: summary,
    text: summary.archives.flatMap(({ name, ok, files, bytes, damage }) =>
      ok
        ? [`${name}: sound, ${files.toLocaleString('en-US')} files, ${size(bytes)}.`]
        : [`${name}: DAMAGED`, ...damage.map(({ message }) => `  ${message}`)],
    ),
  };
}

async function restore({ settings, option, flag, progress }: Asked): Promise<Outcome> {
  const asOf = option('as-of');
  if (asOf !== undefined && !isDay(asOf))
    throw new InputError('bad_day', `--as-of "${asOf}" is not a day.`, { hint: 'Give it as 2026-11-22.' });
  const [archive, table, into] = [option('archive'), option('table'), option('into')];
  const summary = await restoreBackup(
    settings,
    {
      from: needed(option, 'from'),
      replace: flag('replace'),
      ...(archive === undefined ? {} : { archive }),
      ...(asOf === undefined ? {} : { asOf }),
      ...(table === undefined ? {} : { table }),
      ...(into === undefined ? {} : { into }),
      ...ledger(option),
    },
    progress,
  );
  const { files, bytes, removed } = summary;
  return {
    exitCode: 0,
    json: summary,
    text: [
      summary.unchanged
        ? `${summary.into} is just what ${summary.archive} holds: nothing to do.`
        : `${files.toLocaleString('en-US')} files, ${size(bytes)}, from ${summary.archive} in ${summary.into}${removed > 0 ? `; ${removed} files that are not in it went` : ''}.`,
      ...(summary.settings === 'restored' ? ['The settings file is back as well.'] : []),
      ...(summary.settings === 'left'
        ? ['The settings file here says something else than the one in the backup, and stays.']
        : []),
    ],
  };
}

async function prune({ settings, option, flag }: Asked): Promise<Outcome> {
  const dryRun = flag('dry-run');
  const summary = await pruneBackups(settings, needed(option, 'from'), {
    dryRun,
    keep: keepOf(option) ?? usualKeep,
    ...ledger(option),
  });
  return {
    exitCode: 0,
    json: summary,
    text: [
      ...summary.kept.map(({ name, reasons }) => `keep    ${name}  ${reasons.join(', ')}`),
      ...summary.left.map((name) => `leave   ${name}  no archive that this program can read`),
      ...summary.removed.map((name) => `${dryRun ? 'would remove' : 'removed'} ${name}`),
      ...(summary.removed.length === 0 ? ['Nothing to remove.'] : []),
    ],
  };
}

function needed(option: Asked['option'], name: 'to' | 'from'): string {
  const place = option(name);
  if (place !== undefined && place !== '') return place;
  throw new InputError('bad_usage', `Say where the backups are: --${name} <place>.`, {
    hint: 'A folder, or s3://bucket/folder.',
  });
}

function ledger(option: Asked['option']): { ledger?: string } {
  const name = option('name');
  return name === undefined ? {} : { ledger: name };
}

/** What is to be kept, where any of it is said; what is not said is none then. */
function keepOf(option: Asked['option']): Keep | null {
  const names = ['daily', 'weekly', 'monthly'] as const;
  if (names.every((name) => option(`keep-${name}`) === undefined)) return null;
  const [daily, weekly, monthly] = names.map((name) =>
    wholeNumber(`keep-${name}`, option(`keep-${name}`) ?? '0', 100_000),
  ) as [number, number, number];
  return { daily, weekly, monthly };
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  throw new InputError('bad_number', `--${name} "${text}" is not a number from 0 to ${max}.`);
}

function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${units[unit]}`;
}
