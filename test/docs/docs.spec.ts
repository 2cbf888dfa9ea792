import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { codeBlocks, type CodeBlock } from './code-blocks.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** README.md and every page below docs/. */
function pages(): string[] {
  const below = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  return [join(root, 'README.md'), ...below.sort().map((name) => join(root, 'docs', name))].filter(
    (path) => path.endsWith('.md') && existsSync(path),
  );
}

/** Compiles all blocks as one program; gives the compiler's complaints by page. */
function compile(blocks: ReadonlyMap<string, { readonly page: string; readonly block: CodeBlock }>) {
  const configPath = join(root, 'tsconfig.json');
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(configPath, (path) => ts.sys.readFile(path)).config,
    { ...ts.sys, readDirectory: () => [] },
    root,
  );
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const readFile = host.readFile.bind(host);
  const textOf = (path: string) =>
    blocks
      .get(path)
      ?.block.lines.map((line) => line.text)
      .join('\n');
  host.fileExists = (path) => blocks.has(path) || fileExists(path);
  host.readFile = (path) => textOf(path) ?? readFile(path);

  const program = ts.createProgram([...blocks.keys()], options, host);
  const complaints = new Map<string, string[]>();
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const { page, text } = describeDiagnostic(diagnostic, blocks);
    complaints.set(page, [...(complaints.get(page) ?? []), text]);
  }
  return complaints;
}

function describeDiagnostic(
  { file, start = 0, messageText, code }: ts.Diagnostic,
  blocks: ReadonlyMap<string, { readonly page: string; readonly block: CodeBlock }>,
): { page: string; text: string } {
  const message = `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  if (!file) return { page: 'elsewhere', text: message };
  const { line } = file.getLineAndCharacterOfPosition(start);
  const found = blocks.get(file.fileName);
  if (!found) return { page: 'elsewhere', text: `${relative(root, file.fileName)}:${line + 1}: ${message}` };
  const place = found.block.lines[line]?.line ?? found.block.line;
  return { page: found.page, text: `${relative(root, found.page)}:${place}: ${message}` };
}

describe('the code in the documentation', () => {
  const blocks = new Map<string, { page: string; block: CodeBlock }>();
  for (const page of pages()) {
    for (const block of codeBlocks(readFileSync(page, 'utf8'))) {
      // A file beside the page that exists in memory only, so that imports resolve as they would for a reader here.
      blocks.set(`${page.slice(0, -'.md'.length)}.line-${block.line}.ts`.replaceAll('\\', '/'), { page, block });
    }
  }
  let complaints: ReadonlyMap<string, readonly string[]>;

  beforeAll(() => {
    complaints = compile(blocks);
  }, 120_000);

  it.each(pages().map((page) => [relative(root, page), page]))('compiles in %s', (_name, page) => {
    expect(complaints.get(page) ?? []).toEqual([]);
  });

  it('meets no error outside the pages', () => {
    expect(complaints.get('elsewhere') ?? []).toEqual([]);
  });
});

describe('codeBlocks', () => {
  const page = (...lines: string[]) => lines.join('\n');

  it('takes every ts block as a module, and no other language', () => {
    const blocks = codeBlocks(
      page('# A', '```ts', 'const a = 1;', '```', '```bash', 'ls', '```', '```ts', 'let b;', '```'),
    );
    expect(blocks.map((block) => block.lines.map((line) => line.text))).toEqual([['const a = 1;'], ['let b;']]);
    expect(blocks.map((block) => block.line)).toEqual([3, 9]);
  });

  it('appends a block that continues, and keeps its line numbers', () => {
    const [block] = codeBlocks(page('```ts', 'const a = 1;', '```', 'And:', '```ts continues', 'const b = a;', '```'));
    expect(block?.lines).toEqual([
      { text: 'const a = 1;', line: 2 },
      { text: 'const b = a;', line: 6 },
    ]);
  });

  it('refuses other marks, so that no block escapes the compiler', () => {
    expect(() => codeBlocks(page('```ts nocheck', '```'))).toThrow('unknown mark "nocheck"');
    expect(() => codeBlocks(page('```typescript', '```'))).toThrow('write ts');
    expect(() => codeBlocks(page('```ts continues', '```'))).toThrow('continues a block that is not there');
  });
});
