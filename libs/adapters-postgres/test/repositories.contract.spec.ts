import { describeRepositories } from './describe-repositories';

describe('on the embedded PostgreSQL 18', () => describeRepositories());
