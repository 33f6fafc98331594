import { invariant } from '@moorage/domain';
import { describeRepositories } from './describe-repositories';

/** The server that `pnpm test:infra` starts; without it these suites fail, they are never skipped. */
const server = process.env.MOORAGE_TEST_DATABASE_URL;
invariant(server, 'MOORAGE_TEST_DATABASE_URL is not set. Run these suites with: npx --yes pnpm@12.21.0 run test:infra');

describe('on an installed PostgreSQL 15', () => describeRepositories(server));
