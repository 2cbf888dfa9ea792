import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { HttpAnswer } from '../setup/http.js';
import { definitionsOf, toJsonSchema } from './json-schema.js';
import type { Answer, OpenApi, Operation, Schema } from './open-api.js';

/** Headers that say something of an answer, so that the document has to know of them. */
const TELLING = ['location', 'link', 'content-range', 'allow', 'retry-after'];

/** Holds answers against the document. */
export class AnswerCheck {
  private readonly ajv = new Ajv({ allErrors: true, strict: false, validateFormats: true });
  private readonly validators = new Map<Schema, ValidateFunction>();

  constructor(api: OpenApi) {
    addFormats.default(this.ajv);
    this.ajv.addFormat('decimal', /^-?\d+(\.\d+)?$/);
    this.ajv.addSchema(definitionsOf(api));
    this.ajv.addFormat('int64', { type: 'string', validate: /^-?\d+$/ });
  }

  /** What of an answer is not as the document says; nothing when it is true. */
  mistakes({ answers }: Operation, { status, headers, body, json }: HttpAnswer): readonly string[] {
    const documented = answers[String(status)];
    if (!documented) return [`status ${String(status)} is not documented: ${body.slice(0, 400)}`];
    return [...this.bodyMistakes(documented, headers, body, json), ...this.headerMistakes(documented, headers)];
  }

  private bodyMistakes({ content = {} }: Answer, headers: Headers, body: string, json: unknown): readonly string[] {
    const mediaTypes = Object.keys(content);
    if (mediaTypes.length === 0) return [];
    const sent = headers.get('content-type')?.replace(/;.*/, '') ?? '';
    if (!mediaTypes.includes(sent)) return [`content type "${sent}" is none of ${mediaTypes.join()}`];
    const schema = content[sent]?.schema;
    if (!schema) return [];
    const validate = this.validatorOf(schema);
    if (validate(json)) return [];
    const [first, ...more] = validate.errors ?? [];
    const { instancePath = '', message = '', params = {} } = first ?? {};
    const others = more.length > 0 ? ` and ${String(more.length)} more` : '';
    return [`${instancePath} ${message} ${JSON.stringify(params)}${others}: ${body.slice(0, 300)}`];
  }

  private headerMistakes({ headers: documented = {} }: Answer, headers: Headers): readonly string[] {
    const known = new Map(Object.entries(documented).map(([name, header]) => [name.toLowerCase(), header]));
    const undocumented = TELLING.filter((name) => headers.has(name) && !known.has(name));
    const wrong = [...known].flatMap(([name, { schema, required = false }]) => {
      const value = headers.get(name);
      if (value === null) return required ? [`header ${name} is missing`] : [];
      return !schema || this.validatorOf(schema)(schema.type === 'integer' ? Number(value) : value)
        ? []
        : [`header ${name} is "${value}"`];
    });
    return [...undocumented.map((name) => `header ${name} is not documented`), ...wrong];
  }

  private validatorOf(schema: Schema): ValidateFunction {
    const known = this.validators.get(schema);
    if (known) return known;
    const validate = this.ajv.compile(toJsonSchema(schema));
    this.validators.set(schema, validate);
    return validate;
  }
}
