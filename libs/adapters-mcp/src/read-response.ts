/** What the SDK gets from its `fetch`: an answer that has been read and parsed already. */
export class ReadResponse extends Response {
  constructor(
    private readonly message: Record<string, unknown>,
    session: string | undefined,
  ) {
    super(null, { headers: { 'content-type': 'application/json', ...(session === undefined ? {} : { 'mcp-session-id': session }) } });
  }

  /** Whether it is a result, not an error. */
  get succeeded(): boolean {
    return 'result' in this.message;
  }

  override readonly json = async (): Promise<unknown> => this.message;
}
