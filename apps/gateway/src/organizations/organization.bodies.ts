import { Field } from '@moorage/contracts';

export class OrganizationRef {
  @Field.id('organization', { doc: 'Id of the organization. Another one than your own does not exist for you.', example: 'org_default', in: 'path', wireName: 'organization_id' })
  organizationId!: string;
}

export class CreateOrganizationBody {
  @Field.string({ doc: 'Name shown to people.', example: 'Acme', min: 1, max: 120 })
  name!: string;
}

export class UpdateOrganizationBody extends OrganizationRef {
  @Field.string({ doc: 'A new name.', example: 'Acme International', min: 1, max: 120, optional: true })
  name?: string;
}

export class ListOrganizationsQuery {
  @Field.integer({ doc: 'How many at the most.', example: 20, min: 1, max: 100, fallback: 20, optional: true })
  limit?: number;

  @Field.id('organization', { doc: 'Continue after this id.', example: 'org_default', optional: true })
  after?: string;
}

export class OrganizationReply {
  @Field.id('organization', { doc: 'Id.', example: 'org_01jabc' })
  id!: string;

  @Field.literal('organization', { doc: 'Kind of object.' })
  object!: 'organization';

  @Field.string({ doc: 'Name shown to people.', example: 'Acme' })
  name!: string;

  @Field.timestamp({ doc: 'When it was made.', example: '2025-10-01T00:00:00Z' })
  createdAt!: string;

  @Field.timestamp({ doc: 'When it was last changed.' })
  updatedAt!: string;
}

export class OrganizationListReply {
  @Field.literal('list', { doc: 'Kind of object.' })
  object!: 'list';

  @Field.list(() => OrganizationReply, { doc: 'Organizations, newest first.' })
  data!: OrganizationReply[];

  @Field.boolean({ doc: 'Whether there are more after these.', example: false })
  hasMore!: boolean;

  @Field.string({ doc: 'Id of the first one; absent when there is none.', example: 'org_01jabc', optional: true })
  firstId?: string;

  @Field.string({ doc: 'Id of the last one, for `after`.', example: 'org_01jabc', optional: true })
  lastId?: string;
}
