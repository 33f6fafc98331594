import type { LabelsOf } from '../../../metrics/metric-catalogue';
import { resultOf } from '../testing/connector-meter';
import type { SideReports } from './connection-checks';

type Results = LabelsOf<'moorage_connection_tests_total'>;

/** What each part of a connection showed, as an operator sees it. */
export function resultsOf({ source, destination, streams }: SideReports): Results {
  return {
    source: resultOf(source.failure),
    destination: destination ? resultOf(destination.failure) : 'skipped',
    streams: streams ? resultOfStreams(streams, source) : 'skipped',
  };
}

/** As in the checks that people see: what keeps the source from working is no fault of the streams. */
function resultOfStreams(streams: NonNullable<SideReports['streams']>, source: SideReports['source']): Results['streams'] {
  if ('faults' in streams) return streams.faults.length === 0 ? 'succeeded' : 'failed';
  return source.failure ? 'skipped' : resultOf(streams.failure);
}
