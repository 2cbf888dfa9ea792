import { fuzzDocuments } from './fuzz-documents.js';

fuzzDocuments('sqlite', 'express');
