import { hashtagId } from './caption.ts';
import { handleAt } from './creator.ts';
import { frontityPage } from './html.ts';
import { countsOf } from './post.ts';
import { imagesOf, soundOf, videoOf } from './post-media.ts';
import type { PostView } from './post-page.ts';
import { roundAsShown } from './rounding.ts';

/** The embed of a post (docs/surfaces.md#post-embed): rounded, its time as text, no saves. */
export function postEmbed(
  { post, creator, caption }: Omit<PostView, 'friend' | 'author'>,
  ms: number,
): string {
  const handle = handleAt(creator, ms);
  const counts = countsOf(post, ms);
  const sound = soundOf(post, creator);
  const { width, height, duration } = videoOf(post);
  const hashtags = caption.spans.flatMap((span) => ('hashtag' in span ? [span] : []));
  const route = `/embed/v2/${post.id}`;
  return frontityPage(`${creator.persona.nickname} | TikTok`, `@${handle}: ${caption.text}`, route, {
    isError: false,
    isFetching: false,
    isReady: true,
    link: route,
    page: 1,
    pageName: 'video',
    query: {},
    route: `${route}/`,
    videoData: {
      itemInfos: {
        id: post.id,
        text: caption.text,
        createTime: String(post.createdMs / 1000),
        authorId: creator.id,
        musicId: sound.id,
        covers: [],
        video: { urls: [], videoMeta: { width, height, ratio: '', duration } },
        diggCount: roundAsShown(counts.likes),
        shareCount: roundAsShown(counts.shares),
        commentCount: roundAsShown(counts.comments),
        playCount: roundAsShown(counts.views),
        isAd: post.key % 61 === 0,
      },
      authorInfos: {
        userId: creator.id,
        secUid: creator.secUid,
        uniqueId: handle,
        nickName: creator.persona.nickname,
        covers: [],
        verified: creator.persona.verified,
        signature: creator.persona.bio,
      },
      musicInfos: {
        musicId: sound.id,
        musicName: sound.title,
        authorName: sound.authorName,
        original: sound.original,
        playUrl: [],
      },
      challengeInfoList: [...new Set(hashtags.map(({ hashtag }) => hashtag))].map((challengeName) => ({
        challengeId: hashtagId(challengeName),
        challengeName,
      })),
      textExtra: hashtags.map(({ start, end, hashtag }) => ({
        AwemeId: '',
        Start: start,
        End: end,
        Type: 1,
        HashtagId: hashtagId(hashtag),
        HashtagName: hashtag,
      })),
      imagePostInfo: post.kind === 'photo' ? imagesOf(post, creator.persona.nickname) : null,
    },
  });
}
