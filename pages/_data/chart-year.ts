import { type DayValue, makeYear } from './chart-rows.ts';

/** A year without a gap, the same with holes and interpolated days, and events in it: what several kinds are shown with. */
export const year = makeYear(1_180_000, 7);
export const holey = year.map(
  (value, i): DayValue =>
    (i > 90 && i < 118) || (i > 250 && i < 255) ? null : i % 23 === 5 ? `~${value}` : value,
);
export const events = [
  { date: '2026-03-02', subject: '*', text: 'Observations moved to the evening', link: '' },
  {
    date: '2026-07-21',
    subject: 'observatory',
    text: 'First picture of the new telescope',
    link: 'https://example.org/',
  },
  { date: '2026-07-25', subject: 'observatory', text: '<script>alert(1)</script> & "quotes"', link: '' },
  { date: '2026-07-25', subject: 'someone_else', text: 'Not about this account', link: '' },
];
