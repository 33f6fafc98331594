/** What the process that makes load is asked. */
export interface LoadRequest {
  /** Connections are spread evenly over these ports. */
  ports: number[];
  connections: number;
  method: 'GET' | 'POST';
  path: string;
  /** Value of `Authorization`. */
  authorization: string;
  /** JSON of a POST, in ASCII. */
  body?: string;
  /** Stops after so many requests, or so many milliseconds, whichever comes first. */
  requests?: number;
  milliseconds: number;
  /** What the body of every answer must contain. */
  contains: string;
}

/** What one round of asking measured. */
export interface LoadResult {
  requests: number;
  elapsedMs: number;
  p50Ms: number;
  p99Ms: number;
}
