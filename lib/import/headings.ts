import type { Synonyms } from './columns.ts';

/** What columns are called that hold an account's counters, in one spelling (`columnKey`), best first. */
export const accountHeadings = {
  observed_at: [
    ...['observedat', 'scrapedat', 'fetchedat', 'collectedat', 'retrievedat', 'crawledat', 'committedat'],
    ...['recordedat', 'capturedat', 'snapshotat', 'timestamp', 'datetime', 'hentetdato', 'scrapedate'],
    ...['snapshotdate', 'date', 'day', 'dato', 'datum', 'fecha', 'data', 'time'],
  ],
  handle: [
    ...['handle', 'tiktokhandle', 'username', 'tiktokusername', 'uniqueid', 'userhandle', 'useruniqueid'],
    ...['authoruniqueid', 'authorusername', 'screenname', 'account', 'accountname', 'user', 'profile'],
    ...['tiktokername', 'author', 'creator', 'brugernavn', 'användarnamn', 'benutzername'],
  ],
  account_id: ['accountid', 'userid', 'uid', 'authorid', 'tiktokid'],
  followers: [
    ...['followers', 'followercount', 'followerscount', 'followernum', 'nfollowers', 'totalfollowers'],
    ...['fans', 'fanscount', 'fancount', 'subscribers', 'følgere', 'följare', 'seguidores', 'abonnés'],
  ],
  following: ['following', 'followingcount', 'followings', 'nfollowing', 'følger', 'följer'],
  likes: [
    ...['likes', 'totallikes', 'likescount', 'likecount', 'nlikes', 'ntotallikes', 'samletlikes'],
    ...['hearts', 'heart', 'heartcount', 'heartscount', 'totalhearts', 'likesreceived'],
  ],
  posts: [
    ...['posts', 'postcount', 'postscount', 'videos', 'videocount', 'videoscount', 'nvideos', 'ntotalvids'],
    ...['totalvideos', 'totalposts', 'antalvideoer'],
  ],
} as const satisfies Synonyms<string>;

/** What columns are called that hold a post's counters and details. */
export const postHeadings = {
  post_id: ['postid', 'videoid', 'awemeid', 'itemid', 'tiktokid', 'id'],
  url: [
    ...['url', 'videourl', 'posturl', 'webvideourl', 'shareurl', 'weburl', 'videolink', 'postlink', 'link'],
    ...['permalink', 'webpageurl'],
  ],
  views: [
    ...['views', 'viewcount', 'viewscount', 'videoviews', 'plays', 'playcount', 'nplays', 'nviews'],
    ...['totalviews', 'visninger', 'visningar', 'visualizaciones', 'vues', 'aufrufe'],
  ],
  likes: ['likes', 'likecount', 'likescount', 'diggcount', 'nlikes', 'hearts', 'heartcount', 'totallikes'],
  comments: [
    ...['comments', 'commentcount', 'commentscount', 'ncomments', 'totalcomments', 'kommentarer'],
    ...['comentarios', 'commentaires', 'kommentare'],
  ],
  shares: ['shares', 'sharecount', 'sharescount', 'nshares', 'totalshares', 'delinger', 'delningar'],
  saves: [
    ...['saves', 'savecount', 'savescount', 'collectcount', 'collects', 'bookmarks', 'bookmarkcount'],
    ...['favorites', 'favoritescount', 'favourites', 'gemmer'],
  ],
  handle: [
    ...['handle', 'tiktokhandle', 'username', 'authorusername', 'authoruniqueid', 'uniqueid', 'accountname'],
    ...['account', 'author', 'authorname', 'creator', 'user', 'uploader', 'screenname'],
  ],
  account_id: ['accountid', 'userid', 'authorid', 'uploaderid', 'uid'],
  observed_at: [
    ...['observedat', 'scrapedat', 'fetchedat', 'collectedat', 'retrievedat', 'crawledat', 'committedat'],
    ...['recordedat', 'capturedat', 'snapshotat', 'hentetdato', 'scrapedate', 'snapshotdate', 'observed'],
  ],
  created_at: [
    ...['createdat', 'createtime', 'createtimeiso', 'createdate', 'datecreated', 'posttime', 'postedat'],
    ...['postdate', 'publishedat', 'publishtime', 'publishdate', 'uploaddate', 'uploaddato', 'uploadedat'],
  ],
  /** May be the day of the post or of the observation: the ids tell. */
  date: ['date', 'timestamp', 'datetime', 'dato', 'datum', 'day', 'time'],
  text: ['caption', 'description', 'desc', 'text', 'videodescription', 'beskrivelse', 'title', 'videotitle'],
  kind: ['contenttype', 'mediatype', 'posttype', 'type'],
  duration_s: ['durations', 'duration', 'videoduration', 'videolength', 'length'],
  hashtags: ['hashtags', 'hashtagnames', 'tags'],
  sound_id: ['soundid', 'musicid'],
  pinned: ['pinned', 'ispinned'],
  ad: ['ad', 'isad'],
} as const satisfies Synonyms<string>;

/** What columns are called that hold details of an account. */
export const infoHeadings = {
  name: ['name', 'displayname', 'nickname', 'fullname', 'tiktokname'],
  bio: ['bio', 'signature', 'biodescription'],
  verified: ['verified', 'isverified'],
  private: ['private', 'isprivate', 'privateaccount'],
  region: ['region'],
  sec_uid: ['secuid', 'secuserid'],
  link: ['biolink'],
} as const satisfies Synonyms<string>;

const topicDates = [
  ...['observedat', 'scrapedat', 'fetchedat', 'collectedat', 'committedat', 'recordedat', 'snapshotat'],
  ...['timestamp', 'datetime', 'date', 'day', 'dato', 'datum', 'time'],
];

/** What columns are called that hold a hashtag's counters; what its id is called also tells the kind. */
export const hashtagHeadings = {
  observed_at: topicDates,
  id: ['challengeid', 'hashtagid', 'tagid'],
  name: ['hashtag', 'hashtagname', 'challengename', 'tag', 'tagname', 'name', 'title'],
  views: ['views', 'viewcount', 'totalviews'],
  posts: ['posts', 'postcount', 'videos', 'videocount'],
} as const satisfies Synonyms<string>;

/** What columns are called that hold a sound's counters. */
export const soundHeadings = {
  observed_at: topicDates,
  id: ['musicid', 'soundid'],
  name: ['title', 'musictitle', 'soundtitle', 'musicname', 'soundname', 'name', 'musicinfo'],
  views: hashtagHeadings.views,
  posts: hashtagHeadings.posts,
} as const satisfies Synonyms<string>;
