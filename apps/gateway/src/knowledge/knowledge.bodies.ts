import { Field } from '@moorage/contracts';

const STATUSES = ['healthy', 'unavailable'] as const;

export class KnowledgeHealthReply {
  @Field.choice(STATUSES, { doc: 'Whether the service answers.', example: 'healthy' })
  status!: (typeof STATUSES)[number];

  @Field.boolean({ doc: 'The same as true or false.', example: true })
  available!: boolean;
}
