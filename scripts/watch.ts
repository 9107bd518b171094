import { InputError } from '#lib/errors';
import { watchAdd, watchList, watchRemove } from '#lib/pipeline/watch';
import { defineCommand } from './_front.ts';

export const { help, run } = defineCommand({
  name: 'watch',
  positionals: 'add|remove|list [thing…]',
  about:
    'Edits data/watchlist.csv. A thing is a handle (@nasa), a #hashtag, or the address of an account, a post, a hashtag or a sound.',
  options: {
    zone: {
      value: '<zone>',
      about: 'IANA time zone in which the account’s days are cut, e.g. America/New_York',
    },
    cadence: { value: '<3h|1d|1w>', about: 'how often it is asked for; every run where left out' },
    'follow-days': { value: '<n>', about: 'until what age its posts are followed' },
    tags: { value: '<words>', about: 'words of your own, space-separated' },
    note: { value: '<text>', about: 'a note for people' },
  },
  examples: ['clipbook watch add @nasa --zone America/New_York', 'clipbook watch list'],
  async run({ settings, positionals, option }) {
    const [action, ...things] = positionals;
    const data = settings.data;
    if (action === 'list') {
      const entries = await watchList(data);
      return {
        exitCode: 0,
        json: { entries },
        text:
          entries.length === 0
            ? ['The watchlist is empty. Add an account: clipbook watch add @handle']
            : entries.map((each) =>
                [
                  each.kind.padEnd(8),
                  each.key.padEnd(26),
                  (each.zone || settings.zone).padEnd(20),
                  each.cadence,
                  each.note,
                ]
                  .join(' ')
                  .trimEnd(),
              ),
      };
    }
    if ((action !== 'add' && action !== 'remove') || things.length === 0)
      throw new InputError(
        'bad_usage',
        'Say what to do and with what: watch add @handle, watch remove @handle, or watch list.',
      );
    if (action === 'remove') {
      const removed = await watchRemove(data, things);
      return {
        exitCode: 0,
        json: { removed },
        text: [`No longer watched: ${removed.join(', ')}. What is stored stays.`],
      };
    }
    const { added, known } = await watchAdd(data, things, {
      zone: option('zone') ?? '',
      cadence: option('cadence') ?? '',
      follow_days: option('follow-days') ?? '',
      tags: option('tags') ?? '',
      note: option('note') ?? '',
    });
    return {
      exitCode: 0,
      json: { added, known },
      text: [
        ...(added.length > 0 ? [`Watched from now on: ${added.join(', ')}.`] : []),
        ...(known.length > 0 ? [`In the watchlist already: ${known.join(', ')}.`] : []),
      ],
    };
  },
});
