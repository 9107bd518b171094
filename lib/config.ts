import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isInstant, isZone } from './calendar.ts';
import { InputError } from './errors.ts';
import { proxyProblem } from './schema/proxy.ts';
import { readTiers, usualTiers } from './schema/tier.ts';

/**
 * Every setting, in one table: default, unit, environment name and sentence. Options win over the environment, the
 * environment over `clipbook.config.json`, the file over the defaults. The only file that reads the environment.
 */

interface SettingSpec<T> {
  /** Reads a value from text (environment, options) or JSON (file). */
  schema: z.ZodType<T>;
  default: T;
  env: string | null;
  /** Further names in the environment that other tools use for it, asked after `env`. */
  alsoEnv?: readonly string[];
  unit?: string;
  /** What it means, in a sentence. */
  about: string;
}

const spec = <T>(setting: SettingSpec<T>) => setting;

const text = z.string().min(1);
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const httpUrl = z
  .string()
  .refine(
    (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    'not an http or https URL',
  )
  .transform((value) => value.replace(/\/+$/, ''));
/** What a header can carry: visible ASCII, so that a stray line end is found here and not in a request. */
const isSecret = (value: string) => /^[\x21-\x7e]+$/.test(value);
const secret = z.string().trim().refine(isSecret, 'not a key or token').nullable();
/** Secrets are sent there, so nobody on the way may read them. */
const apiUrl = httpUrl.refine(
  (value) => /^https:|^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::|\/|$)/i.test(value),
  'not an https URL (http is for this machine only)',
);
const words = (separator: RegExp) =>
  z.union([
    z.array(z.string()),
    z.string().transform((value) => value.split(separator).filter((word) => word !== '')),
  ]);
const instantText = z
  .string()
  .transform((value) =>
    Number.isNaN(Date.parse(value)) ? value : `${new Date(value).toISOString().slice(0, 19)}Z`,
  )
  .refine(isInstant, 'not an ISO 8601 instant');

