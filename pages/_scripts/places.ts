/** Where a row of the chart's table is in its picture, in the picture's units. */
export interface Place {
  row: number;
  x: number;
  y: number;
}

/** Reads what `encodePlaces` of `lib/chart/tips.ts` writes. A file of its own, since nothing of the library travels to the browser. */
export function decodePlaces(text: string): Place[] {
  const [steps = '', ...axes] = text.split(';');
  const rows = addUp(steps);
  const [x, y] = axes.map((axis) => {
    if (axis[0] !== '=') return addUp(axis).map((tenths) => tenths / 10);
    const [first = 0, step = 0] = axis.slice(1).split(' ').map(Number);
    return rows.map((row) => first + step * (row - (rows[0] ?? 0)));
  });
  return rows.map((row, i) => ({ row, x: x?.[i] ?? 0, y: y?.[i] ?? 0 }));
}

function addUp(steps: string): number[] {
  const values: number[] = [];
  let value = 0;
  for (const [, step, times] of steps.matchAll(/(-?\d+)(?:\*(\d+))?/g))
    for (let i = Number(times ?? 1); i > 0; i--) {
      value += Number(step);
      values.push(value);
    }
  return values;
}
