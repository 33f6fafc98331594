import { Field } from './field';

/** A page of a knowledge list: `limit` and `offset`. */
export class KnowledgePage {
  @Field.integer({ doc: 'How many at the most.', example: 20, min: 1, max: 100, fallback: 20, in: 'query', optional: true })
  limit?: number;

  @Field.integer({ doc: 'Skip so many.', example: 0, max: 100_000, fallback: 0, in: 'query', optional: true })
  offset?: number;
}

/** The frame of a knowledge list; its `data` stand in the class of each. */
export class KnowledgeListFrame {
  @Field.integer({ doc: 'How many there are in all.', example: 1 })
  total!: number;

  @Field.integer({ doc: 'The limit in force.', example: 20 })
  limit!: number;

  @Field.integer({ doc: 'The offset in force.', example: 0 })
  offset!: number;

  @Field.boolean({ doc: 'Whether there are more after these.', example: false })
  has_more!: boolean;
}
