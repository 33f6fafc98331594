import {
  describeActorDefinitionRepoContract,
  describeActorRepoContract,
  describeCatalogCacheContract,
  describeConnectionRepoContract,
  describeSpecCacheContract,
  describeTagRepoContract,
  describeWorkspaceRepoContract,
} from '@moorage/test-kit';
import { MemoryActorDefinitionRepo } from './actor-definition-repo.memory';
import { MemoryActorRepo } from './actor-repo.memory';
import { MemoryCatalogCache } from './catalog-cache.memory';
import { MemoryConnectionRepo } from './connection-repo.memory';
import { MemoryKnowledge } from './memory-knowledge';
import { MemorySpecCache } from './spec-cache.memory';
import { MemoryTagRepo } from './tag-repo.memory';
import { MemoryWorkspaceRepo } from './workspace-repo.memory';

const open = async () => {
  const store = new MemoryKnowledge();
  return {
    workspaces: new MemoryWorkspaceRepo(store),
    tags: new MemoryTagRepo(store),
    definitions: new MemoryActorDefinitionRepo(store),
    actors: new MemoryActorRepo(store),
    connections: new MemoryConnectionRepo(store),
    catalogs: new MemoryCatalogCache(store),
    dispose: async () => undefined,
  };
};

describeWorkspaceRepoContract('MemoryWorkspaceRepo', open);
describeTagRepoContract('MemoryTagRepo', open);
describeActorDefinitionRepoContract('MemoryActorDefinitionRepo', open);
describeActorRepoContract('MemoryActorRepo', open);
describeConnectionRepoContract('MemoryConnectionRepo', open);
describeCatalogCacheContract('MemoryCatalogCache', open);
describeSpecCacheContract('MemorySpecCache', async () => ({ port: new MemorySpecCache(), dispose: async () => undefined }));
