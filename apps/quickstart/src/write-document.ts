import { writeFile } from 'node:fs/promises';
import { createApp, documentOf } from './app.js';

/** Writes the document to a file; nothing listens, and the database is one in memory. */
export async function writeDocument(file: string): Promise<void> {
  const app = await createApp(':memory:');
  try {
    await writeFile(file, `${JSON.stringify(documentOf(app), null, 2)}\n`);
  } finally {
    await app.close();
  }
}
