import { roundedStats } from './account-page.ts';
import { type Caption, hashtagId } from './caption.ts';
import { type AccountCounts, type Creator, handleAt } from './creator.ts';
import { type PageOptions, rehydratedPage } from './html.ts';
import { labels } from './phrases.ts';
import { countsOf, type Post, type PostCounts } from './post.ts';
import { imagesOf, soundOf, videoOf } from './post-media.ts';
import { roundAsShown } from './rounding.ts';

/** What a post page is made of. */
export interface PostView {
  post: Post;
  creator: Creator;
  caption: Caption;
  /** The account that the caption mentions, if it does. */
  friend: Creator | null;
  /** Counters of the author's account at that instant. */
  author: AccountCounts;
}

/** The post page (docs/surfaces.md#post-page). Its counters are rounded from ten thousand up, in `statsV2` too. */
export function postPage(view: PostView, ms: number, options: PageOptions): string {
  const { post, creator, caption } = view;
  const handle = handleAt(creator, ms);
  return rehydratedPage(
    {
      title: `TikTok · ${creator.persona.nickname}`,
      text: `@${handle}: ${caption.text}`,
      path: `/@${handle}/${post.kind}/${post.id}`,
      scope: 'webapp.video-detail',
      detail: {
        itemInfo: { itemStruct: itemFields(view, ms) },
        shareMeta: { title: `${creator.persona.nickname} on TikTok`, desc: caption.text },
        statusCode: 0,
        statusMsg: '',
      },
    },
    options,
  );
}

/** The page of a post that cannot be seen: an empty `itemInfo` and a status (docs/surfaces.md#status-codes). */
export function missingPostPage(
  path: string,
  status: { code: 10204 | 10216 | 10222; message: string },
  options: PageOptions,
): string {
  return rehydratedPage(
    {
      title: 'TikTok',
      text: 'This post cannot be shown.',
      path,
      scope: 'webapp.video-detail',
      detail: { itemInfo: {}, statusCode: status.code, statusMsg: status.message },
    },
    options,
  );
}

function itemFields({ post, creator, caption, friend, author }: PostView, ms: number) {
  const { persona } = creator;
  const stats = shownStats(countsOf(post, ms));
  const textExtra = markSpans(caption, friend, ms);
  const authorStats = roundedStats(author);
  return {
    id: post.id,
    desc: caption.text,
    createTime: String(post.createdMs / 1000),
    scheduleTime: 0,
    video: videoOf(post),
    author: authorFields(creator, ms),
    music: soundOf(post, creator),
    challenges: challengesOf(caption),
    stats,
    statsV2: {
      ...Object.fromEntries(Object.entries(stats).map(([name, count]) => [name, String(count)])),
      repostCount: '0',
    },
    warnInfo: [],
    originalItem: false,
    officalItem: false,
    textExtra,
    secret: false,
    forFriend: false,
    digged: false,
    itemCommentStatus: 0,
    takeDown: 0,
    effectStickers: [],
    authorStats,
    authorStatsV2: Object.fromEntries(
      Object.entries({ ...authorStats, heartCount: authorStats.heart }).map(([name, count]) => [
        name,
        String(count),
      ]),
    ),
    privateItem: false,
    duetEnabled: true,
    stitchEnabled: true,
    stickersOnItem: [],
    isAd: post.key % 61 === 0,
    shareEnabled: true,
    comments: [],
    duetDisplay: 0,
    stitchDisplay: 0,
    indexEnabled: true,
    ...(post.key % 3 === 0
      ? {}
      : { diversificationLabels: [labels[post.key % labels.length] ?? '', 'Entertainment'] }),
    locationCreated: persona.region,
    suggestedWords: [],
    contents: [{ desc: caption.text, ...(textExtra.length === 0 ? {} : { textExtra }) }],
    ...(post.kind === 'photo' ? { imagePost: imagesOf(post, persona.nickname) } : {}),
    diversificationId: 10046,
    collected: false,
    channelTags: [],
    item_control: { can_repost: true },
    IsAigc: false,
    AIGCDescription: '',
    backendSourceEventTracking: '',
    CategoryType: 101,
    textLanguage: persona.language,
    textTranslatable: true,
  };
}

/** `collectCount` is text even among the numbers of `stats`. */
function shownStats(counts: PostCounts) {
  return {
    diggCount: roundAsShown(counts.likes),
    shareCount: roundAsShown(counts.shares),
    commentCount: roundAsShown(counts.comments),
    playCount: roundAsShown(counts.views),
    collectCount: String(roundAsShown(counts.saves)),
  };
}

function markSpans(caption: Caption, friend: Creator | null, ms: number) {
  return caption.spans.map((span) =>
    'hashtag' in span
      ? {
          awemeId: '',
          start: span.start,
          end: span.end,
          hashtagId: hashtagId(span.hashtag),
          hashtagName: span.hashtag,
          type: 1,
          subType: 0,
          isCommerce: false,
        }
      : {
          awemeId: '',
          start: span.start,
          end: span.end,
          hashtagName: '',
          type: 0,
          subType: 0,
          userId: span.mention,
          userUniqueId: friend === null ? '' : handleAt(friend, ms),
          secUid: friend?.secUid ?? '',
          isCommerce: false,
        },
  );
}

/** Each hashtag once, however often the text holds it. */
function challengesOf(caption: Caption) {
  const names = caption.spans.flatMap((span) => ('hashtag' in span ? [span.hashtag] : []));
  return [...new Set(names)].map((title) => ({
    id: hashtagId(title),
    title,
    desc: '',
    profileLarger: '',
    profileMedium: '',
    profileThumb: '',
    coverLarger: '',
    coverMedium: '',
    coverThumb: '',
  }));
}

function authorFields(creator: Creator, ms: number) {
  const { persona } = creator;
  return {
    id: creator.id,
    shortId: '',
    uniqueId: handleAt(creator, ms),
    nickname: persona.nickname,
    avatarLarger: '',
    avatarMedium: '',
    avatarThumb: '',
    signature: persona.bio,
    createTime: creator.createdS,
    verified: persona.verified,
    secUid: creator.secUid,
    ftc: false,
    relation: 0,
    openFavorite: false,
    commentSetting: 0,
    duetSetting: 0,
    stitchSetting: 0,
    privateAccount: false,
    secret: false,
    isADVirtual: false,
    roomId: '',
    uniqueIdModifyTime: 0,
    ttSeller: false,
    downloadSetting: 0,
    recommendReason: '',
    nowInvitationCardUrl: '',
    nickNameModifyTime: 0,
    isEmbedBanned: false,
    canExpPlaylist: false,
    suggestAccountBind: false,
  };
}