export const settingSpecs = {
  data: spec({
    schema: text,
    default: './data',
    env: 'CLIPBOOK_DATA',
    about: 'The data root: the folder that holds the ledger.',
  }),
  cache: spec({
    schema: text,
    default: 'on',
    env: 'CLIPBOOK_CACHE',
    about:
      'Big tables are kept a second time in a form that is read far faster: `on` in `.cache` of the data root, `off` not at all, or the folder for it. It changes no answer, is made again when it is missing and may be deleted at any time.',
  }),
  chromium: spec({
    schema: text.nullable(),
    default: null as string | null,
    env: 'CLIPBOOK_CHROMIUM',
    about: 'The Chromium or Chrome that prints a report as PDF; empty for one on the PATH.',
  }),
  origin: spec({
    schema: httpUrl,
    default: 'https://www.tiktok.com',
    env: 'CLIPBOOK_ORIGIN',
    about: 'Base URL the collectors talk to.',
  }),
  robots: spec({
    schema: z
      .union([
        z.array(z.string()),
        z.string().transform((value) => (value.trim() === 'obey' ? [] : value.trim().split(/\s+/))),
      ])
      .refine((paths) => paths.every((prefix) => prefix.startsWith('/')), 'paths begin with /'),
    default: [] as string[],
    env: 'CLIPBOOK_ROBOTS',
    about:
      '`obey`, or path prefixes (space-separated) that are fetched although the origin’s robots.txt disallows them. That is your own decision and your own responsibility.',
  }),
  proxies: spec({
    schema: words(/\s*,\s*/).superRefine((proxies, context) => {
      const problems = proxies.map(proxyProblem);
      const at = problems.findIndex((problem) => problem !== null);
      if (at !== -1)
        context.addIssue({ code: 'custom', message: `a list whose number ${at + 1} ${problems[at]}` });
    }),
    default: [] as string[],
    env: 'CLIPBOOK_PROXIES',
    about:
      'Proxies, comma-separated `http://`, `https://` or `socks5://` URLs; name and password percent-encoded. An account keeps its proxy as long as that works. Read from the environment only.',
  }),
  api_origin: spec({
    schema: apiUrl,
    default: 'https://open.tiktokapis.com',
    env: 'CLIPBOOK_API_ORIGIN',
    about: 'Base URL of the official APIs: https, or http on this machine.',
  }),
  display_client_key: spec({
    schema: secret,
    default: null as string | null,
    env: 'CLIPBOOK_DISPLAY_CLIENT_KEY',
    about: 'Client key of your application for the Display API. A secret: read from the environment only.',
  }),
  display_client_secret: spec({
    schema: secret,
    default: null as string | null,
    env: 'CLIPBOOK_DISPLAY_CLIENT_SECRET',
    about: 'Client secret that goes with it. A secret: read from the environment only.',
  }),
  display_refresh_tokens: spec({
    schema: words(/[\s,]+/).refine((tokens) => tokens.every(isSecret), 'not a list of tokens'),
    default: [] as string[],
    env: 'CLIPBOOK_DISPLAY_REFRESH_TOKENS',
    about:
      'Refresh tokens, one for each account of yours that the Display API is asked about, separated by spaces or commas. Secrets: read from the environment only.',
  }),
  display_token_file: spec({
    schema: text.nullable(),
    default: null as string | null,
    env: 'CLIPBOOK_DISPLAY_TOKEN_FILE',
    about:
      'A file outside the project in which refresh tokens are kept that TikTok handed out in place of those in the environment, readable by you alone. Without it they are lost at the end of a run.',
  }),
  display_access_token: spec({
    schema: secret,
    default: null as string | null,
    env: 'CLIPBOOK_DISPLAY_ACCESS_TOKEN',
    about:
      'An access token for the Display API, used as it is where there is no refresh token. A secret: read from the environment only.',
  }),
  research_client_key: spec({
    schema: secret,
    default: null as string | null,
    env: 'CLIPBOOK_RESEARCH_CLIENT_KEY',
    about:
      'Client key of your project for the Research API, which is asked where key and secret are set. A secret: read from the environment only.',
  }),
  research_client_secret: spec({
    schema: secret,
    default: null as string | null,
    env: 'CLIPBOOK_RESEARCH_CLIENT_SECRET',
    about: 'Client secret that goes with it. A secret: read from the environment only.',
  }),
  webhook: spec({
    schema: httpUrl.nullable(),
    default: null as string | null,
    env: 'CLIPBOOK_WEBHOOK',
    about: 'URL that `publish --send` posts alerts to. A secret: read from the environment only.',
  }),
  s3_endpoint: spec({
    schema: httpUrl.nullable(),
    default: null as string | null,
    env: 'AWS_ENDPOINT_URL_S3',
    alsoEnv: ['AWS_ENDPOINT_URL'],
    about:
      'Where the S3-compatible store of the backups answers, such as `https://s3.example.org`; without it, Amazon’s.',
  }),
  s3_region: spec({
    schema: z.string().regex(/^[a-z0-9-]+$/, 'not the name of a region'),
    default: 'us-east-1',
    env: 'AWS_REGION',
    alsoEnv: ['AWS_DEFAULT_REGION'],
    about: 'Region of the bucket.',
  }),
  s3_access_key_id: spec({
    schema: secret,
    default: null as string | null,
    env: 'AWS_ACCESS_KEY_ID',
    about: 'Key for the store of the backups. A secret: read from the environment only.',
  }),
  s3_secret_access_key: spec({
    schema: secret,
    default: null as string | null,
    env: 'AWS_SECRET_ACCESS_KEY',
    about: 'The secret that goes with it. A secret: read from the environment only.',
  }),
  s3_session_token: spec({
    schema: secret,
    default: null as string | null,
    env: 'AWS_SESSION_TOKEN',
    about: 'Token of a temporary key, where it has one. A secret: read from the environment only.',
  }),
  as_of: spec({
    schema: instantText.nullable(),
    default: null as string | null,
    env: 'CLIPBOOK_AS_OF',
    about:
      'The instant that a build or a report counts as now (ISO 8601); empty means the clock. Makes builds reproducible.',
  }),
  out: spec({ schema: text, default: './dist', env: 'CLIPBOOK_OUT', about: 'Where the site is written.' }),
  base: spec({
    schema: z.string().regex(/^\/(?:.*)$/, 'begins with /'),
    default: '/',
    env: 'CLIPBOOK_BASE',
    about: 'Base path of the published site.',
  }),
  site: spec({
    schema: httpUrl.nullable(),
    default: null as string | null,
    env: 'CLIPBOOK_SITE',
    about: 'Absolute URL of the published site, for feeds and previews.',
  }),
  title: spec({
    schema: text,
    default: 'Clipbook',
    env: 'CLIPBOOK_TITLE',
    about: 'Name of the published site.',
  }),
  chart_images: spec({
    schema: z.enum(['auto', 'all', 'first', 'none']),
    default: 'auto' as 'auto' | 'all' | 'first' | 'none',
    env: 'CLIPBOOK_CHART_IMAGES',
    about:
      'Which charts of the site also get a PNG: `all`, the `first` of each page, `none`, or `auto`: all on a site of up to 200 accounts, none on a larger one. The first chart of a page is its preview image where `site` is set. A PNG takes some 30 ms once; one that has not changed is taken from the cache.',
  }),
  zone: spec({
    schema: z.string().refine(isZone, 'not an IANA time zone'),
    default: 'UTC',
    env: 'CLIPBOOK_ZONE',
    about: 'IANA time zone of accounts whose watchlist line names none.',
  }),
  tiers: spec({
    schema: words(/[\s,]+/).refine(
      (tiers) => readTiers(tiers) !== null,
      'not a rising list of tiers such as small=0 large=100000',
    ),
    default: usualTiers,
    env: 'CLIPBOOK_TIERS',
    about:
      'Sizes of accounts that benchmarks compare within, separated by spaces or commas, each with the followers from which it counts.',
  }),
  requests_per_minute: spec({
    schema: whole(1, 60_000),
    default: 20,
    unit: 'requests per minute',
    env: 'CLIPBOOK_REQUESTS_PER_MINUTE',
    about: 'Pace of the collector: about what a person who reads pages would ask for.',
  }),
  burst: spec({
    schema: whole(1, 100),
    default: 3,
    unit: 'requests',
    env: 'CLIPBOOK_BURST',
    about:
      'How many requests may go out at once after a rest, as when somebody opens a few posts of an account; the average stays the pace.',
  }),
  concurrency: spec({
    schema: whole(1, 64),
    default: 1,
    unit: 'requests at once',
    env: 'CLIPBOOK_CONCURRENCY',
    about:
      'How many requests may be under way at once, over all proxies. One is enough for the usual pace; more is for origins of your own.',
  }),
  proxy_requests_per_minute: spec({
    schema: whole(1, 60_000),
    default: 10,
    unit: 'requests per minute',
    env: 'CLIPBOOK_PROXY_REQUESTS_PER_MINUTE',
    about:
      'Pace of each single proxy, below the pace of all together: more proxies do not mean more requests.',
  }),
  time_limit_ms: spec({
    schema: whole(100, 600_000),
    default: 30_000,
    unit: 'milliseconds',
    env: 'CLIPBOOK_TIME_LIMIT_MS',
    about: 'Time limit of one request, body included.',
  }),
  retries: spec({
    schema: whole(0, 10),
    default: 2,
    unit: 'retries',
    env: 'CLIPBOOK_RETRIES',
    about: 'How often a request that failed for a passing reason is tried again.',
  }),
} as const;

