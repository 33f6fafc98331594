import { Controller } from '@nestjs/common';
import { CreateOrganization, GetOrganization, ListOrganizations, UpdateOrganization } from '@moorage/domain';
import { listing } from '../operation/listing';
import { Operation } from '../operation/operation';
import { Input } from '../operation/parameters';
import { organizationReply } from './organization-reply';
import { CreateOrganizationBody, ListOrganizationsQuery, OrganizationListReply, OrganizationRef, OrganizationReply, UpdateOrganizationBody } from './organization.bodies';

const PATH = '/v1/organizations';
const TAG = 'Organizations';
const OPERATOR = { scopes: ['admin'], role: 'operator' } as const;
const OWNER = { scopes: ['admin'], role: 'owner' } as const;

@Controller()
export class OrganizationsController {
  constructor(
    private readonly createOrganization: CreateOrganization,
    private readonly listOrganizations: ListOrganizations,
    private readonly getOrganization: GetOrganization,
    private readonly updateOrganization: UpdateOrganization,
  ) {}

  @Operation({ id: 'listOrganizations', method: 'GET', path: PATH, tag: TAG, access: OPERATOR, summary: 'List all organizations', input: ListOrganizationsQuery, reply: OrganizationListReply })
  async list(@Input() query: ListOrganizationsQuery): Promise<OrganizationListReply> {
    return listing(await this.listOrganizations.run(query), organizationReply);
  }

  @Operation({
    id: 'createOrganization',
    method: 'POST',
    path: PATH,
    tag: TAG,
    access: OPERATOR,
    status: 201,
    summary: 'Create an organization',
    description: 'It starts without users: add its first owner next, then a key for that user.',
    input: CreateOrganizationBody,
    reply: OrganizationReply,
  })
  async create(@Input() body: CreateOrganizationBody): Promise<OrganizationReply> {
    return organizationReply(await this.createOrganization.run(body));
  }

  @Operation({ id: 'getOrganization', method: 'GET', path: `${PATH}/{organization_id}`, tag: TAG, access: OWNER, summary: 'Get an organization', input: OrganizationRef, reply: OrganizationReply, errors: ['ORGANIZATION_NOT_FOUND'] })
  async get(@Input() ref: OrganizationRef): Promise<OrganizationReply> {
    return organizationReply(await this.getOrganization.run(ref));
  }

  @Operation({ id: 'updateOrganization', method: 'PATCH', path: `${PATH}/{organization_id}`, tag: TAG, access: OWNER, summary: 'Rename an organization', input: UpdateOrganizationBody, reply: OrganizationReply, errors: ['ORGANIZATION_NOT_FOUND'] })
  async update(@Input() body: UpdateOrganizationBody): Promise<OrganizationReply> {
    return organizationReply(await this.updateOrganization.run(body));
  }
}
