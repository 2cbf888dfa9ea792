import { Controller, Module, Post, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApiExtraModels, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { namedClass } from '../../../libs/restview/src/schema/named-class.js';
import type { SchemaClass } from '../../../libs/restview/src/schema/schema-class.js';

/** One component of the document, as far as tests look at it. */
export interface Component {
  readonly required?: string[];
  readonly properties: Record<string, object>;
}

/** The components of a document, and what was logged while they were made. */
export interface Components {
  readonly components: Record<string, Component>;
  readonly warnings: string[];
}

/** The components that a document has for these classes, as `SwaggerModule` makes them; and its warnings. */
export async function componentsOf(
  ...schemas: SchemaClass[]
): Promise<{ components: Record<string, Component>; warnings: string[] }> {
  const Probe = namedClass('Probe');
  Controller()(Probe);
  ApiExtraModels(...(schemas as Type[]))(Probe);
  Object.defineProperty(Probe.prototype, 'touch', { value: () => undefined });
  Post()(Probe.prototype, 'touch', Object.getOwnPropertyDescriptor(Probe.prototype, 'touch')!);
  const ProbeModule = namedClass('ProbeModule');
  Module({ controllers: [Probe] })(ProbeModule);
  const warnings: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  const out = process.stdout.write.bind(process.stdout);
  const record = (text: unknown): boolean => (warnings.push(String(text)), true);
  const app = await NestFactory.create(ProbeModule, { logger: ['warn', 'error'] });
  try {
    process.stderr.write = record;
    process.stdout.write = record;
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    return { components: { ...(document.components?.schemas as Record<string, Component> | undefined) }, warnings };
  } finally {
    process.stderr.write = write;
    process.stdout.write = out;
    await app.close();
  }
}
