export interface LabelWish {
  /** Where the label would like to stand. */
  at: number;
  /** The higher, the later it is dropped. */
  importance: number;
}

/**
 * Places labels on one line (along a margin, say) so that no two are nearer than `spacing` and none stands outside
 * `from`…`to`. They move up to `maxMove`; where that is not enough, the least important are dropped. Gives the places
 * in the order of the wishes, null for the dropped; ties in importance keep the earlier wish.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  { spacing, from, to, maxMove }: { spacing: number; from: number; to: number; maxMove: number },
): (number | null)[] {
  const places: (number | null)[] = wishes.map(() => null);
  const byImportance = wishes.map((_, i) => i).sort((a, b) => importance(b) - importance(a) || a - b);
  let kept: number[] = [];
  for (const candidate of byImportance) {
    const tried = [...kept, candidate].sort((a, b) => at(a) - at(b) || a - b);
    const spread = spreadOut(tried.map(at), spacing, from, to);
    if (!spread || spread.some((place, i) => Math.abs(place - at(tried[i] ?? 0)) > maxMove)) continue;
    kept = tried;
    for (const [i, wish] of tried.entries()) places[wish] = spread[i] ?? null;
  }
  return places;

  function at(i: number): number {
    return wishes[i]?.at ?? 0;
  }
  function importance(i: number): number {
    return wishes[i]?.importance ?? 0;
  }
}

/** Moves sorted places apart, as little as can be: neighbours that collide become one block around its mean. */
function spreadOut(places: readonly number[], spacing: number, from: number, to: number): number[] | null {
  if ((places.length - 1) * spacing > to - from) return null;
  const blocks: { start: number; members: number[] }[] = [];
  for (const place of places) {
    let block = { start: place, members: [place] };
    for (let before = blocks.at(-1); ; before = blocks.at(-1)) {
      const length = (block.members.length - 1) * spacing;
      const wanted =
        block.members.reduce((sum, member, i) => sum + member - i * spacing, 0) / block.members.length;
      block.start = Math.min(Math.max(wanted, from), to - length);
      if (!before || before.start + before.members.length * spacing <= block.start + 1e-9) break;
      blocks.pop();
      block = { start: 0, members: [...before.members, ...block.members] };
    }
    blocks.push(block);
  }
  return blocks.flatMap((block) => block.members.map((_, i) => block.start + i * spacing));
}
