/** Which repository, who asks for it, and what of it. */
export interface GitConfiguration {
  repository_url: string;
  branch?: string;
  credentials?: { auth_type: 'none' } | { auth_type: 'token'; username?: string; token: string };
  /** Files and folders, as beginnings of paths; all when empty. */
  paths?: string[];
  /** How many commits back the stream `commits` goes. */
  history?: number;
}

export const DEFAULT_HISTORY = 100;