export type SettingName = keyof typeof settingSpecs;
export type Settings = { -readonly [N in SettingName]: (typeof settingSpecs)[N]['default'] };

/** Name of the settings file in the project's folder. */
export const configFileName = 'clipbook.config.json';

/** Settings that may not stand in a file, since they can hold credentials. */
export const environmentOnly: readonly SettingName[] = [
  'proxies',
  'display_client_key',
  'display_client_secret',
  'display_refresh_tokens',
  'display_access_token',
  'research_client_key',
  'research_client_secret',
  'webhook',
  's3_access_key_id',
  's3_secret_access_key',
  's3_session_token',
];

/**
 * Settings for a command: options over environment over `clipbook.config.json` in `folder` over defaults. Relative paths
 * (`data`, `out`) are resolved against `folder`.
 * Throws `InputError` naming the setting and where its wrong value stands.
 */
export function readSettings(
  options: Partial<Record<SettingName, string | undefined>> = {},
  env: Record<string, string | undefined> = process.env,
  folder: string = process.cwd(),
): Settings {
  const file = readConfigFile(path.join(folder, configFileName));
  const settings: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settingSpecs) as [SettingName, SettingSpec<unknown>][]) {
    const names = setting.env === null ? [] : [setting.env, ...(setting.alsoEnv ?? [])];
    const variable = names.find((each) => (env[each] ?? '') !== '');
    if (file[name] !== undefined && environmentOnly.includes(name))
      throw new InputError(
        'bad_setting',
        `The setting "${name}" stands in ${configFileName}, but it can hold credentials.`,
        { hint: `Take it out of the file and set ${setting.env} in the environment.` },
      );
    const [value, where] =
      options[name] !== undefined
        ? [options[name], `option --${name.replaceAll('_', '-')}`]
        : variable !== undefined
          ? [env[variable], `environment variable ${variable}`]
          : file[name] !== undefined
            ? [file[name], configFileName]
            : [undefined, 'default'];
    if (value === undefined) {
      settings[name] = setting.default;
      continue;
    }
    const parsed = setting.schema.safeParse(value);
    if (!parsed.success)
      throw new InputError(
        'bad_setting',
        // A wrong proxy may hold a password, so its value is not shown.
        `The ${where} is wrong: ${environmentOnly.includes(name) ? 'the value' : JSON.stringify(value)} is ${parsed.error.issues[0]?.message ?? 'not valid'}.`,
        { hint: `"${name}": ${setting.about}` },
      );
    settings[name] = parsed.data;
  }
  const result = settings as Settings;
  result.data = path.resolve(folder, result.data);
  result.out = path.resolve(folder, result.out);
  if (result.cache !== 'on' && result.cache !== 'off') result.cache = path.resolve(folder, result.cache);
  if (result.display_token_file !== null)
    result.display_token_file = path.resolve(folder, result.display_token_file);
  return result;
}

