import type * as Plot from '@observablehq/plot';

/** Counts at places along a line, each drawn upwards from it as dots. */
export interface Stacks {
  counts: ReadonlyMap<number, number>;
  /** The middle of the lowest dot. */
  y: number;
  className: string;
}

/**
 * Stacks of dots, a path a class: a stack is one stroke whose dashes are next to nothing long and have round ends, so that a
 * thousand dots cost no more than a hundred lines. `perDot` is what one dot stands for; a stack has at least one.
 */
export function drawStacks(all: readonly Stacks[], diameter: number, perDot: number): Plot.RenderFunction[] {
  const classes = [...new Set(all.map(({ className }) => className))].sort().reverse();
  return classes.map((className) => {
    const d = all
      .filter((stacks) => stacks.className === className)
      .flatMap(({ counts, y }) =>
        [...counts]
          .sort(([a], [b]) => a - b)
          .map(([x, count]) => `M${x},${y}L${x},${y - (Math.ceil(count / perDot) - 1) * diameter - 0.1}`),
      )
      .join('');
    return (_index, _scales, _values, _dimensions, { document }) => {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      const attributes = {
        class: `dots ${className}`,
        d,
        fill: 'none',
        stroke: 'currentColor',
        'stroke-dasharray': `0.05 ${diameter - 0.05}`,
        'stroke-linecap': 'round',
        'stroke-width': diameter - 0.5,
      };
      for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, String(value));
      return path;
    };
  });
}
