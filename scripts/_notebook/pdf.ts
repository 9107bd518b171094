import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '#lib/errors';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/**
 * A page as PDF, printed by a Chromium that is installed: the setting `chromium`, else one on the PATH. Throws `InputError` `no_chromium` where there is
 * none or it does not print.
 */
export async function printPdf(html: string, setting: string | null): Promise<Uint8Array> {
  const program = setting ?? findOnPath(process.env['PATH'] ?? '');
  if (program === null || (setting !== null && !existsSync(setting)))
    throw new InputError('no_chromium', 'A PDF is printed by Chromium, and none was found.', {
      hint: 'Install Chromium or Chrome, or say where it is: CLIPBOOK_CHROMIUM. HTML, Markdown and Jupyter need none.',
    });
  const folder = await mkdtemp(path.join(tmpdir(), 'clipbook-pdf-'));
  try {
    const page = path.join(folder, 'report.html');
    const pdf = path.join(folder, 'report.pdf');
    await writeFile(page, html);
    const said = await runChromium(program, [
      '--headless',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      // Chromium does not start for root with its sandbox; the page runs no script.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${path.join(folder, 'profile')}`,
      '--no-pdf-header-footer',
      `--print-to-pdf=${pdf}`,
      pathToFileURL(page).href,
    ]);
    return await readFile(pdf).catch(() => {
      throw new InputError('no_chromium', `${program} did not print the page: ${said || 'it said nothing'}.`);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function findOnPath(folders: string): string | null {
  const places = folders
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  return places.find((file) => existsSync(file)) ?? null;
}

/** Runs it to its end; the last line that it said. */
function runChromium(program: string, args: string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 120_000 });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', () => resolve(said.trim().split('\n').at(-1) ?? ''));
  });
}
