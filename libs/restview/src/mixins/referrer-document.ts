import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { REFERRER_IDS, type ReferrerGroup } from '../view/deletes/referrers.js';

/** {@link ReferrerGroup} as the document's component. */
@ApiSchema({ name: 'ReferrerGroup' })
export class ReferrerDocument implements ReferrerGroup {
  @ApiProperty({ type: String, description: 'The name of the view that serves the rows.' })
  readonly view!: string;
  @ApiProperty({ type: String, description: 'Its path, without a slash in front.' })
  readonly path!: string;
  @ApiProperty({ type: String, description: 'The field by which they refer.' })
  readonly field!: string;
  @ApiProperty({
    type: String,
    enum: ['one-to-one', 'many-to-one', 'many-to-many'],
    description: 'How many rows there are on either side, the referring ones first.',
  })
  readonly kind!: ReferrerGroup['kind'];
  @ApiProperty({
    type: String,
    enum: ['RESTRICT', 'CASCADE', 'SET NULL', 'DEFAULT', 'NO ACTION'],
    description: 'What happens to them, or to their links, when the row goes.',
  })
  readonly onDelete!: ReferrerGroup['onDelete'];
  @ApiProperty({ type: 'integer', minimum: 1, description: 'How many of them the caller may see.' })
  readonly count!: number;
  @ApiProperty({
    type: [String],
    maxItems: REFERRER_IDS,
    description: 'The keys of the first ones, in the order of their keys.',
  })
  readonly ids!: readonly string[];
}
