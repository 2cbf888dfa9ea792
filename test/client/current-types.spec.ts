import { readFile, writeFile } from 'node:fs/promises';
import { createApp } from '../../apps/quickstart/src/app.js';
import { databases } from '../setup/databases.js';
import { express } from '../setup/platforms.js';
import { startCinema } from './cinema.js';
import { documentOf, generatedTypes } from './generated-types.js';

/** Set by `npm run client:types`: the files are written instead of compared. */
const { WRITE_CLIENT_TYPES } = process.env;
const [database] = databases;

async function expectCurrent(file: string, types: string): Promise<void> {
  const path = new URL(file, import.meta.url);
  if (WRITE_CLIENT_TYPES !== undefined) await writeFile(path, types);
  expect(await readFile(path, 'utf8')).toBe(types);
}

describe('the types that were generated, as `npm run client:types` writes them, are current', () => {
  it('for the cinema of the tests', async () => {
    const cinema = await startCinema(database!, express);
    const types = await generatedTypes(documentOf(cinema.app, 'Cinema'));
    await cinema.close();
    await expectCurrent('cinema-api.ts', types);
  });

  it('for the quickstart', async () => {
    const quickstart = await createApp(':memory:');
    const types = await generatedTypes(documentOf(quickstart, 'Coffee catalogue'));
    await quickstart.close();
    await expectCurrent('../../apps/quickstart/src/client/coffee-api.ts', types);
  });
});
