import { ApiProperty, ApiPropertyOptional, ApiSchema, OmitType } from '@nestjs/swagger';
import type { ViewClass } from '../definition/view-class.js';
import { wireOf } from '../definition/view-wire.js';
import type { Blocker } from '../errors/blocker.js';
import type { Mistake } from '../errors/mistake.js';
import { problemCodes } from '../errors/problem-codes.js';
import type { ProblemDetails } from '../errors/problem-details.js';
import { documentedApplications } from '../schema/document/documented-application.js';
import { documentKeyword } from '../schema/document/swagger-metadata.js';
import type { SchemaClass } from '../schema/schema-class.js';
import type { FormErrors, ReactAdminProblem } from '../view/react-admin-problem.js';

@ApiSchema({ name: 'ProblemMistake' })
class MistakeDocument implements Mistake {
  @ApiProperty({ type: String, required: false, description: 'JSON Pointer into the body.' })
  readonly pointer?: string;
  @ApiProperty({ type: String, required: false, description: 'Name of the path or query parameter.' })
  readonly parameter?: string;
  @ApiProperty({ type: String, description: 'Stable kind of the mistake.' })
  readonly code!: string;
  @ApiProperty({ type: String })
  readonly detail!: string;
}

@ApiSchema({ name: 'ProblemBlocker' })
class BlockerDocument implements Blocker {
  @ApiProperty({ type: String, description: 'The name of the view that serves the rows.' })
  readonly view!: string;
  @ApiProperty({ type: String, description: 'Its path, without a slash in front.' })
  readonly path!: string;
  @ApiProperty({ type: String, required: false, description: 'The field by which they refer.' })
  readonly field?: string;
  @ApiProperty({ type: [String], maxItems: 5, description: 'The keys of the first ones, in the order of their keys.' })
  readonly ids!: readonly string[];
  @ApiProperty({ type: 'integer', minimum: 1, description: 'How many of them the caller may see.' })
  readonly count!: number;
}

/** {@link ProblemDetails} as the document's component. */
@ApiSchema({ name: 'ProblemDetails' })
export class ProblemDocument implements ProblemDetails {
  @ApiProperty({ type: String, format: 'uri', description: 'The page that explains this kind of problem.' })
  readonly type!: string;
  @ApiProperty({ type: String })
  readonly title!: string;
  @ApiProperty({ type: 'integer' })
  readonly status!: number;
  @ApiProperty({ type: String })
  readonly detail!: string;
  @ApiProperty({ type: String, description: 'Stable kind of the problem.' })
  readonly code!: string;
  @ApiProperty({ type: String, format: 'uri', description: 'This occurrence; carries the request id.' })
  readonly instance!: string;
  @ApiProperty({ type: [MistakeDocument], required: false })
  readonly errors?: readonly Mistake[];
  @ApiProperty({ type: [BlockerDocument], required: false, description: 'The rows that stand in the way of a delete.' })
  readonly blockers?: readonly Blocker[];
}

/** {@link ReactAdminProblem} as the document's component. */
@ApiSchema({ name: 'ReactAdminProblem' })
export class ReactAdminProblemDocument
  extends OmitType(ProblemDocument, ['code', 'errors'] as const)
  implements ReactAdminProblem
{
  /** Of its own, since what is added to it when a document is made stays with its class. */
  @ApiProperty({ type: String, description: 'Stable kind of the problem.' })
  readonly code!: string;
  @ApiProperty({
    type: String,
    description: 'What react-admin shows to people: `detail`, or the first things that are wrong.',
  })
  readonly message!: string;
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'object', additionalProperties: true }] },
    description: 'What is wrong, by field; under `root.serverError` what is about no field.',
  })
  readonly errors?: FormErrors;
  @ApiProperty({
    type: [MistakeDocument],
    required: false,
    description: 'The same as a list, with pointers and codes.',
  })
  readonly mistakes?: readonly Mistake[];
}

/** The component of the problems that a view answers with. */
export function problemDocumentOf(view: ViewClass): SchemaClass {
  return wireOf(view).problems === 'form' ? ReactAdminProblemDocument : ProblemDocument;
}

// Those of the application are known when a document is made.
for (const document of [ProblemDocument, ReactAdminProblemDocument]) {
  documentKeyword(document, 'code', 'enum', document, () => [
    ...new Set([...problemCodes(), ...documentedApplications().flatMap((application) => application.problemCodes)]),
  ]);
}
