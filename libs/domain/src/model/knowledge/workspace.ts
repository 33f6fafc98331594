/** A part of an organization's knowledge connectors; every organization starts with one. */
export interface Workspace {
  id: string;
  organizationId: string;
  name: string;
  /** Where its data should stay, in the words of the organization; kept, not acted on. */
  dataResidency?: string;
  /** The destination of connections that name none. */
  defaultDestinationId?: string;
  /** OAuth applications of its own, by actor type and name, each an envelope of the vault. */
  oauthCredentials: OauthCredentials[];
  createdAt: Date;
  updatedAt: Date;
}

export interface OauthCredentials {
  actorType: 'source' | 'destination';
  /** Kind of connector they are for, such as `github`. */
  name: string;
  envelope: string;
}

/** A label of a workspace. */
export interface Tag {
  id: string;
  organizationId: string;
  workspaceId: string;
  name: string;
  /** `#RRGGBB`. */
  color?: string;
  createdAt: Date;
  updatedAt: Date;
}
