import type { INestApplication } from '@nestjs/common';
import { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { type OpenAPIObject, type SwaggerDocumentOptions, SwaggerModule } from '@nestjs/swagger';
import { documenting } from '../schema/document/documented-application.js';
import { ApplicationDocument } from './application-document.js';
import { completeDocument } from './complete-document.js';
import { dataSourceIn } from './documented-resources.js';

/**
 * The OpenAPI document of an application: what `SwaggerModule.createDocument` makes, and what that cannot know.
 *
 * - It is about just this application, also where the process has several that share views, and in Nest's preview mode.
 * - A view with several versions or paths has its own operation ids at each.
 * - A guard of a view shows as the document's security scheme, if the document declares just one.
 *
 * The application need not listen, nor be connected to its database. A view's operations are named by
 * `options.operationIdFactory` where there is one.
 *
 * @param config - of a `DocumentBuilder`.
 * @param options - see Swagger's own; `include` for a document of some modules.
 * @example
 * const about = new DocumentBuilder().setTitle('Catalogue').addBearerAuth().build();
 * SwaggerModule.setup('docs', app, () => createDocument(app, about));
 *
 * @public
 */
export function createDocument(
  app: INestApplication,
  config: Omit<OpenAPIObject, 'paths'>,
  options: SwaggerDocumentOptions = {},
): OpenAPIObject {
  const modules = app.get(ModulesContainer, { strict: false });
  const application = new ApplicationDocument(
    modules,
    app.get(ApplicationConfig, { strict: false }),
    () => dataSourceIn(modules),
    options.operationIdFactory === undefined,
  );
  return documenting(application, () => {
    const document = SwaggerModule.createDocument(app, config, options);
    completeDocument(document, application);
    // Without the members that have no value.
    return JSON.parse(JSON.stringify(document)) as OpenAPIObject;
  });
}
