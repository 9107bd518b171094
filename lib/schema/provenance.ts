import { choice, choiceOrNone, id, instant, text } from './column.ts';

/**
 * Columns that every observation carries.
 */
export const accountId = () =>
  id({
    title: 'Account id',
    description:
      'Permanent id of the account as text; `handle:<handle>` where the source knew no id. Key by this, never by handle.',
  });

export const observedAt = () =>
  instant({ title: 'Observed at', description: 'When the source showed this, as a UTC instant.' });

export const rounding = () =>
  choiceOrNone(['exact', 'nearest', 'down', 'unknown'], {
    title: 'Rounding',
    description:
      'How the source rounds the counts whose step is above 1: to the nearest step, down, or unknown. `exact` where no count was rounded.',
  });

export const timePrecision = () =>
  choice(['instant', 'day'], {
    title: 'Time precision',
    description:
      '`day` where the source gave a date without a time: the row then stands at 12:00:00Z of that date.',
  });

export const source = () =>
  text({
    title: 'Source',
    description:
      'What the row was read from, e.g. `web_profile_v2`, `embed`, `studio_csv`, `import`; `simulated:` in front where no real account is behind it.',
  });

export const captureId = () =>
  text({
    title: 'Capture',
    description:
      'Id of the capture (page or file, kept as received) the row was read from; the first one where a later one filled empty cells.',
  });

export const provenance = ['source', 'capture_id'] as const;

/** The mark of simulated data in `source`. */
export const simulatedPrefix = 'simulated:';
