import { chanceOf } from './chance.ts';

/**
 * The invented people of the simulated origin. Nobody here exists: each nickname says so, and so does each bio.
 */

/** How the level of followers moves over the days simulated. */
export const trendShapes = ['steady', 'rising', 'levelling', 'falling', 'flat', 'step', 'waves'] as const;
export type TrendShape = (typeof trendShapes)[number];

export interface Persona {
  handle: string;
  /** The handle it takes if the plan renames it. */
  laterHandle: string;
  nickname: string;
  bio: string;
  language: string;
  /** ISO 3166 code, shown with its posts only. */
  region: string;
  zone: string;
  /** Followers on the first day, before the seed moves them by up to five per cent. */
  followers: number;
  /** Likes received per follower before the posts that are simulated. */
  likesPerFollower: number;
  trend: TrendShape;
  verified: boolean;
  /** Hashtags it likes to use, as it spells them. */
  tags: readonly [string, ...string[]];
  postsPerWeek: number;
}

// Mixed in size, so that a demo of few accounts still spans the tiers; the second and third overflow 32 bits of likes.
// handle | later handle | name | bio | language region zone | followers | likes each | trend | posts a week | hashtags
const writtenCast = `
harbour.birds | harbourbirds.daily | Harbour Birds | Gulls, terns and one patient heron. | en GB Europe/London | 231400 | 19 | steady | 4.2 | birds harbour slowtv
moon_kitchen_demo | moonkitchen.demo | Moon Kitchen | Dinner for when the moon is up. | en US America/New_York | 162300000 | 15.8 | steady | 5 | moonkitchen recipe midnightsnack
the.paper.orchestra | paper.orchestra | The Paper Orchestra | Music made of paper. All of it. | en US America/Los_Angeles | 88100000 | 107 | levelling | 4.5 | paperorchestra music DIY
tiny_bakes_demo | tinybakes.studio | Tiny Bakes | Cakes the size of a coin. | en IE Europe/Dublin | 903 | 11 | waves | 2.4 | tinybakes miniature baking
kumo.no.niwa | kumo.niwa | 雲の庭 | 毎日の雲を見ています。 | ja JP Asia/Tokyo | 1385000 | 24 | rising | 3.6 | 雲 空 きょうのそら
pixel_trams | pixel.trams | Pixel Trams | Straßenbahnen, Pixel für Pixel. | de DE Europe/Berlin | 9560 | 8 | rising | 3 | Straßenbahn pixelart modellbau
lighthouse.lena | lena.lighthouse | Lighthouse Lena | One lighthouse a week. | en NZ Pacific/Auckland | 61800 | 14 | steady | 2.8 | lighthouse coast fog
azulejo_lab | azulejolab | Azulejo Lab | Azulejos inventados, um por dia. | pt PT Europe/Lisbon | 14250 | 12 | flat | 4 | azulejo desenho padrões
cumbre.y.cafe | cumbreycafe | Cumbre y Café | Subimos despacio y con termo. | es MX America/Mexico_City | 958000 | 17 | steady | 3.9 | montaña café senderismo
robot_gardener_demo | robotgardener.demo | Robot Gardener | It waters. It waits. It waters. | en CA America/St_Johns | 5220000 | 21 | step | 3.2 | robot garden tomatoes
quiet.looms | quietlooms | Quiet Looms | Weaving with the sound on. | en IN Asia/Kolkata | 38900 | 16 | rising | 3.5 | weaving handloom ASMR
les_petits_ponts | petits.ponts | Les petits ponts | Des ponts, surtout les petits. | fr FR Europe/Paris | 2790 | 9 | steady | 2.1 | ponts maquette été
dalgubi.train | dalgubi.trains | 달구비 기차 | 비 오는 날의 기차만 찍어요. | ko KR Asia/Seoul | 412000 | 22 | waves | 4.4 | 기차 비오는날 여행
clockwork_otters | clockwork.otters | Clockwork Otters | Otters, wound up twice a day. | en AU Australia/Sydney | 18300000 | 18 | steady | 4.8 | otters clockwork cute
fennel.and.fog | fennelandfog | Fennel and Fog | Soup weather, all year. | en GB Europe/London | 4610 | 10 | falling | 2.6 | soup fennel cosy
marimba_mornings | marimba.mornings | Marimba Mornings | Um ritmo antes do café. | pt BR America/Sao_Paulo | 652000 | 20 | steady | 4.1 | marimba música bomdia
sand_atlas_demo | sandatlas.demo | أطلس الرمل | خرائط صغيرة من الرمل. | ar EG Africa/Cairo | 96400 | 13 | rising | 3.3 | رمل خرائط فن
kite.parliament | kiteparliament | Kite Parliament | Order, order, let go of the string. | en NG Africa/Lagos | 41200000 | 16 | rising | 3.8 | kites wind festival
velvet_moss | velvet.moss | Velvet Moss | Moss. That is the account. | en US America/Denver | 1420 | 7 | levelling | 2 | moss terrarium green
papier_kosmos | papierkosmos | Papierkosmos | Planeten aus Altpapier. | de AT Europe/Vienna | 22700 | 12 | steady | 3.1 | papier weltraum basteln
monsoon.maths | monsoonmaths | Monsoon Maths | पाँच मिनट का गणित, बारिश के साथ। | hi IN Asia/Kolkata | 2610000 | 19 | step | 4.6 | गणित maths monsoon
teapot_archive | teapot.archive | The Teapot Archive | Catalogue of imaginary teapots. | en GB Europe/London | 141500 | 15 | flat | 2.9 | teapot ceramics archive
nordlys_radio | nordlysradio | Nordlys Radio | Lyden av lys, nesten hver kveld. | en NO Europe/Oslo | 7880 | 9 | steady | 3.4 | nordlys aurora radio
bicycle.weather | bicycleweather | Bicycle Weather | Tomorrow’s wind, by bicycle. | en NL Europe/Amsterdam | 9410000 | 20 | waves | 4.7 | bicycle weather wind
`
  .trim()
  .split('\n');

