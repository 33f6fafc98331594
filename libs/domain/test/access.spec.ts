import { assertAllowed, type Caller, type Demand } from '@moorage/domain';
import { rejectionOf } from '@moorage/test-kit';
import { outcomeOf } from './edge-world';

const caller = (role: Caller['role'], scopes: Caller['scopes'] = ['personal:read']): Caller => ({ organizationId: 'org_a', userId: 'user_a', role, scopes });

describe('assertAllowed', () => {
  it.each<[string, Caller, Demand, string]>([
    ['no demand', caller('member', []), { scopes: [] }, 'ok'],
    ['the scope', caller('member'), { scopes: ['personal:read'] }, 'ok'],
    ['one of several scopes', caller('member'), { scopes: ['personal:write', 'personal:read'] }, 'ok'],
    ['another scope', caller('owner'), { scopes: ['personal:write'] }, 'INSUFFICIENT_PERMISSIONS'],
    ['the role', caller('admin'), { scopes: [], role: 'admin' }, 'ok'],
    ['a higher role', caller('operator'), { scopes: [], role: 'owner' }, 'ok'],
    ['a lower role', caller('member'), { scopes: [], role: 'admin' }, 'INSUFFICIENT_PERMISSIONS'],
    ['the own organization', caller('member'), { scopes: [], organizationId: 'org_a' }, 'ok'],
    ['a foreign organization', caller('owner'), { scopes: [], organizationId: 'org_b' }, 'ORGANIZATION_NOT_FOUND'],
    ['a foreign organization and no right anyway', caller('member', []), { scopes: ['admin'], role: 'owner', organizationId: 'org_b' }, 'ORGANIZATION_NOT_FOUND'],
    ['a foreign organization, as operator', caller('operator'), { scopes: [], organizationId: 'org_b' }, 'ok'],
    ['a foreign organization, as operator without the scope', caller('operator'), { scopes: ['admin'], organizationId: 'org_b' }, 'INSUFFICIENT_PERMISSIONS'],
  ])('%s', async (_what, who, demand, outcome) => {
    expect(await outcomeOf(() => assertAllowed(who, demand))).toBe(outcome);
  });

  it.each<[string, Demand, object]>([
    ['role', { scopes: [], role: 'admin' }, { requiredRole: 'admin', role: 'member' }],
    ['scopes', { scopes: ['personal:write', 'admin'] }, { requiredScopes: ['personal:write', 'admin'] }],
  ])('names the %s that would have been enough', async (_what, demand, details) => {
    expect(await rejectionOf(() => assertAllowed(caller('member'), demand))).toMatchObject({ code: 'INSUFFICIENT_PERMISSIONS', details });
  });
});
