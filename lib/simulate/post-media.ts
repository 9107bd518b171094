import { chanceOf, hashOf } from './chance.ts';
import type { Creator } from './creator.ts';
import type { Post } from './post.ts';

/** `video` of a post. A photo post has one too, of no size and no length. */
export function videoOf(post: Post) {
  return post.kind === 'photo' ? photoVideo(post) : videoFields(post);
}

function photoVideo(post: Post) {
  return {
    id: post.id,
    height: 0,
    width: 0,
    duration: 0,
    ratio: '',
    cover: '',
    originCover: '',
    dynamicCover: '',
    playAddr: '',
    downloadAddr: '',
  };
}

function videoFields(post: Post) {
  const bitrate = 900_000 + (post.key % 1_600_000);
  return {
    id: post.id,
    height: 1280,
    width: 720,
    duration: post.durationS,
    ratio: '720p',
    cover: '',
    originCover: '',
    dynamicCover: '',
    playAddr: '',
    downloadAddr: '',
    shareCover: [''],
    reflowCover: '',
    bitrate,
    encodedType: 'normal',
    format: 'mp4',
    videoQuality: 'normal',
    encodeUserTag: '',
    codecType: 'h264',
    definition: '720p',
    subtitleInfos: [],
    zoomCover: { 240: '', 480: '', 720: '', 960: '' },
    volumeInfo: { Loudness: -((post.key % 190) / 10), Peak: 0.875 },
    bitrateInfo: [],
    size: String(Math.round((bitrate / 8) * post.durationS)),
    VQScore: '62.4',
    claInfo: { hasOriginalAudio: true, enableAutoCaption: true, captionInfos: [], noCaptionReason: 3 },
    videoID: '',
  };
}

/** `imagePost` of a photo post. */
export function imagesOf(post: Post, nickname: string) {
  const image = (imageWidth: number, imageHeight: number) => ({
    imageURL: { urlList: [] },
    imageWidth,
    imageHeight,
  });
  return {
    images: Array.from({ length: 2 + (post.key % 5) }, () => image(1080, 1436)),
    cover: image(1203, 1602),
    shareCover: image(1203, 1602),
    title: post.key % 2 === 0 ? '' : `A few pictures by ${nickname}`,
  };
}

/** `music` of a post: its own sound, or one of a dozen that many posts share. */
export function soundOf(post: Post, creator: Creator) {
  const isOwn = post.key % 10 < 6;
  const key = isOwn ? post.id : `shared ${post.key % 12}`;
  const chance = chanceOf('sound', key);
  const durationS = isOwn ? Math.max(5, post.durationS) : chance.whole(20, 90);
  return {
    id: `7${Array.from({ length: 18 }, () => chance.whole(0, 9)).join('')}`,
    title: isOwn ? 'original sound' : `Invented Tune No. ${1 + (hashOf(key) % 900)}`,
    playUrl: '',
    coverLarge: '',
    coverMedium: '',
    coverThumb: '',
    authorName: isOwn ? creator.persona.nickname : 'The Simulated Band',
    original: isOwn,
    private: false,
    duration: durationS,
    album: '',
    scheduleSearchTime: 0,
    collected: false,
    preciseDuration: {
      preciseDuration: durationS,
      preciseShootDuration: durationS,
      preciseAuditionDuration: durationS,
      preciseVideoDuration: durationS,
    },
    isCopyrighted: !isOwn,
    tt2dsp: { tt_to_dsp_song_infos: [] },
  };
}
