import type { Kind } from './kind.ts';
import { accountSeries } from './kinds/account-series.ts';
import { accountSheet } from './kinds/account-sheet.ts';
import { hashtagSeries } from './kinds/hashtag-series.ts';
import { ledgerTable } from './kinds/ledger-table.ts';
import { postTable } from './kinds/post-table.ts';
import { scraperAccounts } from './kinds/scraper-accounts.ts';
import { scraperKinds } from './kinds/scraper-posts.ts';
import { soundSeries } from './kinds/sound-series.ts';
import { studioActivity } from './kinds/studio-activity.ts';
import { studioAudience } from './kinds/studio-audience.ts';
import { studioContent } from './kinds/studio-content.ts';
import { studioFollowers } from './kinds/studio-followers.ts';
import { studioOverview } from './kinds/studio-overview.ts';
import { studioViewers } from './kinds/studio-viewers.ts';
import { trendingSnapshot } from './kinds/trending-snapshot.ts';
import { type PageKind, pageKinds } from './page-kinds.ts';
import { personalData } from './personal-data.ts';

/** Every kind of table that import reads, in the order people are told of them. */
export const tableKinds: readonly Kind[] = [
  accountSeries,
  postTable,
  hashtagSeries,
  soundSeries,
  accountSheet,
  ...scraperKinds,
  scraperAccounts,
  trendingSnapshot,
  studioOverview,
  studioContent,
  studioFollowers,
  studioViewers,
  studioActivity,
  studioAudience,
  ledgerTable,
];

/** What `--as` takes, with a sentence each: the kinds of tables and of saved pages. */
export const importKinds: readonly { id: string; title: string; about: string }[] = [
  ...tableKinds.map(({ id, title, about }) => ({ id, title, about })),
  personalData,
  ...(Object.entries(pageKinds) as [PageKind, { title: string; about: string }][]).map(([id, words]) => ({
    id,
    ...words,
  })),
];

export const kindIds: readonly string[] = importKinds.map((kind) => kind.id);