function readConfigFile(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new InputError('bad_config', `${configFileName} is not valid JSON.`, {
      cause,
      hint: 'Correct it, or remove it to use the defaults.',
    });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new InputError('bad_config', `${configFileName} must hold one JSON object.`);
  const { $schema: _schema, ...settings } = parsed as Record<string, unknown>;
  const unknown = Object.keys(settings).find((name) => !Object.hasOwn(settingSpecs, name));
  if (unknown !== undefined)
    throw new InputError('bad_config', `${configFileName} has the unknown setting "${unknown}".`, {
      hint: `The settings are: ${Object.keys(settingSpecs).join(', ')}.`,
    });
  return settings;
}

/** The terminal's wishes: whether colour and moving progress are welcome on standard error. */
export function readTerminal(
  env: Record<string, string | undefined> = process.env,
  stream: { isTTY?: boolean } = process.stderr,
): { colour: boolean; live: boolean } {
  const live = stream.isTTY === true && env['CI'] === undefined && env['TERM'] !== 'dumb';
  return { live, colour: live && (env['NO_COLOR'] ?? '') === '' };
}

/** The JSON Schema of `clipbook.config.json`, for editors: every setting that may stand in the file. */
export function configJsonSchema(): object {
  const properties: Record<string, unknown> = { $schema: { type: 'string' } };
  for (const [name, setting] of Object.entries(settingSpecs) as [SettingName, SettingSpec<unknown>][]) {
    if (environmentOnly.includes(name)) continue;
    const { $schema: _schema, ...shape } = z.toJSONSchema(setting.schema, {
      io: 'input',
      unrepresentable: 'any',
    });
    properties[name] = { ...shape, description: setting.about, default: setting.default };
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Settings of a Clipbook project',
    type: 'object',
    additionalProperties: false,
    properties,
  };
}
