import { fileURLToPath } from 'node:url';
import { createApp } from './app.js';
import { seed } from './seed.js';
import { whatToTry } from './what-to-try.js';

const { PORT = '3000', DATABASE = fileURLToPath(new URL('../data/coffee.sqlite', import.meta.url)) } = process.env;

try {
  const app = await createApp(DATABASE);
  await seed(app);
  await app.listen(PORT);
  const url = `http://localhost:${PORT}`;
  console.log(`\nThe coffee catalogue is open: ${url}/docs\nIts database: ${DATABASE} (delete it to begin anew)\n`);
  for (const { shows, command } of await whatToTry(app, url)) console.log(`# ${shows}\n${command}\n`);
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(isTaken ? `Port ${PORT} is taken. Choose another one: PORT=${Number(PORT) + 1} npm start` : error);
  process.exit(1);
}
