import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemCodes } from '../../libs/restview/src/errors/problem-codes.js';

const SOURCES = 'libs/restview/src';
/** The places where the library writes a code: of a problem, of a mistake, of a refused value. */
const WRITTEN = [/\b(?:code|mistake): '([a-z_]+)'/g, /\bmistakes\.add\([^']*'([a-z_]+)',/g, /\brefused\('([a-z_]+)'/g];

function codesOf(text: string): readonly string[] {
  // An example in a docstring shows a code of the application's.
  const code = text.replaceAll(/^\s*\*.*$/gm, '');
  return WRITTEN.flatMap((pattern) => [...code.matchAll(pattern)].map(([, written]) => written ?? ''));
}

it('the page of problems has every code that the library sends', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const codes = new Set(files.flatMap((file) => codesOf(readFileSync(join(SOURCES, file), 'utf8'))));
  const page = readFileSync('docs/problems/README.md', 'utf8');
  expect(codes.size).toBeGreaterThan(40);
  expect([...codes].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

it('the document knows every code that the page has for problems', () => {
  const page = readFileSync('docs/problems/README.md', 'utf8');
  const codes = [...page.matchAll(/<a id="([a-z_]+)"/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(20);
  expect(problemCodes()).toEqual(expect.arrayContaining(codes));
});
