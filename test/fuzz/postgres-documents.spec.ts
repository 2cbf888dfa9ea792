import { fuzzDocuments } from './fuzz-documents.js';

fuzzDocuments('postgres', 'fastify');
