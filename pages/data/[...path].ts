import type { APIRoute } from 'astro';
import { listPublishedFiles, readPublishedFile } from '#lib';

/** The ledger's files at the same paths as in the repository. */
export async function getStaticPaths() {
  return (await listPublishedFiles()).map(({ path }) => ({ params: { path } }));
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
  woff2: 'font/woff2',
};

export const GET: APIRoute = async ({ params }) => {
  const path = params['path'] ?? '';
  const type = types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return new Response(new Uint8Array(await readPublishedFile(path)), { headers: { 'content-type': type } });
};
