/** What fits the spec. */
export interface GithubConfiguration {
  credentials: { option_title?: 'PAT Credentials'; personal_access_token: string } | { option_title?: 'OAuth Credentials'; access_token: string };
  /** Each `owner/name`, or `owner/prefix*`. */
  repositories: string[];
  start_date?: string;
  /** Each `owner/name/branch`. */
  branches?: string[];
  api_url?: string;
}

export const GITHUB_API = 'https://api.github.com';
