import { blockOf, pageWith, pageWithTwo, withCounters } from './block.ts';
import { type Fault, pageFault, type Wire, wireOf } from './fault.ts';

/** Pages whose data is missing, cut, doubled, nested or huge. */

const nestedLevels = 100_000;

export const structureFaults: readonly Fault[] = [
  pageFault('page-cut', 'half a page, as if it were whole', false, (body) =>
    blockOf(body) === null ? null : body.slice(0, body.length >> 1),
  ),
  pageFault('block-missing', 'a page without its data block', false, (body) => {
    const block = blockOf(body);
    return block && block.before + block.after.slice('</script>'.length);
  }),
  pageFault('block-cut', 'a data block that ends half-way', false, (body) => {
    const block = blockOf(body);
    return block && pageWith(block, block.json.slice(0, block.json.length >> 1));
  }),
  pageFault('block-doubled', 'the same data block twice', true, (body) => {
    const block = blockOf(body);
    return block && pageWithTwo(block, block.json);
  }),
  pageFault('block-doubled-different', 'two data blocks that differ', false, (body) => {
    const block = blockOf(body);
    const other =
      block && withCounters(block.json, (value) => (typeof value === 'string' ? `${value}1` : value + 1));
    return block && other && pageWithTwo(block, other);
  }),
  pageFault('nested', `data that lies ${nestedLevels} levels deep`, false, (body) => {
    const block = blockOf(body);
    const inner = block && /^\{"[^"]+":/.exec(block.json)?.[0];
    if (!block || !inner) return null;
    const value = block.json.slice(inner.length, -1);
    return pageWith(block, `${inner}${'{"a":'.repeat(nestedLevels)}${value}${'}'.repeat(nestedLevels)}}`);
  }),
  pageFault('nested-beside', `something ${nestedLevels} levels deep beside good data`, true, (body) => {
    const block = blockOf(body);
    if (!block || !isOfThing.test(block.json)) return null;
    const nest = `"nest":${'['.repeat(nestedLevels)}${']'.repeat(nestedLevels)},`;
    return pageWith(
      block,
      block.json.replace(isOfThing, (open) => open + nest),
    );
  }),
  huge('huge', 'a good page of 50 MB', 50_000_000, true),
  huge('too-huge', 'a page of 80 MB', 80_000_000, false),
];

/** Where the thing's own data begins. */
const isOfThing = /"(?:userInfo|itemInfo|challengeInfo|musicInfo)":\{(?=")/;

/** A page that large; the filling lies within the data block where there is one, before the thing's own data. */
function huge(name: string, about: string, bytes: number, truthful: boolean): Fault {
  return {
    name,
    about,
    truthful,
    whole: true,
    // Each costs as much as a hundred others.
    weight: 0.02,
    damage(good): Wire | null {
      const block = blockOf(good.body);
      const inner = block && /^\{/.exec(block.json);
      if (!block || !inner) return null;
      const head = `${block.before}${block.open}{`;
      const tail = block.json.slice(1) + block.after;
      const pieces = Math.ceil(bytes / filling.length);
      return wireOf(good, {
        body: fill(head, pieces, tail),
        headers: {
          'content-length': String(Buffer.byteLength(head + tail) + pieces * filling.length),
        },
      });
    },
  };
}

/** 64 kB of members of a JSON object; made once, sent as often as needed. */
const filling = Buffer.from('"line":"Interface text that a page would carry.",'.repeat(1337));

function* fill(head: string, pieces: number, tail: string): Iterable<string | Uint8Array> {
  yield head;
  for (let piece = 0; piece < pieces; piece++) yield filling;
  yield tail;
}
