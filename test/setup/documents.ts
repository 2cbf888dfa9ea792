import { createConfig, lintDocument, makeDocumentFromString, BaseResolver } from '@redocly/openapi-core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

/**
 * Rules of the recommended ruleset that do not fit here:
 * - what only an application can say: its licence, its servers, which schemes its callers are known by, and what its own
 *   routes refuse;
 * - `no-ambiguous-paths`: `/users/{id}` and `/users/me` are two routes in Nest, the static one first.
 */
const OFF = {
  'info-license': 'off',
  'no-empty-servers': 'off',
  'security-defined': 'off',
  'operation-4xx-response': 'off',
  'no-ambiguous-paths': 'off',
} as const;

/** What a validator and a linter have against a document; warnings count. */
export async function objectionsTo(document: OpenAPIObject): Promise<readonly string[]> {
  const text = JSON.stringify(document);
  const { valid, errors } = await new Validator().validate(JSON.parse(text) as Record<string, unknown>);
  const config = await createConfig({ extends: ['recommended'], rules: OFF });
  const found = await lintDocument({
    document: makeDocumentFromString(text, 'openapi.json'),
    externalRefResolver: new BaseResolver(),
    config,
  });
  return [
    ...(valid ? [] : [JSON.stringify(errors)]),
    ...found.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${String(location[0]?.pointer)}`),
  ];
}

/** The types that a generator of clients makes of a document, with a probe after them. */
export async function typesOf(document: OpenAPIObject, probe = ''): Promise<string> {
  // A field of a body with a default may be left out.
  const nodes = await openapiTS(JSON.stringify(document), { defaultNonNullable: false });
  return `${astToString(nodes)}\n${probe}`;
}

/** What the compiler has against a module. */
export function typeErrorsIn(source: string): readonly string[] {
  const name = 'document-types.ts';
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    types: [],
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(file, source, ts.ScriptTarget.ES2022) : getSourceFile(file, ...rest);
  const program = ts.createProgram([name], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
