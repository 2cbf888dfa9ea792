import type { OpenAPIObject } from '@nestjs/swagger';

/** A schema as OpenAPI 3.0 has it, as far as documents of views use it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  /** The resource whose rows a value names. */
  readonly 'x-resource-ref'?: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface Answer {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
  readonly headers?: Readonly<Record<string, { readonly schema?: Schema; readonly required?: boolean }>>;
}

export interface Operation {
  readonly method: string;
  /** As the document has it: `/users/{id}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: Schema;
  readonly isBodyRequired: boolean;
  readonly answers: Readonly<Record<string, Answer>>;
}

type Json = Readonly<Record<string, unknown>>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

/** A document, read: nothing of the application is known but this. */
export class OpenApi {
  readonly operations: readonly Operation[];

  constructor(private readonly document: OpenAPIObject) {
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const operation: unknown = Reflect.get(item, method);
        return isObject(operation) ? [this.operation(method, path, operation)] : [];
      }),
    );
  }

  /** The schemas that have names. */
  get components(): Readonly<Record<string, Schema>> {
    return (this.document.components?.schemas ?? {}) as Record<string, Schema>;
  }

  /** The schema itself, where it is only named; what stands beside a name is kept. */
  resolved(schema: Schema): Schema {
    if (schema.$ref !== undefined) return this.resolved(this.named(schema.$ref));
    const [only, ...more] = schema.allOf ?? [];
    if (!only || more.length > 0) return schema;
    // Swagger says "this schema, and nullable" so.
    const { allOf: _allOf, ...beside } = schema;
    return { ...this.resolved(only), ...beside };
  }

  private operation(method: string, path: string, operation: Json): Operation {
    const parameters = (operation.parameters ?? []) as Parameter[];
    const body = operation.requestBody as
      { required?: boolean; content: Record<string, { schema: Schema }> } | undefined;
    const schema = body?.content['application/json']?.schema;
    return {
      method: method.toUpperCase(),
      path,
      parameters,
      ...(schema && { body: schema }),
      isBodyRequired: body?.required ?? false,
      answers: operation.responses as Record<string, Answer>,
    };
  }

  private named(reference: string): Schema {
    const found = reference
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), this.document);
    if (isObject(found)) return found;
    throw new Error(`The document has no ${reference}.`);
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
