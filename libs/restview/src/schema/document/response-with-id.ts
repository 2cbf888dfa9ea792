import { ApiSchema } from '@nestjs/swagger';
import type { ColumnDescription } from '../../model/model-description.js';
import { mappable, namedClass } from '../named-class.js';
import type { SchemaClass } from '../schema-class.js';
import { columnDocument } from './column-document.js';
import { componentName, documentProperty } from './swagger-metadata.js';

const made = new WeakMap<SchemaClass, SchemaClass>();

/** The class that documents a response with the key of the row as `id`: `CountryReadWithId`. */
export function responseWithId(response: SchemaClass, columns: readonly ColumnDescription[]): SchemaClass {
  const known = made.get(response);
  if (known) return known;
  const name = `${componentName(response)}WithId`;
  const withId = namedClass(name, mappable(response));
  ApiSchema({ name })(withId);
  const [column, ...more] = columns;
  const description = 'The key of the row, by which its path is made.';
  documentProperty(withId, 'id', {
    ...(column && more.length === 0 ? columnDocument(column) : { type: 'string' }),
    description,
    required: true,
    readOnly: true,
  });
  made.set(response, withId);
  return withId;
}
