import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { CheckRun } from '../native/check-run';
import { ActorFailed } from '../native/actor-failed';

/** Takes the steps up to `permission`, all of which one request answers: whoever may not list has at least been recognised. */
export async function reachBucket(run: CheckRun, list: () => Promise<ListObjectsV2CommandOutput>): Promise<ListObjectsV2CommandOutput> {
  const listing = await run.step('authenticate', () => list().catch(unlessRecognised));
  return run.step('permission', async () => {
    if (listing instanceof ActorFailed) throw listing;
    return listing;
  });
}

function unlessRecognised(error: unknown): ActorFailed {
  if (error instanceof ActorFailed && error.failure.stage === 'permission') return error;
  throw error;
}
