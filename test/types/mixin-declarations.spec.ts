import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const path = join(root, 'test/types/application.ts');

const application = `
import { ReadOnlyView, RestView, SoftDelete, Stamped, TenantScoped } from 'nestjs-restview';
export class Task { id!: number; title!: string }
export class TaskView extends ReadOnlyView(
  SoftDelete(Stamped(TenantScoped(RestView<Task>, { property: 'x', tenant: () => 1 }), { createdBy: 'y', by: () => 1 })),
) {}
export abstract class AppView<Entity extends object, Schema extends object = Partial<Entity>>
  extends SoftDelete(TenantScoped(RestView, { property: 'x', tenant: () => 1 }))<Entity, Schema> {}
`;

it('an application that emits declarations names only what the library exports, and no any', () => {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (name) => ts.sys.readFile(name)).config;
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root);
  const emitting = { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true };
  const host = ts.createCompilerHost(emitting);
  const [fileExists, readFile] = [host.fileExists.bind(host), host.readFile.bind(host)];
  host.fileExists = (name) => name === path || fileExists(name);
  host.readFile = (name) => (name === path ? application : readFile(name));
  const program = ts.createProgram([path], emitting, host);
  const file = program.getSourceFile(path);
  const diagnostics = [...program.getSemanticDiagnostics(file), ...program.getDeclarationDiagnostics(file)];
  expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  let declarations = '';
  program.emit(file, (_name, text) => (declarations = text));
  expect(declarations).toContain('class TaskView extends TaskView_base');
  // The rest parameter is what TypeScript asks of a mixin's class; with a class beside it, its parameters count.
  expect(declarations.replaceAll('...args: any[]', '')).not.toMatch(/\bany\b/);
}, 120_000);
