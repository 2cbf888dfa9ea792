import { ApiProperty } from '@nestjs/swagger';
import type { PageEnvelope } from '../query/page.js';
import type { SchemaClass } from '../schema/schema-class.js';

const pages = new WeakMap<SchemaClass, SchemaClass>();

/** The document's component for a page of a response class, such as `UserReadPage`; one per class. */
export function pageDocumentOf(item: SchemaClass): SchemaClass {
  const known = pages.get(item);
  if (known) return known;
  class Page implements PageEnvelope<object> {
    @ApiProperty({ type: [item] })
    readonly items!: readonly object[];
    @ApiProperty({ type: 'integer', minimum: 0, description: 'All rows that the query finds, on every page.' })
    readonly total!: number;
    @ApiProperty({ type: 'integer', minimum: 1 })
    readonly page!: number;
    @ApiProperty({ type: 'integer', minimum: 0 })
    readonly page_size!: number;
    @ApiProperty({ type: 'integer', minimum: 0 })
    readonly total_pages!: number;
  }
  Object.defineProperty(Page, 'name', { value: `${item.name}Page` });
  pages.set(item, Page);
  return Page;
}
