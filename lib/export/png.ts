import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { type FontPart, fontParts, partsFor } from './glyphs.ts';

const family = 'Source Sans 3';
const weights = [400, 600];

/** Draws an SVG at `scale` times its size. Throws where it is none. */
export type DrawPng = (svg: string, scale: number) => Promise<Uint8Array>;

let started: Promise<void> | undefined;

/**
 * Pictures as PNG: the same bytes on every machine, since renderer and typeface come with the program. Characters that the
 * typeface lacks are left out; `partsFor` says beforehand whether there are any.
 */
export async function createPngDrawer(): Promise<DrawPng> {
  const require = createRequire(import.meta.url);
  const files = path.join(path.dirname(require.resolve('@fontsource/source-sans-3/unicode.json')), 'files');
  const loaded = new Map<FontPart, Promise<Uint8Array[]>>();
  started ??= readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')).then((wasm) => initWasm(wasm));
  await started;

  function load(part: FontPart): Promise<Uint8Array[]> {
    const known = loaded.get(part);
    if (known) return known;
    const read = Promise.all(
      weights.map((weight) =>
        readFile(path.join(files, `source-sans-3-${part.name}-${weight}-normal.woff2`)),
      ),
    );
    loaded.set(part, read);
    return read;
  }

  return async (svg, scale) => {
    const fontBuffers = (await Promise.all((partsFor(svg) ?? [...fontParts]).map(load))).flat();
    const resvg = new Resvg(svg, {
      fitTo: { mode: 'zoom', value: scale },
      font: { fontBuffers, defaultFontFamily: family, sansSerifFamily: family },
    });
    const image = resvg.render();
    try {
      return image.asPng();
    } finally {
      // Memory of WebAssembly, which no collector sees.
      image.free();
      resvg.free();
    }
  };
}
