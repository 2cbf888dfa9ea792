import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Mistake } from '../errors/mistake.js';
import type { ProblemDetails } from '../errors/problem-details.js';

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
}
