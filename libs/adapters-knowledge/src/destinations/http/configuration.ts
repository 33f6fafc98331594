import type { Authenticator } from '../../http/authenticator';

/** What fits the spec. */
export interface HttpConfiguration {
  url: string;
  authenticator?: Authenticator;
  organization_id: string;
  source_system?: string;
  namespace?: string;
  /** Tells whether credentials are right, and writes nothing. */
  validation_url?: string;
}
