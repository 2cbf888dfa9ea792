import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { generateApi } from 'swagger-typescript-api';
import ts from 'typescript';
import { createApp } from '../../apps/quickstart/src/app.js';
import { seed } from '../../apps/quickstart/src/seed.js';
import { urlOf } from '../setup/http.js';
import { documentOf, generatedTypes } from './generated-types.js';

/** Compiles files as a project outside of this one would, and gives what the compiler says. */
function compile(folder: string, files: readonly string[]): string[] {
  const program = ts.createProgram(
    files.map((file) => join(folder, file)),
    {
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      module: ts.ModuleKind.Node20,
      types: [],
      strict: true,
      rootDir: folder,
      outDir: join(folder, 'dist'),
    },
  );
  program.emit();
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('what generators make of the document of the quickstart', () => {
  let app: INestApplication;
  let document: OpenAPIObject;
  let folder: string;

  beforeAll(async () => {
    app = await createApp(':memory:');
    await seed(app);
    await app.listen(0, '127.0.0.1');
    document = documentOf(app, 'Coffee catalogue');
    folder = await mkdtemp(join(tmpdir(), 'restview-generators-'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await mkdir(join(folder, 'dist'));
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('compiles, by openapi-typescript', async () => {
    await writeFile(join(folder, 'types.ts'), await generatedTypes(document));
    expect(compile(folder, ['types.ts'])).toEqual([]);
  }, 120_000);

  it('compiles and does CRUD, by swagger-typescript-api', async () => {
    const spec = JSON.parse(JSON.stringify(document));
    const { files } = await generateApi({ spec, output: false, httpClientType: 'fetch', silent: true });
    expect(files).toHaveLength(1);
    await writeFile(join(folder, 'api.ts'), files[0]?.fileContent ?? '');

    /** The name that it gives to an operation. */
    const call = (path: string, method: 'get' | 'post' | 'patch' | 'delete') => {
      const id = document.paths[path]?.[method]?.operationId ?? '';
      const name = id.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      return `api.coffees.${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    };
    await writeFile(
      join(folder, 'crud.ts'),
      `import { Api } from './api.js';
      export async function crud(baseUrl: string) {
        const api = new Api({ baseUrl, baseApiParams: { headers: { 'x-staff': 'yes' } } });
        const made = await ${call('/coffees', 'post')}({ name: 'Blend', origin: 'Peru', price: '12.50', roasterId: 1 });
        const id: number = made.data.id;
        const changed = await ${call('/coffees/{id}', 'patch')}(id, { price: '13.00' });
        const read = await ${call('/coffees/{id}', 'get')}(id);
        const page = await ${call('/coffees', 'get')}({ name__startswith: 'Blend', page_size: 5 });
        const gone = await ${call('/coffees/{id}', 'delete')}(id);
        const missing = await ${call('/coffees/{id}', 'get')}(id).catch((answer) => answer);
        const price: string = read.data.price;
        const total: number | undefined = page.data.total;
        return [made.status, changed.data.price, price, total, page.data.items[0]?.roaster.id, gone.status, missing.status];
      }`,
    );
    expect(compile(folder, ['crud.ts'])).toEqual([]);
    const { crud } = await import(pathToFileURL(join(folder, 'dist/crud.js')).href);
    expect(await crud(urlOf(app))).toEqual([201, '13.00', '13.00', 1, 1, 204, 404]);
  }, 120_000);
});
