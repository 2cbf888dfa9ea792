/**
 * Packs the library as for publishing, installs the tarball into an empty project, and compiles and runs
 * `test/pack/app.ts` there, as an ES module and as CommonJS.
 *
 * The tarball is really installed. The packages that a user has anyway (Nest, TypeORM, …) are linked from this
 * checkout, which spares a download.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const library = 'nestjs-restview';
const project = mkdtempSync(join(tmpdir(), 'restview-pack-'));

try {
  const tarball = pack();
  install(tarball);
  loadClientAlone();
  linkPeers();
  for (const [name, type] of [
    ['esm', 'module'],
    ['cjs', 'commonjs'],
  ]) {
    runApp(name, type);
  }
} finally {
  rmSync(project, { recursive: true, force: true });
}

function pack() {
  const [{ filename, files }] = JSON.parse(
    run('npm', ['pack', '--workspace', library, '--pack-destination', project, '--json', '--silent'], root).trim(),
  );
  const paths = files.map((file) => file.path);
  for (const wanted of [
    'package.json',
    'LICENSE',
    'README.md',
    'dist/index.js',
    'dist/index.d.ts',
    'dist/index.d.ts.map',
    'dist/client/index.js',
    'dist/client/index.d.ts',
    'src/index.ts',
  ]) {
    if (!paths.includes(wanted)) throw new Error(`the package has no ${wanted}`);
  }
  const stray = paths.filter((path) => !/^(package\.json|LICENSE|README\.md|CHANGELOG\.md|(dist|src)\/.*)$/.test(path));
  if (stray.length > 0) throw new Error(`the package has files that do not belong there: ${stray.join(', ')}`);
  console.log(`packed ${filename}: ${paths.length} files`);
  return join(project, filename);
}

function install(tarball) {
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty-project', private: true }));
  // Peers are linked below, hence --legacy-peer-deps.
  run('npm', ['install', '--legacy-peer-deps', '--no-audit', '--no-fund', '--silent', tarball], project);
}

/** The client loads where there is nothing else: no Nest, no TypeORM. */
function loadClientAlone() {
  for (const code of [
    `const { createClient } = await import('${library}/client'); createClient({ baseUrl: '' });`,
    `const { createClient } = require('${library}/client'); createClient({ baseUrl: '' });`,
  ]) {
    const type = code.includes('require') ? 'commonjs' : 'module';
    run(process.execPath, [`--input-type=${type}`, '--eval', code], project);
  }
  console.log('the client loads by itself');
}

function linkPeers() {
  const from = join(root, 'node_modules');
  const to = join(project, 'node_modules');
  const names = readdirSync(from)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(from, name)).map((inner) => join(name, inner)) : [name],
    );
  for (const name of names) {
    if (existsSync(join(to, name)) || /restview/.test(name)) continue;
    mkdirSync(dirname(join(to, name)), { recursive: true });
    symlinkSync(join(from, name), join(to, name), 'junction');
  }
}

function runApp(name, type) {
  const home = join(project, name);
  mkdirSync(home);
  cpSync(join(root, 'test/pack/app.ts'), join(home, 'app.ts'));
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name: `user-${name}`, private: true, type }));
  writeFileSync(
    join(home, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'es2023',
        module: 'node20',
        strict: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        useDefineForClassFields: false,
        skipLibCheck: false,
        types: ['node'],
        outDir: 'dist',
        rootDir: '.',
      },
      include: ['app.ts'],
    }),
  );
  run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', '.'], home);
  const output = run(process.execPath, ['dist/app.js'], home);
  if (!output.trimEnd().endsWith('ok')) throw new Error(`${name}: the application did not end with "ok":\n${output}`);
  console.log(`${name}: compiled and ran\n${output.replace(/^/gm, '  ').trimEnd()}`);
}

function run(command, args, cwd) {
  const isNpm = command === 'npm';
  const result = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm is a script on Windows.
    shell: isNpm && process.platform === 'win32',
    timeout: 180_000,
  });
  if (result.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed in ${cwd}:\n${result.stdout}\n${result.stderr}`, {
      cause: result.error,
    });
  }
  return result.stdout;
}
