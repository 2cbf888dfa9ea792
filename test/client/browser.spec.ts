import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import vm from 'node:vm';
import ts from 'typescript';

const folder = new URL('../../libs/restview/src/client/', import.meta.url);
const names = readdirSync(folder);
const sourceOf = (name: string) => readFileSync(new URL(name, folder), 'utf8');

/** All that the client may use besides the language. */
const browser = { fetch, Headers, URLSearchParams };

describe('the client in a browser', () => {
  it('imports nothing but its own files', () => {
    for (const name of names) {
      const { importedFiles } = ts.preProcessFile(sourceOf(name));
      for (const { fileName } of importedFiles) {
        expect([name, fileName]).toEqual([name, expect.stringMatching(/^\.\/[a-z-]+\.js$/)]);
        expect(names).toContain(fileName.slice(2).replace(/\.js$/, '.ts'));
      }
    }
  });

  it('runs where there is only what a browser has', async () => {
    const context = vm.createContext({ ...browser });
    const modules = new Map<string, vm.SourceTextModule>();
    const moduleOf = (name: string): vm.SourceTextModule => {
      const known = modules.get(name);
      if (known) return known;
      const { outputText } = ts.transpileModule(sourceOf(name), {
        compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
      });
      const module = new vm.SourceTextModule(outputText, { context, identifier: name });
      modules.set(name, module);
      return module;
    };
    const client = moduleOf('index.ts');
    await client.link((specifier) => moduleOf(specifier.slice(2).replace(/\.js$/, '.ts')));
    await client.evaluate();

    const server = createServer(({ url }, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ items: [url], next: null }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    Object.assign(context, { client: client.namespace, baseUrl: `http://127.0.0.1:${port}` });
    const code = `(async () => {
      const seen = [];
      const { users } = client.createClient({ baseUrl });
      for await (const row of users.all({ filter: { name: 'a,b' } })) seen.push(row);
      return seen.join();
    })()`;
    expect(await vm.runInContext(code, context)).toBe('/users?name=%22a%2Cb%22&cursor=');
    server.close();
  });

  it('compiles by the types of a browser alone', () => {
    const program = ts.createProgram(
      names.map((name) => new URL(name, folder).pathname),
      {
        target: ts.ScriptTarget.ES2022,
        lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        types: [],
        strict: true,
        noEmit: true,
      },
    );
    expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
  }, 120_000);
});
