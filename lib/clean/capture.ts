import { type Capture, type CaptureKind, simulatedGenerator } from '../schema/capture.ts';
import { cleanDisplayUser } from './account/display-api.ts';
import { cleanResearchUser } from './account/research-api.ts';
import { cleanAccountPage } from './account-page.ts';
import { recogniseBlock } from './challenge.ts';
import { type Cleaned, type Status, withoutRows } from './cleaned.ts';
import { bodyText } from './decode.ts';
import { cleanHashtagEmbed } from './hashtag/embed.ts';
import { cleanHashtagPage } from './hashtag-page.ts';
import { cleanCreatorEmbed } from './post/creator-embed.ts';
import { cleanDisplayPosts } from './post/display-api.ts';
import { cleanPostEmbed } from './post/embed.ts';
import { cleanOembed } from './post/oembed.ts';
import { cleanResearchPosts } from './post/research-api.ts';
import { cleanPostPage } from './post-page.ts';
import { cleanSoundEmbed } from './sound/embed.ts';
import { cleanSoundPage } from './sound-page.ts';

export type { Cleaned, Status } from './cleaned.ts';

type Cleaner = (capture: Capture, text: string) => Cleaned;

/** The parser of each kind of capture that says something of accounts, posts, hashtags or sounds. */
export const cleaners: Record<Exclude<CaptureKind, 'robots'>, Cleaner> = {
  'account-page': cleanAccountPage,
  'post-page': cleanPostPage,
  'post-embed': cleanPostEmbed,
  'creator-embed': cleanCreatorEmbed,
  'hashtag-page': cleanHashtagPage,
  'hashtag-embed': cleanHashtagEmbed,
  'sound-page': cleanSoundPage,
  'sound-embed': cleanSoundEmbed,
  oembed: cleanOembed,
  'display-user': cleanDisplayUser,
  'display-posts': cleanDisplayPosts,
  'research-user': cleanResearchUser,
  'research-posts': cleanResearchPosts,
};

/**
 * What a capture says: its outcome and the drafts in it. Reads pages (HTML), saved scopes (JSON) and blocks alike,
 * never throws on a body, whatever it holds, and turns nothing that is missing into a number.
 * A page of the simulated origin that was saved and comes back as a file is still marked as simulated.
 * A `robots` capture holds no drafts.
 */
export function cleanCapture(received: Capture): Cleaned {
  const text = bodyText(received);
  const capture = { ...received, simulated: received.simulated || isSimulatedPage(text) };
  if (capture.doubt !== undefined) return withoutRows(capture, 'invalid', capture.doubt);
  const block = recogniseBlock(capture, text);
  if (block) return withoutRows(capture, block.outcome, block.message, statusOf(block.outcome, capture.kind));
  if (capture.kind === 'robots') return withoutRows(capture, 'ok', null);
  return cleaners[capture.kind](capture, text);
}

function isSimulatedPage(text: string): boolean {
  return text.slice(0, 2000).includes(`<meta name="generator" content="${simulatedGenerator}">`);
}

/** The state that an HTTP answer states of the thing itself. An embed may be refused for an account that is well. */
function statusOf(outcome: Cleaned['outcome'], kind: CaptureKind): Status | null {
  if (kind !== 'account-page' && kind !== 'post-page') return null;
  return outcome === 'not_found' || outcome === 'region_locked' ? outcome : null;
}
