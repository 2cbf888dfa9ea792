import { Controller, Get, Inject, Req, type Type, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import { ConfigurationError } from '../errors/configuration-error.js';
import { Unprocessable } from '../errors/problems.js';
import { queryParametersOf } from '../query/query-parameters.js';
import { unknownParameters } from '../query/unknown-parameters.js';
import { mergeMetadata } from '../registration/merge-metadata.js';
import { isMethod, metadataFrom, metadataOf, tell } from '../registration/nest-metadata.js';
import { problemResponses } from '../registration/route-problems.js';
import { type RestviewRequest, urlOf } from '../view/caller.js';
import { ViewRuntime } from '../view/view-runtime.js';
import { claimController } from './own-controllers.js';
import { type RelationEdge, type RelationEnd, relationGraph } from './relation-graph.js';
import type { RelationsOptions } from './restview-options.js';

@ApiSchema({ name: 'RelationEnd' })
class EndDocument implements RelationEnd {
  @ApiProperty({ type: String, description: 'The name of the view.' })
  readonly view!: string;
  @ApiProperty({ type: String, description: 'Its path, without a slash in front.' })
  readonly path!: string;
}

@ApiSchema({ name: 'Relation' })
class EdgeDocument implements RelationEdge {
  @ApiProperty({ type: EndDocument })
  readonly source!: EndDocument;
  @ApiProperty({ type: String, description: 'The field of the source that refers.' })
  readonly field!: string;
  @ApiProperty({
    type: () => EndDocument,
    nullable: true,
    description: 'The view that serves what the field refers to; null where none does.',
  })
  readonly target!: EndDocument | null;
  @ApiProperty({
    type: String,
    enum: ['one-to-one', 'many-to-one', 'one-to-many', 'many-to-many', 'value'],
    description: 'How many rows there are on either side, the source first; `value` without a relation behind it.',
  })
  readonly kind!: RelationEdge['kind'];
  @ApiProperty({
    type: String,
    enum: ['RESTRICT', 'CASCADE', 'SET NULL', 'DEFAULT', 'NO ACTION'],
    nullable: true,
    description: 'What happens to the source, or to the link, when the target goes; null where nothing can.',
  })
  readonly onDelete!: RelationEdge['onDelete'];
  @ApiProperty({ type: Boolean })
  readonly nullable!: boolean;
}

/**
 * A controller that answers how the views of the application refer to each other.
 *
 * The same for every caller, since it is what the definitions say and no row; guards decide who may know it.
 *
 * @throws {@link ConfigurationError} for a path without a leading slash.
 */
export function relationsController({ path = '/_relations', guards = [] }: RelationsOptions): Type {
  if (!path.startsWith('/') || path.length < 2) {
    throw new ConfigurationError({
      subject: 'RestviewModule: "relations"',
      problem: `has "${path}" as its path, which is not a path.`,
      remedy: 'Start it with a slash, such as "/_relations".',
    });
  }
  @ApiTags('Relations')
  @Controller(path)
  @UseGuards(...guards)
  class RelationsController {
    private graph: readonly RelationEdge[] | undefined;

    constructor(@Inject(ViewRuntime) private readonly runtime: ViewRuntime) {}

    @Get()
    @ApiOperation({ operationId: 'listRelations', summary: 'How the resources refer to each other.' })
    @ApiOkResponse({ description: 'The references and relations of all resources.', type: [EdgeDocument] })
    relations(@Req() request: RestviewRequest): readonly RelationEdge[] {
      const mistakes = unknownParameters(queryParametersOf(urlOf(request)), NO_PARAMETERS);
      if (mistakes.length > 0) throw new Unprocessable(mistakes);
      return (this.graph ??= relationGraph(this.runtime.views));
    }
  }
  documentProblems(RelationsController, guards.length > 0 ? [401, 403, 422] : [422]);
  claimController(RelationsController);
  return RelationsController;
}

const NO_PARAMETERS: ReadonlySet<string> = new Set();

function documentProblems(controller: Type, statuses: readonly number[]): void {
  const method: unknown = Reflect.get(Object(controller.prototype), 'relations');
  if (!isMethod(method)) return;
  const told = statuses.map((status) => [status, undefined] as const);
  const problems = metadataFrom(problemResponses(controller, told));
  tell(method, mergeMetadata([problems, metadataOf(method)]));
}
