/**
 * A user's application. `npm run pack:check` copies this file into an empty project, compiles it there as an ES module
 * and as CommonJS, and runs both against the packed library.
 *
 * It prints "ok" at the end, or throws.
 */
import 'reflect-metadata';
import * as restview from 'nestjs-restview';

async function main(): Promise<void> {
  // TODO: a view over an entity on better-sqlite3; list and create over HTTP.
  console.log(`exports: ${Object.keys(restview).sort().join(' ')}`);
  console.log('ok');
}

void main();
