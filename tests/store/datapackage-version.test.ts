import { expect, test } from 'vitest';
import { type Described, nextVersion } from '../../lib/store/datapackage-version.ts';

/** The cases of the Data Package version recipe. */

const fields = [
  { name: 'id', type: 'string', title: 'Id', constraints: { required: true } },
  { name: 'views', type: 'integer', title: 'Views' },
];
const post = { name: 'post', rows: 10, content: 'sha256:a', schema: { fields, primaryKey: ['id'] } };
const base: Described = { version: '2.3.4', resources: [post] };
const withPost = (change: object): Described => ({ resources: [{ ...post, ...change }] });
const withFields = (changed: readonly unknown[]): Described =>
  withPost({ schema: { ...post.schema, fields: changed } });

test.each<[string, Described, string]>([
  ['nothing', withPost({}), '2.3.4'],
  ['rows came', withPost({ rows: 11, content: 'sha256:b' }), '2.4.0'],
  ['a value was corrected', withPost({ content: 'sha256:b' }), '2.3.5'],
  ['a row was taken back', withPost({ rows: 9, content: 'sha256:b' }), '2.3.5'],
  ['a resource came', { resources: [post, { ...post, name: 'sound' }] }, '2.4.0'],
  ['a resource went', { resources: [] }, '3.0.0'],
  ['a resource was renamed', withPost({ name: 'posts' }), '3.0.0'],
  ['a column came', withFields([...fields, { name: 'likes', type: 'integer' }]), '3.0.0'],
  ['a column went', withFields(fields.slice(1)), '3.0.0'],
  ['columns were moved', withFields(fields.toReversed()), '3.0.0'],
  ['a type changed', withFields([fields[0], { ...fields[1], type: 'number' }]), '3.0.0'],
  [
    'a constraint is stricter',
    withFields([fields[0], { ...fields[1], constraints: { required: true } }]),
    '3.0.0',
  ],
  ['a title was corrected', withFields([fields[0], { ...fields[1], title: 'Plays' }]), '2.3.5'],
  ['rows came and a column too', { resources: [{ ...post, rows: 11, schema: { fields: [] } }] }, '3.0.0'],
])('%s', (_what, now, version) => {
  expect(nextVersion(base, now)).toBe(version);
});

test('begins at 1.0.0, also after a version that cannot be read', () => {
  expect(nextVersion(null, base)).toBe('1.0.0');
  expect(nextVersion({ ...base, version: 'newest' }, base)).toBe('1.0.0');
});