/** How many of the cast are written by hand; the rest are made up by rule. */
export const writtenCastSize = writtenCast.length;

/** The `index`-th invented person, counted from 0; as many as are asked for, each with its own handle. */
export function personaAt(index: number): Persona {
  return readPersona(writtenCast[index] ?? makeLine(index));
}

function readPersona(line: string): Persona {
  const cells = line.split(' | ');
  const cell = (at: number) => cells[at] ?? '';
  const [language = 'en', region = 'GB', zone = 'UTC'] = cell(4).split(' ');
  const [tag = 'simulated', ...tags] = cell(9).split(' ');
  const followers = Number(cell(5));
  return {
    handle: cell(0),
    laterHandle: cell(1),
    nickname: `${cell(2)} (simulated)`,
    bio: `${cell(3)}\nInvented account, simulated numbers.`,
    language,
    region,
    zone,
    followers,
    likesPerFollower: Number(cell(6)),
    trend: trendShapes.find((shape) => shape === cell(7)) ?? 'steady',
    verified: followers > 500_000,
    tags: [tag, ...tags],
    postsPerWeek: Number(cell(8)),
  };
}

const adjectives =
  'amber brisk cobalt dapper early fabled gentle humming idle jolly kindly lunar mellow northern opal patient quaint rustic silver tidal'.split(
    ' ',
  );
const nouns =
  'acorns beacons canoes dunes easels ferries gables herons inkwells jars kettles ladders meadows notebooks orchards puppets quilts rivers sundials thimbles umbrellas'.split(
    ' ',
  );
const places = [
  'en GB Europe/London',
  'en US America/New_York',
  'es ES Europe/Madrid',
  'fr FR Europe/Paris',
  'de DE Europe/Berlin',
  'pt BR America/Sao_Paulo',
  'ja JP Asia/Tokyo',
] as const;

function makeLine(index: number): string {
  const chance = chanceOf('persona', index);
  // The two lists' lengths have no common divisor, so a pair comes again only after all pairs.
  const adjective = adjectives[index % adjectives.length] ?? '';
  const noun = nouns[index % nouns.length] ?? '';
  const round = Math.floor(index / (adjectives.length * nouns.length)) || '';
  return [
    `${adjective}.${noun}${round}_demo`,
    `${adjective}${noun}${round}.demo`,
    `${adjective} ${noun}`,
    `All about ${noun}, ${adjective} ones.`,
    chance.pick(places),
    Math.round(900 * Math.exp(chance.between(0, 10))),
    chance.whole(7, 24),
    chance.pick(trendShapes),
    chance.between(2, 5).toFixed(1),
    `${noun} ${adjective} simulated`,
  ].join(' | ');
}
