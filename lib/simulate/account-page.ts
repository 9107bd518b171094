import { type AccountCounts, type Creator, handleAt } from './creator.ts';
import { type PageOptions, pageBase, rehydratedPage } from './html.ts';
import { heartCountAsShown, roundAsShown, wordCount } from './rounding.ts';

/**
 * The account page (docs/surfaces.md#account-page): rounded `stats` with the overflowing `heartCount`, exact
 * `statsV2`.
 */
export function accountPage(
  creator: Creator,
  counts: AccountCounts,
  ms: number,
  options: PageOptions,
): string {
  const handle = handleAt(creator, ms);
  const { nickname } = creator.persona;
  const desc = `@${handle} ${wordCount(counts.followers)} Followers, ${counts.following} Following, ${wordCount(counts.likes)} Likes - Watch awesome short videos created by ${nickname}`;
  return rehydratedPage(
    {
      title: `${nickname} (@${handle}) | TikTok`,
      text: desc,
      path: `/@${handle}`,
      scope: 'webapp.user-detail',
      detail: {
        userInfo: {
          user: userFields(creator, ms),
          stats: roundedStats(counts),
          statsV2: exactStats(counts),
          itemList: [],
        },
        shareMeta: { title: `${nickname} on TikTok`, desc },
        statusCode: 0,
        statusMsg: '',
        needFix: false,
      },
    },
    options,
  );
}

/** The account page of nobody, or of somebody who hides: a status and no `userInfo` (docs/surfaces.md#status-codes). */
export function missingAccountPage(
  handle: string,
  status: { code: 10221 | 10222; message: string },
  options: PageOptions,
): string {
  return rehydratedPage(
    {
      title: 'TikTok',
      text: 'This account cannot be shown.',
      path: `/@${handle}`,
      scope: 'webapp.user-detail',
      detail: { statusCode: status.code, statusMsg: status.message, needFix: false },
    },
    options,
  );
}

/** `stats` of an account page, of the embed and of a post's author: rounded, likes wrapped past 2^31. */
export function roundedStats(counts: AccountCounts) {
  return {
    followerCount: roundAsShown(counts.followers),
    followingCount: counts.following,
    heart: roundAsShown(counts.likes),
    heartCount: heartCountAsShown(counts.likes),
    videoCount: counts.posts,
    diggCount: 0,
    friendCount: counts.friends,
  };
}

function exactStats(counts: AccountCounts) {
  return {
    followerCount: String(counts.followers),
    followingCount: String(counts.following),
    heart: String(counts.likes),
    heartCount: String(counts.likes),
    videoCount: String(counts.posts),
    diggCount: '0',
    friendCount: String(counts.friends),
  };
}

function userFields(creator: Creator, ms: number) {
  const { persona, index } = creator;
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
    // Absent, not empty, where there is no link.
    ...(index % 3 === 0 ? { bioLink: { link: `${pageBase}/${persona.handle}`, risk: 0 } } : {}),
    commentSetting: 0,
    commerceUserInfo:
      index % 7 === 2 ? { commerceUser: true, category: 'Art & Crafts' } : { commerceUser: false },
    duetSetting: 0,
    stitchSetting: 0,
    privateAccount: false,
    secret: false,
    isADVirtual: false,
    roomId: '',
    uniqueIdModifyTime: ms < creator.renamedMs ? 0 : Math.floor(creator.renamedMs / 1000),
    ttSeller: false,
    downloadSetting: 0,
    profileTab: { showMusicTab: false, showQuestionTab: false, showPlayListTab: index % 2 === 0 },
    followingVisibility: 1,
    recommendReason: '',
    nowInvitationCardUrl: '',
    nickNameModifyTime: creator.createdS + 131,
    isEmbedBanned: false,
    canExpPlaylist: true,
    profileEmbedPermission: 1,
    language: persona.language,
    eventList: [],
    suggestAccountBind: false,
    isOrganization: index % 5 === 0 ? 1 : 0,
    UserStoryStatus: 0,
    shortDramaCreator: {},
  };
}
