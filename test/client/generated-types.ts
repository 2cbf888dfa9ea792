import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import openapiTypescript, { astToString, COMMENT_HEADER } from 'openapi-typescript';

/** The OpenAPI document of an application. */
export function documentOf(app: INestApplication, title: string): OpenAPIObject {
  return SwaggerModule.createDocument(app, new DocumentBuilder().setTitle(title).build());
}

/** What `openapi-typescript --default-non-nullable=false` makes of the document of an application. */
export async function generatedTypes(document: OpenAPIObject): Promise<string> {
  // It takes the document as it stands in a file.
  return COMMENT_HEADER + astToString(await openapiTypescript(JSON.stringify(document), { defaultNonNullable: false }));
}
