/**
 * The robots.txt of the simulated origin: its own, or rules in the shape of TikTok's (docs/surfaces.md#robotstxt).
 */
export type RobotsRules = 'own' | 'tiktok';

const own = `# Clipbook's simulated origin. Everything here is invented, and everything may be fetched.
User-agent: *
Allow: /
`;

const tiktokShaped = `# Clipbook's simulated origin, with rules in the shape of TikTok's. The named crawlers are invented.
User-agent: ExampleTrainingBot
User-agent: ExampleArchiveBot
User-agent: ExampleSearchBot
Disallow: /

User-agent: *
Allow: /
Disallow: /embed/@
Disallow: /embed/v2
Disallow: /embed/curated
Disallow: /inapp
Disallow: /auth
Disallow: /link
Disallow: */directory/
Disallow: /search/video?
`;

/** The text of robots.txt. */
export function robotsText(rules: RobotsRules): string {
  return rules === 'tiktok' ? tiktokShaped : own;
}
