import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { Certificate } from './certificate.ts';
import { listen } from './listening.ts';

/** Proxies that people run, from Debian's packages; each on free loopback ports, with a folder and a process of its own. */

export const proxyPrograms = {
  squid: 'squid-openssl',
  tinyproxy: 'tinyproxy',
  danted: 'dante-server',
} as const;
export type ProxyProgram = keyof typeof proxyPrograms;

/** Programs that are not installed. */
export const missingPrograms = (Object.keys(proxyPrograms) as ProxyProgram[]).filter(
  (program) => whereIs(program) === null,
);

export interface RunningProxy {
  ports: readonly number[];
  /** What it wrote, for the message of a test that fails. */
  log(): string;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/** Squid: http on the first port and https on the second, for one user. */
export async function startSquid(
  user: string,
  password: string,
  certificate: Certificate,
): Promise<RunningProxy> {
  const helper = '/usr/lib/squid/basic_ncsa_auth';
  return run('squid', 2, ([http, https], folder) => {
    const hash = execFileSync('openssl', ['passwd', '-apr1', '-stdin'], {
      input: password,
      encoding: 'utf8',
    });
    const users = fileIn(folder, 'users', `${user}:${hash}`);
    const key = fileIn(folder, 'squid.pem', certificate.cert + certificate.key);
    const config = fileIn(
      folder,
      'squid.conf',
      `http_port 127.0.0.1:${http}
https_port 127.0.0.1:${https} tls-cert=${key}
auth_param basic program ${helper} ${users}
auth_param basic children 1 startup=1
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
cache deny all
cache_mem 1 MB
access_log none
cache_log ${folder}/log
pid_filename none
coredump_dir ${folder}
shutdown_lifetime 0 seconds
workers 1
max_filedescriptors 256
pinger_enable off
visible_hostname localhost
`,
    );
    return ['-N', '-f', config];
  });
}

/** Tinyproxy, for one user. */
export async function startTinyproxy(user: string, password: string): Promise<RunningProxy> {
  return run('tinyproxy', 1, ([port], folder) => {
    const config = `Port ${port}\nListen 127.0.0.1\nTimeout 20\nBasicAuth ${user} ${password}\nLogFile "${folder}/log"\n`;
    return ['-d', '-c', fileIn(folder, 'tinyproxy.conf', config)];
  });
}

/** Dante's SOCKS server, for everybody: its users would have to be users of this machine. */
export async function startDante(): Promise<RunningProxy> {
  return run('danted', 1, ([port], folder) => {
    const { username } = userInfo();
    const config = `logoutput: ${folder}/log
internal: 127.0.0.1 port = ${port}
external: lo
clientmethod: none
socksmethod: none
user.privileged: ${username}
user.unprivileged: ${username}
client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 protocol: tcp }
`;
    return ['-f', fileIn(folder, 'danted.conf', config), '-p', path.join(folder, 'pid')];
  });
}

async function run(
  program: ProxyProgram,
  portCount: number,
  configure: (ports: readonly number[], folder: string) => string[],
): Promise<RunningProxy> {
  const folder = mkdtempSync(path.join(tmpdir(), `clipbook-${program}-`));
  // Squid gives up being root, and has to read and write here all the same.
  chmodSync(folder, 0o777);
  const ports = await freePorts(portCount);
  const child = spawn(whereIs(program) ?? program, configure(ports, folder), {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: some of them start helpers, which have to end with them.
    detached: true,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const log = () => {
    const file = path.join(folder, 'log');
    return printed + (existsSync(file) ? readFileSync(file, 'utf8') : '');
  };
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const port of ports) await answers(port, child);
  } catch (cause) {
    const wrote = log();
    await stop();
    throw new Error(`${program} did not start: ${wrote}`, { cause });
  }
  return { ports, log, stop };
}

/** Asks it to end, so that it ends its own helpers too; kills the whole group where it takes longer than two seconds. */
async function end(child: ChildProcess): Promise<void> {
  const hasEnded = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  if (hasEnded()) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const killing = setTimeout(() => process.kill(-(child.pid as number), 'SIGKILL'), 2_000);
  await ended;
  clearTimeout(killing);
}

/** Resolves when something listens on the port; rejects where the program ends before, or after ten seconds. */
async function answers(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (child.exitCode !== null) break;
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Nothing listens on port ${port}.`);
}

async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => listen(createServer())));
  await Promise.all(held.map(({ stop }) => stop()));
  return held.map(({ port }) => port);
}

function fileIn(folder: string, name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, 0o644);
  return file;
}

function whereIs(program: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file)) ?? null;
}
