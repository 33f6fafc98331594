/** What fits the spec. */
export interface NotionConfiguration {
  credentials: { auth_type: 'token'; token: string } | { auth_type: 'OAuth2.0'; access_token: string };
  start_date?: string;
  api_url?: string;
}

export const NOTION_API = 'https://api.notion.com';
