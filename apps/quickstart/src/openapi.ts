import { writeDocument } from './write-document.js';

const [file = 'openapi.json'] = process.argv.slice(2);
await writeDocument(file);
console.log(`The document is in ${file}`);
